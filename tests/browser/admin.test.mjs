// The administration with the keys alone, without scripts, on the smallest phone, in Afrikaans; and what scripts add to it.

import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { PHONE, openBrowser, sideways, signIn, start, visitor } from './support.mjs'

let site, browser
before(async () => {
  site = await start()
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

/** Presses Tab until this element has the focus, as somebody without a mouse does. */
async function tabTo(page, locator) {
  for (let n = 0; n < 250; n++) {
    if (await locator.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`cannot be reached with Tab: ${locator}`)
}
const press = async (page, locator) => {
  await tabTo(page, locator)
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
  assert.equal(await sideways(page), 0, `${page.url()} runs over the edge`)
}

it('a page is written, published and moved up with the keys alone, without scripts, at 360 px', { timeout: 90_000 }, async () => {
  const { context, page, faults } = await visitor(browser, site, { viewport: PHONE, javaScriptEnabled: false })
  await signIn(page, site, 'editor', 'af')
  await page.goto('/af/admin')
  await press(page, page.locator('main a[href="/af/admin/pages"]'))
  await press(page, page.locator('main a[href="/af/admin/pages/new"]'))
  await tabTo(page, page.locator('#title-en'))
  await page.keyboard.type('Water by the keys')
  await tabTo(page, page.locator('#title-af'))
  await page.keyboard.type('Water met die sleutels')
  await press(page, page.locator('main form button.btn').first())
  await tabTo(page, page.locator('#body-en'))
  await page.keyboard.type('## Boil it\n\nFor **one** minute.')
  // The other language is copied, then written over.
  await press(page, page.locator('button[name=copy][value=body-af]'))
  assert.match(await page.inputValue('#body-af'), /Boil it/)
  await tabTo(page, page.locator('#body-af'))
  await page.keyboard.press('Control+A')
  await page.keyboard.type('## Kook dit\n\nVir **een** minuut.')
  await press(page, page.locator('button[name=then][value=publish]'))
  assert.match(page.url(), /done=published/)
  // Enter in a line saves; it does not preview, copy or publish.
  await tabTo(page, page.locator('#title-af'))
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
  assert.match(page.url(), /done=saved/)
  await page.goto('/af/admin/pages')
  const titles = () => page.locator('tbody th a').allTextContents()
  const before = (await titles()).indexOf('Water met die sleutels')
  const row = page.locator('tbody tr', { hasText: 'Water met die sleutels' })
  await press(page, row.locator('button[value=up]'))
  assert.equal((await titles()).indexOf('Water met die sleutels'), before - 1)
  await page.goto('/af/p/water-met-die-sleutels')
  assert.match(await page.innerText('article'), /Vir een minuut/)
  assert.deepEqual(faults, [])
  await context.close()
})

it('buttons mark words, copy the source and take both back; a preview stands in a frame at the width of a phone', { timeout: 60_000 }, async () => {
  const { context, page, faults } = await visitor(browser, site, { viewport: { width: 1280, height: 900 } })
  await signIn(page, site, 'editor')
  await page.goto('/en/admin/pages')
  await page.locator('tbody th a').first().click()
  const body = page.locator('#body-en')
  await body.fill('water')
  await body.press('Control+A')
  const tools = body.locator('xpath=preceding-sibling::p[contains(@class,"btns")][1]')
  await tools.locator('button').nth(0).click()
  assert.equal(await body.inputValue(), '**water**')
  await body.press('Control+A')
  await tools.locator('button').nth(2).click()
  assert.equal(await body.inputValue(), '- **water**')
  await page.locator('button[data-from=body-en]').click()
  assert.equal(await page.inputValue('#body-af'), '- **water**')
  await page.keyboard.press('Control+Z')
  assert.notEqual(await page.inputValue('#body-af'), '- **water**')
  await page.locator('details', { has: page.locator('iframe') }).locator('summary').click()
  await page.locator('button[formtarget=phone]').first().click()
  const frame = page.frameLocator('iframe[name=phone]')
  await frame.locator('article').waitFor()
  assert.equal(await frame.locator('article strong').innerText(), 'water')
  assert.equal(await frame.locator('html').evaluate(() => window.innerWidth), 360)
  await page.locator('button[formtarget=desk]').first().click()
  const desk = page.frameLocator('iframe[name=desk]')
  await desk.locator('article').waitFor()
  assert.equal(await desk.locator('html').evaluate(() => window.innerWidth), 1280)
  assert.deepEqual(faults, [])
  await context.close()
})
