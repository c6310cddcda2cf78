// The main job from end to end, in Afrikaans and without JavaScript on every side: a resident reports with a photo, a leader
// publishes and acknowledges, the resident sees both by the tracking link, and so does everybody on the public page.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { axeFaults, openBrowser, signIn, start, visitor } from './support.mjs'
import { photo, send, toDetails } from './steps.mjs'

let site, browser
before(async () => {
  site = await start()
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

/** Opens the page again until `ready` holds: the worker makes the sizes of a photo after the report was taken. */
async function until(page, path, ready) {
  for (let tries = 0; tries < 60; tries++) {
    await page.goto(path)
    if (await ready()) return
    await page.waitForTimeout(250)
  }
  assert.fail(`${path} never got there: ${await page.innerText('main')}`)
}

describe('from a report to its answer, in Afrikaans, without JavaScript', () => {
  it('the leader publishes, the resident and everybody else see it', async () => {
    const plain = { javaScriptEnabled: false }
    const drawing = await visitor(browser, site)
    const picture = await photo(drawing.page, 1200, 900)
    await drawing.context.close()

    const resident = await visitor(browser, site, plain)
    await toDetails(resident.page, 'af', 'vandalism', 'agter die biblioteek, Hansstraat')
    await resident.page.fill('#description', 'Die banke is omgegooi en die lamp is stukkend.')
    await resident.page.setInputFiles('#photos', picture)
    const { reference, tracking } = await send(resident.page)

    const stranger = await visitor(browser, site, plain)
    const hidden = await stranger.page.goto(`/af/incidents/${reference}`)
    assert.equal(hidden.status(), 404, 'nobody sees it before a leader did')

    const leader = await visitor(browser, site, plain)
    await signIn(leader.page, site, 'leader', 'af')
    await leader.page.goto('/af/moderation')
    await until(leader.page, `/af/moderation/${reference}`, () => leader.page.locator('main .photos img').count())
    assert.match(await leader.page.innerText('main'), /Die banke is omgegooi/)
    await Promise.all([
      leader.page.waitForNavigation(),
      leader.page.locator('main button[name=act][value=publish]').first().click(),
    ])

    await until(resident.page, tracking, async () => (await resident.page.innerText('main')).includes('Ontvangs erken'))
    const told = await resident.page.innerText('main')
    assert.match(told, new RegExp(reference))
    assert.match(told, /Die banke is omgegooi/)

    await stranger.page.goto(`/af/incidents/${reference}`)
    assert.match(await stranger.page.innerText('main'), /Die banke is omgegooi/)
    assert.match(await stranger.page.innerText('main'), /Ontvangs erken/)
    const image = stranger.page.locator('main .photos img').first()
    assert.equal(await image.evaluate((img) => img.complete && img.naturalWidth > 0), true, 'the photo is shown')
    await stranger.page.goto('/af/incidents')
    assert.equal(await stranger.page.locator(`main a[href*="${reference}"]`).count() > 0, true, 'it is in the list')

    const reader = await visitor(browser, site)
    await reader.page.goto(`/af/incidents/${reference}`)
    assert.deepEqual(await axeFaults(reader.page), [])
    assert.deepEqual(reader.faults, [])
    for (const { context } of [resident, stranger, leader, reader]) await context.close()
  })
})
