// Every page, as everybody who may see it, in both languages, light and dark, on a phone and on a desk: axe finds nothing,
// nothing runs over the edge, the browser complains about nothing, nothing is asked of a third party.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { DESK, LANGS, PHONE, axeFaults, openBrowser, sideways, signIn, start, visitor } from './support.mjs'
import { pagesFor } from './pages.mjs'
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

const WIDTHS_AND_SCHEMES = [[PHONE, 'light'], [PHONE, 'dark'], [DESK, 'light'], [DESK, 'dark']]

for (const lang of LANGS) {
  // A page that a visitor sees is the same page for a leader; each role adds its own.
  const known = new Set()
  // Colours do not depend on the language, the lengths of words do.
  const looks = lang === 'en' ? WIDTHS_AND_SCHEMES : WIDTHS_AND_SCHEMES.slice(0, 1)
  for (const role of ['visitor', 'resident', 'leader', 'officer', 'editor', 'admin']) {
    describe(`${role} in ${lang}`, () => {
      it('meets no barrier and no fault on any page', async () => {
        const { context, page, faults } = await visitor(browser, site)
        if (role !== 'visitor') await signIn(page, site, role, lang)
        const paths = await pagesFor(role, page, lang, known)
        const wrong = []
        for (const path of paths) {
          // Staff look at the administration all day, in either language.
          for (const [size, colorScheme] of path.includes('/admin') ? WIDTHS_AND_SCHEMES : looks) {
            await page.setViewportSize(size)
            await page.emulateMedia({ colorScheme })
            const answer = await page.goto(path)
            const where = `${path} ${size.width} ${colorScheme}`
            if (answer.status() >= 500) wrong.push(`${where}: status ${answer.status()}`)
            wrong.push(...(await axeFaults(page)).map((fault) => `${where}: ${fault}`))
            if (await sideways(page)) wrong.push(`${where}: runs over the edge`)
            const text = await page.innerText('body')
            if (text.includes('⟨')) wrong.push(`${where}: a text is missing: ${text.match(/⟨[^⟩]*⟩/)}`)
            assert.equal(await page.getAttribute('html', 'lang'), `${lang}-ZA`, where)
            assert.match(await page.title(), /\S.* · Naboom$/, where)
            assert.equal(await page.locator('main h1').count(), 1, `${where}: one h1 in main`)
          }
        }
        assert.deepEqual([...new Set(wrong)], [])
        assert.deepEqual(faults, [])
        await context.close()
      })
    })
  }
}

/** What is wrong with the page as it stands now, in every width and scheme, with all its parts opened. */
async function wrongAsItStands(page, where) {
  const wrong = []
  await page.evaluate(() => document.querySelectorAll('details').forEach((part) => { part.open = true }))
  for (const [size, colorScheme] of WIDTHS_AND_SCHEMES) {
    await page.setViewportSize(size)
    await page.emulateMedia({ colorScheme })
    wrong.push(...(await axeFaults(page)).map((fault) => `${where} ${size.width} ${colorScheme}: ${fault}`))
    if (await sideways(page)) wrong.push(`${where} ${size.width}: runs over the edge`)
  }
  const missing = (await page.innerText('body')).match(/⟨[^⟩]*⟩/)
  if (missing) wrong.push(`${where}: a text is missing: ${missing}`)
  return wrong
}

