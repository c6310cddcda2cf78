// Pages follow what happens: without a reload, without a gap after a cut, and without a stream while nobody looks.

import assert from 'node:assert/strict'
import net from 'node:net'
import { after, before, it } from 'node:test'
import { axeFaults, openBrowser, signIn, start, visitor } from './support.mjs'
import { send, toDetails } from './steps.mjs'

let site, browser
before(async () => {
  site = await start()
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

/** A network between a phone and the site that can be cut: everything under way breaks, and nothing new gets through. */
async function network() {
  const open = new Set()
  let cut = false
  const server = net.createServer((phone) => {
    if (cut) return phone.destroy()
    const far = net.connect(new URL(site.origin).port, '127.0.0.1')
    for (const [one, other] of [[phone, far], [far, phone]]) {
      open.add(one)
      one.on('error', () => {})
      one.on('close', () => { open.delete(one); other.destroy() })
      one.pipe(other)
    }
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    cut() {
      cut = true
      for (const socket of open) socket.destroy()
    },
    mend() { cut = false },
    close() {
      this.cut()
      server.close()
    },
  }
}

/** Reports something that waits for a leader; gives its reference. */
async function reported(words) {
  const { context, page } = await visitor(browser, site)
  await toDetails(page, 'en', 'vandalism', 'Hans Street')
  await page.fill('#description', words)
  const { reference } = await send(page)
  await context.close()
  return reference
}

async function decide(leader, reference, act) {
  await leader.goto(`/en/moderation/${reference}`)
  const button = leader.locator(`main button[name=act][value=${act}]`).first()
  await Promise.all([leader.waitForNavigation(), button.click()])
}

/** Ready to follow: the stream is open when the link to refresh has gone. */
const follows = (page) => page.locator('[data-live]').waitFor({ state: 'hidden' })
const row = (page, reference) => page.locator(`#results .cards a.go[href$="${reference}"]`)
/** Marks this very document, so that a reload would be seen. */
const mark = (page) => page.evaluate(() => { window.neverReloaded = true })
const wasReloaded = (page) => page.evaluate(() => !window.neverReloaded)

it('two phones with the list open both change when a leader publishes, through a cut of the network too', { timeout: 120000 }, async () => {
  const weak = await network()
  const one = await visitor(browser, site)
  // A cut network is a complaint of the browser, not of ours.
  const two = await visitor(browser, { ...site, origin: weak.origin })
  const desk = await visitor(browser, site)
  await signIn(desk.page, site, 'leader')
  const lines = [await reported('Somebody broke the fence of the cemetery.'), await reported('The bus shelter was set alight.')]
  for (const [{ page }, path] of [[one, '/en/incidents'], [two, '/af/incidents']]) {
    await page.goto(path)
    await follows(page)
    await mark(page)
  }
  await decide(desk.page, lines[0], 'publish')
  for (const { page } of [one, two]) await row(page, lines[0]).waitFor()
  await one.page.locator('#told', { hasText: /^New: / }).waitFor({ state: 'attached' })
  await two.page.locator('#told', { hasText: /^Nuut: / }).waitFor({ state: 'attached' })

  weak.cut()
  await decide(desk.page, lines[1], 'publish')
  await row(one.page, lines[1]).waitFor()
  await two.page.waitForTimeout(Number(process.env.NABOOM_CUT_MS || 30000))
  assert.equal(await row(two.page, lines[1]).count(), 0, 'nothing gets through')
  weak.mend()
  await row(two.page, lines[1]).waitFor({ timeout: 30000 })

  for (const { page } of [one, two]) assert.equal(await wasReloaded(page), false)
  assert.deepEqual(one.faults, [])
  assert.deepEqual(await axeFaults(one.page), [])
  for (const { context } of [one, two, desk]) await context.close()
  weak.close()
})

it('the page of a report shows a new comment, and keeps what its reader is typing', async () => {
  const desk = await visitor(browser, site)
  await signIn(desk.page, site, 'leader')
  const reference = await reported('The library windows are broken.')
  await decide(desk.page, reference, 'publish')
  const phone = await visitor(browser, site)
  const resident = await visitor(browser, site)
  await signIn(resident.page, site, 'resident')
  for (const { page } of [phone, resident]) {
    await page.goto(`/en/incidents/${reference}`)
    await follows(page)
    await mark(page)
  }
  await resident.page.fill('#say', 'I saw it as well')
  await desk.page.goto(`/en/incidents/${reference}`)
  await desk.page.fill('#say', 'Glass company is on its way')
  await Promise.all([desk.page.waitForNavigation(), desk.page.locator('form[action$="/comment"] button').click()])
  for (const { page } of [phone, resident]) {
    await page.locator('#now .talk', { hasText: 'Glass company is on its way' }).waitFor()
    assert.equal(await wasReloaded(page), false)
  }
  assert.equal(await resident.page.inputValue('#say'), 'I saw it as well')
  assert.deepEqual(phone.faults, [])
  for (const { context } of [phone, resident, desk]) await context.close()
})

it('the queue of a leader shows what comes in, with its count', async () => {
  const desk = await visitor(browser, site)
  await signIn(desk.page, site, 'leader')
  await desk.page.goto('/en/moderation')
  await follows(desk.page)
  await mark(desk.page)
  const count = () => desk.page.locator('.tabs .count').first().innerText()
  const before = Number(await count())
  const reference = await reported('A window of the clinic was broken.')
  await desk.page.locator('#queue article', { hasText: reference }).waitFor()
  assert.equal(Number(await count()), before + 1)
  assert.equal(await wasReloaded(desk.page), false)
  assert.deepEqual(desk.faults, [])
  await desk.context.close()
})

it('a page that nobody sees has no stream, and is up to date when somebody looks again', async () => {
  const desk = await visitor(browser, site)
  await signIn(desk.page, site, 'leader')
  const reference = await reported('The wall of the school was painted over.')
  const phone = await visitor(browser, site)
  const streams = []
  phone.page.on('request', (request) => request.url().includes('/live/') && streams.push(request.url()))
  await phone.page.goto('/en/incidents')
  await follows(phone.page)
  const look = (hidden) => phone.page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { value, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }, hidden)
  await look(true)
  // Who looks at the list gets it; by then the phone in the pocket would have had it too.
  const watching = await visitor(browser, site)
  await watching.page.goto('/en/incidents')
  await follows(watching.page)
  await decide(desk.page, reference, 'publish')
  await row(watching.page, reference).waitFor()
  await watching.context.close()
  assert.equal(await row(phone.page, reference).count(), 0)
  assert.equal(streams.length, 1)
  await look(false)
  await row(phone.page, reference).waitFor()
  assert.equal(streams.length, 2)
  for (const { context } of [phone, desk]) await context.close()
})

it('without a script there is a link that loads the page again', async () => {
  const { context, page } = await visitor(browser, site, { javaScriptEnabled: false })
  for (const [path, word] of [['/en/incidents?status=open', 'Refresh'], ['/af/incidents', 'Verfris']]) {
    await page.goto(path)
    const link = page.locator('[data-live] a')
    assert.equal(await link.innerText(), word)
    await link.click()
    assert.equal(new URL(page.url()).pathname + new URL(page.url()).search, path)
  }
  await context.close()
})
