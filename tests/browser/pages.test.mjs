// Every page, as everybody who may see it, in both languages, light and dark, on a phone and on a desk: axe finds nothing,
// nothing runs over the edge, the browser complains about nothing, nothing is asked of a third party.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { DESK, LANGS, PHONE, axeFaults, openBrowser, sideways, signIn, start, visitor } from './support.mjs'
import { pagesFor } from './pages.mjs'

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
