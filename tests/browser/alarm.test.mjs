// A life-threatening report sounds on the open queue of whoever turned the sound on, is on call, or both; and the pages
// beside the queue fit a phone.

import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { axeFaults, LANGS, openBrowser, sideways, signIn, start, visitor } from './support.mjs'
import { send, toDetails } from './steps.mjs'

let site, browser
before(async () => {
  site = await start()
  browser = await openBrowser(['--autoplay-policy=no-user-gesture-required'])
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

async function danger(words) {
  const { context, page } = await visitor(browser, site)
  await toDetails(page, 'en', 'vandalism', 'Hans Street')
  await page.fill('#description', words)
  const { reference } = await send(page)
  await context.close()
  return reference
}

it('danger sounds once where the sound is on, and stands first', async () => {
  const desk = await visitor(browser, site)
  const other = await visitor(browser, site)
  await signIn(desk.page, site, 'leader')
  await signIn(other.page, site, 'admin')
  await other.page.goto('/en/admin/categories/vandalism')
  await other.page.check('input[name=life_threatening]')
  await Promise.all([other.page.waitForNavigation(), other.page.getByRole('button', { name: 'Save', exact: true }).click()])
  for (const { page } of [desk, other]) {
    await page.goto('/en/moderation')
    await page.locator('[data-live]').waitFor({ state: 'hidden' })
  }
  await desk.page.getByRole('button', { name: 'Turn the alarm sound on' }).click()
  const reference = await danger('They break down the door of the shop.')
  await desk.page.locator('[data-rung]').waitFor({ state: 'attached', timeout: 40000 })
  await other.page.locator('#queue article', { hasText: reference }).waitFor()
  assert.equal(await other.page.locator('[data-rung]').count(), 0, 'off unless somebody is on call')
  assert.match(await other.page.locator('#queue article').first().innerText(), /Life-threatening/)
  if (process.env.NABOOM_SHOTS) await other.page.screenshot({ path: `${process.env.NABOOM_SHOTS}/alarm.png` })
  // What was chosen is kept on this device.
  await desk.page.reload()
  await desk.page.getByRole('button', { name: 'Turn the alarm sound off' }).waitFor()
  assert.equal(await desk.page.locator('[data-rung]').count(), 0, 'one that was there before does not sound again')
  assert.deepEqual([...desk.faults, ...other.faults], [])
  await desk.context.close()
  await other.context.close()
})

it('the pages beside the queue fit a phone and have no faults, in both languages', async () => {
  const { context, page, faults } = await visitor(browser, site)
  await signIn(page, site, 'admin')
  for (const lang of LANGS) {
    for (const path of ['moderation?tab=soon', 'moderation/work', 'moderation/figures', 'admin/deadlines']) {
      await page.goto(`/${lang}/${path}`)
      assert.equal(await sideways(page), 0, path)
      assert.deepEqual(await axeFaults(page), [], path)
      for (const more of await page.locator('details.more').all().then((all) => all.slice(0, 1))) await more.evaluate((d) => { d.open = true })
      if (process.env.NABOOM_SHOTS) await page.screenshot({ path: `${process.env.NABOOM_SHOTS}/${lang}-${path.replace(/\W/g, '-')}.png`, fullPage: true })
    }
  }
  assert.deepEqual(faults, [])
  await context.close()
})
