// Reporting, as a resident does it: without JavaScript from the first step to the tracking link, and what the script adds.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { axeFaults, openBrowser, sideways, start, visitor } from './support.mjs'
import { PHOTO, photo, send, toDetails } from './steps.mjs'

let site, browser
before(async () => {
  site = await start()
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

describe('without JavaScript', () => {
  it('a report with a photo is filed, and its tracking link shows it', async () => {
    const { context, page } = await visitor(browser, site, { javaScriptEnabled: false })
    await toDetails(page, 'en', 'vandalism', 'behind the library, Hans Street')
    await page.fill('#description', 'The benches were thrown over and the lamp is broken.')
    await page.setInputFiles('#photos', PHOTO)
    const { reference, tracking } = await send(page)
    assert.match(reference, /^NB-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
    await page.goto(tracking)
    assert.match(await page.innerText('main'), /The benches were thrown over/)
    assert.match(await page.innerText('main'), new RegExp(reference))
    await context.close()
  })

  it('nothing typed is lost on an error, and the summary leads to the field', async () => {
    const { context, page } = await visitor(browser, site, { javaScriptEnabled: false })
    await toDetails(page, 'af', 'traffic_light', 'Hansstraat')
    await page.setInputFiles('#photos', PHOTO)
    const [answer] = await Promise.all([page.waitForNavigation(), page.click('#step .btns .btn')])
    assert.equal(answer.status(), 422)
    assert.match(await page.title(), /^Fout: /)
    assert.equal(await page.locator('.errors a[href="#description"]').count(), 1)
    assert.equal(await page.locator('.previews li').count(), 1, 'the photo is still there')
    assert.deepEqual(await axeFaultsOf(page), [])
    await context.close()
  })

  it('changing the language in the middle keeps what was typed', async () => {
    const { context, page } = await visitor(browser, site, { javaScriptEnabled: false })
    await toDetails(page, 'en', 'traffic_light', 'Hans Street')
    await page.fill('#description', 'It shows red to all sides.')
    await page.click('.langs button[name=_lang]')
    await page.waitForURL(/\/af\/report\/details/)
    assert.equal(await page.inputValue('#description'), 'It shows red to all sides.')
    await context.close()
  })
})

/** axe needs scripts, so that the page is looked at again in a context that has them. */
async function axeFaultsOf(page) {
  const html = await page.content()
  const { context, page: other } = await visitor(browser, site)
  await other.goto('/en/nothing-here')
  await other.setContent(html)
  const faults = await axeFaults(other)
  await context.close()
  return faults
}

describe('with the script', () => {
  it('a large photo leaves the phone small and upright, and can be taken back', async () => {
    const { context, page, faults } = await visitor(browser, site)
    await toDetails(page, 'en', 'traffic_light', 'Hans Street')
    await page.setInputFiles('#photos', await photo(page, 3000, 2000))
    await page.waitForFunction(() => document.querySelectorAll('#photos + .previews canvas').length === 1)
    await page.setInputFiles('#photos', PHOTO)
    await page.waitForFunction(() => document.querySelector('#photos').files.length === 2)
    const sizes = await page.evaluate(async () => {
      const files = Array.from(document.querySelector('#photos').files)
      return Promise.all(files.map(async (file) => {
        const { width, height } = await createImageBitmap(file)
        return { type: file.type, longest: Math.max(width, height) }
      }))
    })
    assert.deepEqual(sizes[0], { type: 'image/jpeg', longest: 1600 })
    assert.equal(await sideways(page), 0)
    assert.deepEqual(await axeFaults(page), [])
    await page.click('#photos + .previews li:first-child button')
    assert.equal(await page.evaluate(() => document.querySelector('#photos').files.length), 1)
    assert.deepEqual(faults, [])
    await context.close()
  })

  it('text typed before the battery died is there again, and gone when it was sent', async () => {
    const { context, page } = await visitor(browser, site)
    await toDetails(page, 'en', 'traffic_light', 'Hans Street')
    await page.fill('#description', 'The light at the crossing is dark since the storm.')
    const kept = () => page.evaluate(() => Object.keys(localStorage).filter((k) => k.startsWith('naboom:keep:') && /dark since/.test(localStorage[k])).length)
    await page.waitForFunction(() => Object.keys(localStorage).some((k) => /dark since/.test(localStorage[k])))
    await page.goto('/en/report/details')
    assert.equal(await page.inputValue('#description'), 'The light at the crossing is dark since the storm.')
    assert.equal(await kept(), 1)
    await send(page)
    assert.equal(await kept(), 0)
    await context.close()
  })

  it('the place of the phone fills the step, with how exact it is', async () => {
    const { context, page } = await visitor(browser, site, {
      geolocation: { latitude: -24.5179, longitude: 28.7149, accuracy: 1234 },
      permissions: ['geolocation'],
    })
    await page.goto('/en/report')
    await page.check('input[name=category][value=traffic_light]')
    await page.click('#step .btns .btn')
    await page.waitForURL(/\/report\/where/)
    await page.click('[data-locate] button')
    await page.waitForFunction(() => document.querySelector('[name=lat]').value)
    assert.match(await page.innerText('[data-locate] [role=status]'), /1\u00a0234/)
    await context.close()
  })

  it('two clicks send once', async () => {
    const { context, page } = await visitor(browser, site)
    await toDetails(page, 'en', 'traffic_light', 'Hans Street')
    await page.fill('#description', 'Clicked twice.')
    let posts = 0
    page.on('request', (request) => request.method() === 'POST' && posts++)
    await send(page, (button) => button.evaluate((b) => { b.click(); b.click() }))
    // details, contact, and one for sending; a step in between is one more at most
    const sends = posts
    assert.ok(sends <= 4, `${sends} posts`)
    const list = await (await page.request.get('/en/incidents?q=Clicked+twice')).text()
    assert.ok((list.match(/class="card row"/g) ?? []).length <= 1)
    await context.close()
  })

  it('an error takes the focus to the summary, and its line into the field', async () => {
    const { context, page, faults } = await visitor(browser, site)
    await toDetails(page, 'en', 'traffic_light', 'Hans Street')
    await page.click('#step .btns .btn')
    await page.waitForSelector('.errors')
    assert.ok(await page.evaluate(() => document.activeElement.classList.contains('errors')))
    assert.match(await page.title(), /^Error: /)
    await page.click('.errors a[href="#description"]')
    assert.equal(await page.evaluate(() => document.activeElement.id), 'description')
    assert.deepEqual(await axeFaults(page), [])
    assert.deepEqual(faults, [])
    await context.close()
  })
})
