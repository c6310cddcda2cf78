// The moving map: it shows what the list beside it holds, wherever it is moved and whatever filter is set; it gives way to
// the drawn map where it cannot be; and a place can be chosen with a mouse, with the keyboard, and with no script at all.

import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { send } from './steps.mjs'
import { DESK, LANGS, axeFaults, openBrowser, sideways, start, visitor } from './support.mjs'

let site, browser
before(async () => {
  site = await start()
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

/** The map page with the moving map open, and what the list says. */
async function opened(path = '/en/map', options = {}, from = browser) {
  const one = await visitor(from, site, { viewport: DESK, ...options })
  await one.page.goto(path)
  await openDoor(one.page)
  await one.page.locator('#beside [data-at]').first().waitFor()
  return one
}
/** By hand, unless it opened by itself on this connection. */
async function openDoor(page) {
  const button = page.locator('[data-door] > button')
  await page.locator('[data-door] > button, #moving').first().waitFor({ state: 'attached' })
  if (await button.isVisible()) await button.click({ timeout: 2000 }).catch(() => {})
  await page.locator('#moving[data-ready]').waitFor()
}
const heading = (page) => page.innerText('#results')
/** Does something, and waits for the list that follows. */
async function step(page, act) {
  const answer = page.waitForResponse((a) => a.url().includes('box='))
  await act()
  await answer
  await page.locator('#moving:not([aria-busy])').waitFor()
}
const param = (page, name) => new URL(page.url()).searchParams.get(name)
const canvas = (page) => page.locator('.moving-map canvas')

it('panning and zooming, by mouse and by keys, change address and list', async () => {
  const { context, page, faults } = await opened()
  assert.ok(await page.locator('#still').isHidden())
  const many = await heading(page)
  await step(page, () => page.click('[data-do=in]'))
  const zoom = param(page, 'z')
  await step(page, () => page.click('[data-do=in]'))
  assert.equal(Number(param(page, 'z')), Number(zoom) + 1)
  const box = await canvas(page).boundingBox()
  const lon = Number(param(page, 'lon'))
  await step(page, async () => {
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await page.mouse.down()
    await page.mouse.move(box.x + 40, box.y + box.height / 2, { steps: 5 })
    await page.mouse.up()
  })
  assert.ok(Number(param(page, 'lon')) > lon)
  await canvas(page).focus()
  const lat = Number(param(page, 'lat'))
  await step(page, () => page.keyboard.press('ArrowUp'))
  assert.ok(Number(param(page, 'lat')) > lat)
  await step(page, () => page.keyboard.press('-'))
  await step(page, () => page.keyboard.press('-'))
  await step(page, () => page.keyboard.press('-'))
  assert.match(await heading(page), /incident/)
  assert.notEqual(many, '')
  // The same address shows the same with no script, and the map is where it was when it opens again.
  const view = ['lon', 'lat', 'z'].map((name) => param(page, name))
  await page.reload()
  await openDoor(page)
  await page.waitForFunction(() => new URLSearchParams(location.search).get('lon'))
  assert.equal(param(page, 'z'), view[2])
  assert.deepEqual(faults, [])
  await context.close()
})

it('filters and chips narrow map, list and address without loading the page', async () => {
  const { context, page, faults } = await opened()
  await page.evaluate(() => { window.neverReloaded = true })
  await step(page, () => page.locator('#among a', { hasText: 'Open' }).click())
  assert.equal(param(page, 'status'), 'open')
  const open = await heading(page)
  const category = await page.locator('#category option:nth-child(2)').getAttribute('value')
  await page.locator('#narrow summary').click()
  await step(page, () => page.selectOption('#category', category))
  assert.equal(param(page, 'category'), category)
  assert.notEqual(await heading(page), open)
  assert.ok(await page.evaluate(() => window.neverReloaded))
  // The list of incidents understands the same words.
  assert.match(await page.getAttribute('#beside p:last-child a', 'href'), new RegExp(`category=${category}`))
  assert.deepEqual(faults, [])
  await context.close()
})

it('an incident of the list shows its place, and one chosen on the map shows its card', async () => {
  const { context, page, faults } = await opened()
  const row = page.locator('#beside [data-at]').first()
  await row.locator('a.go').focus()
  const [lon, lat] = (await row.getAttribute('data-at')).split(',')
  const reference = (await row.locator('a.go').getAttribute('href')).split('/').pop()
  await page.goto(`/en/map?lon=${lon}&lat=${lat}&z=16`)
  await page.evaluate(() => localStorage.clear())
  await page.reload()
  await openDoor(page)
  await page.locator('#beside [data-at]').first().waitFor()
  const box = await canvas(page).boundingBox()
  // Nothing is there to be hit before the map has drawn it.
  const drawn = page.locator('.picked')
  for (let tries = 0; tries < 50 && !(await drawn.isVisible()); tries++) {
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
    await drawn.waitFor({ timeout: 200 }).catch(() => {})
  }
  await drawn.waitFor()
  assert.ok((await page.locator('.picked a.go').evaluateAll((all) => all.map((a) => a.href))).some((href) => href.endsWith(reference)))
  await page.click('[data-do=put-away]')
  await page.locator('.picked').waitFor({ state: 'hidden' })
  assert.deepEqual(faults, [])
  await context.close()
})

it('what is reported meanwhile comes onto the map and into the list by itself', async () => {
  const { context, page, faults } = await opened()
  const first = await heading(page)
  const phone = await where({ geolocation: { longitude: 28.7166, latitude: -24.5163 }, permissions: ['geolocation'] }, 'pothole')
  await phone.page.click('[data-locate] button')
  await phone.page.waitForFunction(() => document.querySelector('[name=lat]').value)
  await goOn(phone.page)
  await phone.page.fill('#description', 'A hole as wide as a wheel')
  const { reference } = await send(phone.page)
  await page.locator(`#beside a.go[href$="${reference}"]`).waitFor({ timeout: 15000 })
  assert.notEqual(await heading(page), first)
  assert.deepEqual(faults, [])
  await phone.context.close()
  await context.close()
})

it('without a connection what was loaded stays, and a line says so', async () => {
  const { context, page } = await opened()
  const list = await page.innerText('#beside')
  await context.setOffline(true)
  await page.click('[data-do=out]')
  await page.locator('.moving-note').waitFor()
  assert.match(await page.innerText('.moving-note'), /No connection/)
  assert.equal(await page.innerText('#beside'), list)
  await context.setOffline(false)
  await page.locator('.moving-note').waitFor({ state: 'hidden' })
  await context.close()
})

it('without WebGL, and when its files do not come, the drawn map stays and a line says so', async () => {
  const plain = await openBrowser(['--disable-3d-apis'])
  const { page } = await visitor(plain, site)
  await page.goto('/en/map')
  assert.match(await page.innerText('[data-door] [role=status]'), /cannot show the moving map/)
  assert.ok(await page.locator('#map').isVisible())
  await plain.close()

  const { context, page: broken } = await visitor(browser, site)
  await broken.route(/maplibre/, (route) => route.abort())
  await broken.goto('/en/map')
  await broken.locator('[data-door] > button').click()
  await broken.locator('[data-door] [role=status]', { hasText: 'could not be opened' }).waitFor()
  assert.ok(await broken.locator('#map').isVisible())
  await context.close()
})

for (const lang of LANGS) {
  for (const colorScheme of ['light', 'dark']) {
    it(`the moving map in ${lang}, ${colorScheme}: axe finds nothing, nothing runs over the edge`, async () => {
      for (const viewport of [{ width: 360, height: 640 }, DESK]) {
        const { context, page, faults } = await opened(`/${lang}/map`, { viewport, colorScheme })
        assert.deepEqual(await axeFaults(page), [])
        assert.ok((await sideways(page)) <= 0)
        assert.deepEqual(faults, [])
        await context.close()
      }
    })
  }
}

/** At the step "where" of a report. */
async function where(options = {}, category = 'water_leak') {
  const one = await visitor(browser, site, options)
  await one.page.goto('/en/report')
  await one.page.check(`input[name=category][value=${category}]`)
  await Promise.all([one.page.waitForNavigation(), one.page.locator('#step .btns .btn').first().click()])
  return one
}
const goOn = (page) => Promise.all([page.waitForNavigation(), page.locator('#step .btns .btn').first().click()])

it('a place is chosen on the moving map with a mouse', async () => {
  const { context, page, faults } = await where()
  await openDoor(page)
  const box = await canvas(page).boundingBox()
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
  await page.locator('#moving [role=status]', { hasText: 'The mark is' }).waitFor()
  assert.ok(await page.inputValue('[name=pin_lat]'))
  assert.deepEqual(await axeFaults(page), [])
  await goOn(page)
  assert.match(page.url(), /report\/details/)
  await page.goto('/en/report/where')
  assert.match(await page.innerText('main'), /near Naboomspruit/)
  assert.deepEqual(faults, [])
  await context.close()
})

it('a place is chosen with the keyboard only', async () => {
  const { context, page } = await where()
  await openDoor(page)
  await page.locator('#moving [data-do=here]').focus()
  await page.keyboard.press('Enter')
  const before = await page.inputValue('[name=pin_lat]')
  await page.locator('#moving [data-do=n]').focus()
  for (let i = 0; i < 3; i++) await page.keyboard.press('Enter')
  assert.ok(Number(await page.inputValue('[name=pin_lat]')) > Number(before))
  await page.locator('#moving [role=status]', { hasText: 'The mark is' }).waitFor()
  await context.close()
})

it('a place is chosen with no script, and the arrows move it', async () => {
  const { context, page } = await where({ javaScriptEnabled: false })
  await page.fill('#place', 'Behind the church')
  await Promise.all([page.waitForNavigation(), page.click('button[name=step][value=open]')])
  await Promise.all([page.waitForNavigation(), page.locator('input[type=image]').click({ position: { x: 150, y: 140 } })])
  const picture = await page.getAttribute('input[type=image]', 'src')
  await Promise.all([page.waitForNavigation(), page.click('button[name=step][value=pin-n]')])
  const moved = await page.getAttribute('input[type=image]', 'src')
  const mark = (src) => src.match(/[?&]m=([^,]+),([^,]+)/).slice(1).map(Number)
  assert.ok(mark(moved)[1] > mark(picture)[1])
  assert.equal(await page.inputValue('#place'), 'Behind the church')
  await context.close()
})
