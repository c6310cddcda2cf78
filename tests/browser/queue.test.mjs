// A leader on the smallest phone clears a fresh queue of 50 reports: one tap for each, and the reason where one is needed.
// The reports are those of NABOOM_SAMPLE_DATA if that is named, else the project's own.

import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { PHONE, openBrowser, root, sideways, signIn, start, visitor } from './support.mjs'

const REPORTS = 50
/** Most bytes of what is sent and of what comes back, as they go over the air. */
const MOST_SENT = 1024
const MOST_ANSWERED = 6 * 1024

/** Reports that nobody has looked at yet. */
function fresh() {
  const sample = join(process.env.NABOOM_SAMPLE_DATA || '/nowhere', 'incidents/lim368_sample_reports.ndjson.gz')
  const rows = existsSync(sample)
    ? gunzipSync(readFileSync(sample)).toString().split('\n').filter(Boolean).slice(0, REPORTS).map((line) => JSON.parse(line))
      .map((row) => ({ ...row, id: String(row.seq), description: row.text }))
    : readFileSync(join(root, 'seed/reports.ndjson'), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line))
  return Array.from({ length: REPORTS }, (_, n) => {
    const { category, priority, lang, title, description, lat, lon } = rows[n % rows.length]
    const again = n < rows.length ? '' : ` (${n})`
    const reported_at = new Date(Date.now() - (n + 1) * 60_000).toISOString()
    return {
      id: `fresh ${n}`, category, priority, lang, title: title && title + again, description: description + again,
      lat: lat + n / 5000, lon, reported_at, status: 'reported', publication: 'pending',
    }
  })
}

let site, browser
before(async () => {
  site = await start(fresh())
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

/** How many reports wait, as the first tab says. */
async function waiting(page, lang) {
  await page.goto(`/${lang}/moderation`)
  return Number(await page.locator('.tabs [aria-current] .count').innerText())
}

/** Decides the report on the page; the reason, where it is due, is the only thing that is typed. */
async function decide(page, n) {
  if (n % 5 === 4) {
    const reject = page.locator('details', { has: page.locator('input[name=act][value=reject]') })
    await reject.locator('summary').click()
    await reject.locator('textarea[name=refusal]').fill('This is not for the municipality.')
    await reject.locator('button.danger').click()
  } else {
    await page.locator('.bar button').click()
  }
}

/** Decides what waits from the first on, `count` reports, and gives what went over the air. */
async function clear(page, lang, count) {
  const sent = []
  const answered = []
  await page.goto(`/${lang}/moderation`)
  await page.locator('article h2 a').first().click()
  await page.locator('main h1').waitFor()
  const decided = new Set()
  const watch = async (request) => {
    if (request.resourceType() !== 'document') return
    const { requestBodySize, responseBodySize } = await request.sizes()
    if (request.method() === 'POST') sent.push(requestBodySize)
    answered.push(responseBodySize)
  }
  page.on('requestfinished', watch)
  for (let n = 0; n < count; n++) {
    const reference = new URL(page.url()).pathname.split('/').pop()
    assert.ok(!decided.has(reference), `${reference} came up twice`)
    decided.add(reference)
    assert.equal(await sideways(page), 0, `${reference} runs over the edge`)
    await Promise.all([page.waitForURL((url) => url.searchParams.get('done') === reference), decide(page, n)])
  }
  // The sizes of the last answer are told a moment after it is shown.
  for (let tries = 0; answered.length < 2 * count && tries < 100; tries++) await page.waitForTimeout(50)
  page.off('requestfinished', watch)
  return { sent, answered, decided }
}

for (const [lang, javaScriptEnabled, count] of [['af', false, 10], ['en', true, REPORTS - 10]]) {
  it(`${count} reports are decided with one tap each at 360 px in ${lang}, with${javaScriptEnabled ? '' : 'out'} scripts`, { timeout: 240_000 }, async (t) => {
    const { context, page, faults } = await visitor(browser, site, { viewport: PHONE, javaScriptEnabled })
    await signIn(page, site, 'leader', lang)
    const before = await waiting(page, lang)
    const began = Date.now()
    const { sent, answered, decided } = await clear(page, lang, count)
    const took = Date.now() - began
    t.diagnostic(`${count} decided in ${took} ms; most sent ${Math.max(...sent)} bytes, most answered ${Math.max(...answered)} bytes`)
    assert.equal(decided.size, count)
    assert.equal(sent.length, count, 'one form each')
    assert.equal(answered.length, 2 * count, 'for each the answer, and the next report')
    assert.equal(await waiting(page, lang), before - count)
    assert.deepEqual(sent.filter((bytes) => bytes >= MOST_SENT), [], 'forms of 1 KB and more')
    assert.deepEqual(answered.filter((bytes) => bytes >= MOST_ANSWERED), [], 'answers of 6 KB and more')
    assert.deepEqual(faults, [])
    await context.close()
  })
}
