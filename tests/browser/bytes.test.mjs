// Bytes on the wire, as a phone with brotli pays them (UI.md, Budgets), and scripts that old browsers can read.

import assert from 'node:assert/strict'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import http from 'node:http'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { parse } from 'acorn'
import { LANGS, openBrowser, root, start, visitor } from './support.mjs'
import { pagesFor } from './pages.mjs'

const KB = 1024
let site, browser
before(async () => {
  site = await start()
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

/** Length of an answer's body as sent, and the body's type. */
const wire = (path, headers = {}) =>
  new Promise((resolve, reject) => {
    http.get(site.origin + path, { headers: { 'accept-encoding': 'br', ...headers } }, (answer) => {
      let bytes = 0
      answer.on('data', (chunk) => (bytes += chunk.length))
      answer.on('end', () => resolve({ bytes, status: answer.statusCode, headers: answer.headers }))
    }).on('error', reject)
  })

for (const lang of LANGS) {
  it(`every public page in ${lang} fits one congestion window`, async () => {
    const { context, page } = await visitor(browser, site)
    const heavy = []
    for (const path of await pagesFor('visitor', page, lang)) {
      const { bytes } = await wire(path)
      if (bytes > 14 * KB) heavy.push(`${path}: ${bytes}`)
    }
    assert.deepEqual(heavy, [])
    await context.close()
  })
}

it('a first visit to the report form costs at most 60 KB, all of it', async () => {
  const { context, page } = await visitor(browser, site)
  const paths = new Set()
  page.on('request', (request) => paths.add(new URL(request.url()).pathname))
  await page.goto('/en/report', { waitUntil: 'networkidle' })
  let sum = 0
  for (const path of paths) sum += (await wire(path)).bytes
  assert.ok(sum <= 60 * KB, `${sum} bytes in ${[...paths].join(' ')}`)
  await context.close()
})

it('static files are kept for a year and asked for once', async () => {
  const { context, page } = await visitor(browser, site)
  const files = new Set()
  page.on('request', (request) => request.url().includes('/static/') && files.add(new URL(request.url()).pathname))
  await page.goto('/en/', { waitUntil: 'networkidle' })
  for (const file of files) {
    const { headers } = await wire(file)
    assert.match(headers['cache-control'], /max-age=31536000, immutable/, file)
    assert.match(file, /\.[0-9a-f]{8}\.\w+$/)
  }
  await context.close()
})

it('the first view of the moving map costs at most 350 KB, all of it', async () => {
  const { context, page } = await visitor(browser, site)
  const paths = new Set()
  page.on('request', (request) => {
    const { pathname, search, protocol } = new URL(request.url())
    if (/^http/.test(protocol) && !pathname.startsWith('/live/')) paths.add(pathname + search)
  })
  await page.goto('/en/map')
  await page.click('[data-door] button, [data-door] + *', { timeout: 2000 }).catch(() => {})
  await page.locator('#moving[data-ready]').waitFor()
  await page.waitForLoadState('load')
  await page.locator('#beside [data-at]').first().waitFor()
  let sum = 0
  for (const path of paths) sum += (await wire(path, path.includes('box=') ? { 'hx-request': 'true' } : {})).bytes
  assert.ok(sum <= 350 * KB, `${sum} bytes in ${[...paths].join(' ')}`)
  await context.close()
})

it('every script parses as ES2015, but the library of the moving map', () => {
  const folder = join(root, 'static/dist/js')
  for (const name of readdirSync(folder).filter((n) => n.endsWith('.js') && !n.startsWith('maplibre.'))) {
    parse(readFileSync(join(folder, name), 'utf8'), { ecmaVersion: 2015, sourceType: 'script' })
  }
})

it('the sheet, the script and htmx stay within their budgets', () => {
  const names = JSON.parse(readFileSync(join(root, 'static/dist/manifest.json'), 'utf8'))
  for (const [name, most] of [['css/site.css', 8 * KB], ['js/site.js', 6 * KB], ['js/live.js', 2 * KB], ['js/door.js', KB], ['js/map.js', 6 * KB], ['js/pin.js', 4 * KB], ['css/map.css', KB], ['js/htmx.js', 15.4 * KB]]) {
    const { size } = statSync(join(root, 'static/dist', `${names[name]}.br`))
    assert.ok(size <= most, `${name}: ${size}`)
  }
})