// Pages that stand behind a form, and parts of pages that are closed at first: no link leads there.
for (const lang of LANGS) {
  it(`moderation behind its forms meets no barrier in ${lang}`, { timeout: 240_000 }, async () => {
    const wrong = []
    const [resident, leader, admin] = [await visitor(browser, site), await visitor(browser, site), await visitor(browser, site)]
    const look = async ({ page }, where) => wrong.push(...(await wrongAsItStands(page, where)))
    const press = ({ page }, button) => Promise.all([page.waitForNavigation(), button.click()])
    const open = async (who, path) => {
      await who.page.goto(path)
      await who.page.evaluate(() => document.querySelectorAll('details').forEach((part) => { part.open = true }))
    }

    await toDetails(resident.page, lang, 'vandalism', 'Hans Street')
    await resident.page.fill('#description', 'The benches are turned over; phone 082 555 0123.')
    const { reference, tracking } = await send(resident.page)
    const report = `/${lang}/moderation/${reference}`

    await signIn(leader.page, site, 'leader', lang)
    const at = (selector) => leader.page.locator(`main ${selector}`)
    await open(leader, report)
    await look(leader, 'decide, all opened')
    await leader.page.locator('form:has([name=refusal]) [name=refusal]').fill('It is not for us.')
    await press(leader, at('form:has([name=refusal]) button[formaction]'))
    await look(leader, 'preview')
    await open(leader, report)
    await press(leader, at('form:has([name=refusal]) button.danger'))
    await look(leader, 'decide with faults')
    await open(leader, `${report}/split`)
    await press(leader, at('form[data-keep] .btns button'))
    await look(leader, 'split with faults')

    await open(leader, `/${lang}/moderation?category=vandalism`)
    await press(leader, at('form[action$="/filters"] button'))
    await look(leader, 'filters with faults')
    await leader.page.fill('[name=name]', 'Vandalism')
    await press(leader, at('form[action$="/filters"] button'))
    await look(leader, 'queue with a saved filter')
    await leader.page.locator('[name=pick]').first().check()
    await leader.page.selectOption('#deed', 'rejected')
    await press(leader, at('#bulk button'))
    await look(leader, 'many at once, before')
    await press(leader, at('form[action$="/bulk/do"] button'))
    await look(leader, 'many at once, with faults')
    await leader.page.fill('[name=text]', 'It is not for us.')
    await press(leader, at('form[action$="/bulk/do"] button'))
    await look(leader, 'many at once, after')
    const undo = at('form[action$="/bulk/undo"] button')
    if (await undo.count()) await press(leader, undo)
    await look(leader, 'many at once, taken back')

    await open(leader, report)
    await leader.page.locator('form:has([name=refusal]) [name=refusal]').fill('It is not for us.')
    await press(leader, at('form:has([name=refusal]) button.danger'))
    await look(leader, 'the next one, with the way back')

    await open(resident, tracking)
    const appeal = resident.page.locator('form[action$="/appeal"] .btns button')
    await press(resident, appeal)
    await look(resident, 'appeal with faults')
    await resident.page.fill('form[action$="/appeal"] textarea', 'It is your bench.')
    await press(resident, appeal)
    await look(resident, 'appeal sent')
    await open(leader, report)
    await look(leader, 'decide, an appeal that others decide')

    await signIn(admin.page, site, 'admin', lang)
    await open(admin, report)
    await press(admin, admin.page.locator('main button[name=verdict]').first())
    await look(admin, 'decide with an appeal and faults')
    await open(admin, `/${lang}/admin/macros/new`)
    await press(admin, admin.page.locator('main form[novalidate] .btns button').first())
    await look(admin, 'macro with faults')
    await open(admin, `/${lang}/admin/two-people`)
    await look(admin, 'two people')

    assert.deepEqual([...new Set(wrong)], [])
    for (const { context, faults } of [resident, leader, admin]) {
      assert.deepEqual(faults, [])
      await context.close()
    }
  })
}

describe('small screens and large text', () => {
  for (const [name, size, zoom] of [['320 px', { width: 320, height: 568 }, 1], ['240 px', { width: 240, height: 320 }, 1], ['200 % text on 320 px', { width: 320, height: 568 }, 2]]) {
    it(`nothing runs over the edge at ${name}`, async () => {
      const { context, page } = await visitor(browser, site, { viewport: size })
      for (const path of await pagesFor('visitor', page, 'af')) {
        await page.goto(path)
        await page.evaluate((z) => { document.documentElement.style.fontSize = `${112.5 * z}%` }, zoom)
        assert.equal(await sideways(page), 0, path)
      }
      await context.close()
    })
  }
})
