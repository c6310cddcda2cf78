// The power fails while somebody writes: browser, program and database stop at once. At most five seconds of typing are lost.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { openBrowser, signIn, start, visitor } from './support.mjs'

let site, browser
before(async () => {
  site = await start()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

/** The process of the private database below a folder. */
function database(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.name === 'postmaster.pid') return Number(readFileSync(join(entry.parentPath ?? entry.path, entry.name), 'utf8').split('\n')[0])
  }
  return null
}

it('a power cut in mid-sentence costs at most five seconds of typing', { timeout: 120_000 }, async () => {
  browser = await openBrowser()
  const { page } = await visitor(browser, site)
  await signIn(page, site, 'editor')
  await page.goto('/en/admin/pages')
  await page.locator('tbody th a').first().click()
  const address = new URL(page.url()).pathname
  const field = page.locator('textarea[name=body-en]')
  await field.click()
  await page.keyboard.press('Control+End')
  // Typing without a pause for nine seconds: each word says when it was typed.
  const begun = Date.now()
  let last = 0
  while (Date.now() - begun < 9000) {
    last = Date.now() - begun
    await page.keyboard.type(` typed${last}.`)
    await page.waitForTimeout(100)
  }
  const cut = Date.now() - begun
  const server = database(site.folder)
  // Browsers have many processes; the one that matters here is told nothing either.
  await site.cut()
  if (server) execFileSync('kill', ['-9', String(server)])
  await browser.close()
  await site.again()

  browser = await openBrowser()
  const { page: after } = await visitor(browser, site)
  await signIn(after, site, 'editor')
  await after.goto(address)
  const text = await after.inputValue('textarea[name=body-en]')
  const kept = Math.max(...[...text.matchAll(/typed(\d+)\./g)].map((m) => Number(m[1])), 0)
  assert.ok(kept > 0, 'nothing was kept')
  assert.ok(cut - kept <= 5000, `typed until ${cut} ms, kept until ${kept} ms`)
})
