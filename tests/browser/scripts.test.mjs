// Nothing that is typed into any field of the administration runs in anybody's browser: not with the content security policy,
// and not without it either, since old browsers have none.

import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { openBrowser, signIn, start, visitor } from './support.mjs'
import { PAYLOADS } from './payloads.mjs'

let site, browser
before(async () => {
  site = await start()
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await site?.stop()
})

/** Joins payloads as far as a field of this length holds them; one that is longer is cut. */
function filled(length) {
  const texts = []
  for (const payload of PAYLOADS) {
    const plain = payload.replace(/[\n\t\0]/g, ' ')
    const last = texts.at(-1)
    if (last !== undefined && last.length + 1 + plain.length <= length) texts[texts.length - 1] = `${last} ${plain}`
    else texts.push(plain.slice(0, length))
  }
  return texts
}

/** What the page holds that only a script of somebody else could need; every event is fired on every element first. */
const harm = () => {
  const found = []
  for (const element of document.querySelectorAll('*')) {
    for (const name of ['click', 'mouseover', 'focus', 'pointerenter', 'toggle', 'error', 'load', 'animationstart']) {
      if (!(name === 'click' && element.closest('a, button, label, summary, input'))) element.dispatchEvent(new Event(name))
    }
    const own = element.getAttribute('src') || ''
    if (element.localName === 'script' && !own.startsWith('/static/')) found.push(element.outerHTML)
    if (['object', 'embed', 'base', 'style', 'math', 'foreignObject'].includes(element.localName)) found.push(element.outerHTML)
    for (const { name, value } of element.attributes) {
      const runs = /^\s*(javascript|data|vbscript):/i.test(value) && ['href', 'src', 'action', 'formaction', 'data', 'xlink:href', 'background'].includes(name)
      if (/^on/i.test(name) || name === 'srcdoc' || name === 'style' || runs || (/^(data-)?hx-on/.test(name))) found.push(element.outerHTML)
    }
  }
  return found.map((html) => html.slice(0, 200))
}

/** Two people look at the same pages: one whose browser keeps to the policy, one whose browser knows none. */
async function watchers(role) {
  const people = []
  for (const bypassCSP of [false, true]) {
    const { context, page } = await visitor(browser, site, { bypassCSP })
    const ran = []
    await context.exposeFunction('run', () => ran.push(page.url()))
    page.on('dialog', (dialog) => { ran.push(dialog.message()); dialog.dismiss() })
    if (role) await signIn(page, site, role)
    people.push({ page, ran, context, bypassCSP })
  }
  return {
    page: people[0].page,
    async look(path, prepare) {
      for (const { page, ran, bypassCSP } of people) {
        const answer = await page.goto(path, { waitUntil: 'load' })
        assert.ok(answer.status() < 400, `${path}: ${answer.status()}`)
        if (prepare) await prepare(page)
        // A feed is shown by the browser's own page.
        const isPage = answer.headers()['content-type'].startsWith('text/html')
        if (isPage) assert.deepEqual(await page.evaluate(harm), [], `${path} with${bypassCSP ? 'out' : ''} the policy`)
        assert.deepEqual(ran, [], `${path} with${bypassCSP ? 'out' : ''} the policy`)
      }
    },
    close: () => Promise.all(people.map(({ context }) => context.close())),
  }
}

const inputs = (html) => Object.fromEntries([...html.matchAll(/<input\b[^>]*>/g)].map(([tag]) => {
  const of = (name) => (tag.match(new RegExp(` ${name}="([^"]*)"`)) || [])[1] ?? ''
  return [of('name'), of('value')]
}))

it(`${PAYLOADS.length} ways to smuggle a script run nowhere, with and without the policy`, { timeout: 240_000 }, async () => {
  assert.ok(PAYLOADS.length >= 100)
  const admin = await watchers('admin')
  const readers = await watchers()
  const { request } = admin.page
  /** Sends a form as its page gave it, with these fields changed; gives the answer. */
  const send = async (path, fields, to = path) => {
    const html = await (await request.get(path)).text()
    const { _token, version } = inputs(html)
    return request.post(to, { form: { _token, version: version ?? '', ...fields }, headers: { origin: site.origin }, maxRedirects: 0 })
  }
  const titles = filled(120)
  const notices = filled(240)
  const footers = filled(200)
  const labels = filled(40)
  const all = PAYLOADS.join('\n\n')

  // Every payload in the body, and in each of the short fields in turn; the public page shows all of them at once.
  const added = await send('/en/admin/pages/new', { 'title-en': 'Payloads', 'title-af': 'Lading', slug: 'payloads' })
  const editor = added.headers().location
  const [category] = [...(await (await request.get('/en/admin/categories')).text()).matchAll(/\/en\/admin\/categories\/([a-z_]+)"/g)].map((m) => m[1]).filter((c) => c !== 'new')
  const rounds = Math.max(titles.length, notices.length, Math.ceil(labels.length / 6))
  for (let n = 0; n < rounds; n++) {
    const [title, notice, footer] = [titles, notices, footers].map((list) => list[n % list.length])
    const label = (at) => labels[(n * 6 + at) % labels.length]
    const saved = await send(editor, {
      'title-en': title, 'title-af': title, 'summary-en': notice, 'summary-af': notice, 'body-en': all, 'body-af': all, then: 'publish',
    })
    assert.equal(saved.status(), 303, `${title}: ${saved.status()}`)
    const set = await send('/en/admin/settings', {
      'name-en': label(0), 'name-af': label(1), 'footer-en': footer, 'footer-af': footer, officer_name: title.slice(0, 100),
      'number-1': '10111', 'label-1-en': label(2), 'label-1-af': label(3), editors_publish: 'yes',
    })
    assert.equal(set.status(), 303, `settings: ${label(0)}`)
    const told = await send('/en/admin/notices/new', { severity: 'danger', 'text-en': notice, 'text-af': notice })
    assert.equal(told.status(), 303, 'notice')
    if (n < labels.length / 2) {
      const item = await send('/en/admin/menus', { menu: n % 2 ? 'footer' : 'header', address: '/p/payloads', 'label-en': label(4), 'label-af': label(5) })
      assert.equal(item.status(), 303, 'menu')
    }
    const reply = await send('/en/admin/replies/new', { used_for: 'reject', 'name-en': title.slice(0, 80), 'name-af': title.slice(0, 80), 'body-en': notice, 'body-af': notice })
    assert.ok([303, 422, 404].includes(reply.status()), `reply: ${reply.status()}`)
    await readers.look('/en/p/payloads')
  }

  // Texts of the report form: the category's own field limits decide how much of them is kept.
  const edit = `/en/admin/categories/${category}`
  await admin.page.goto(edit)
  for (let n = 0; n < 12; n++) {
    await admin.page.goto(edit)
    await admin.page.$$eval('main form[novalidate] input[type=text], main form[novalidate] textarea, main form[novalidate] input:not([type])', (fields, [texts, at]) => {
      fields.forEach((field, i) => {
        if (/code|colour|email|phone|deadline|position/.test(field.name)) return
        const most = field.maxLength > 0 ? field.maxLength : 60
        field.value = texts[(at * 7 + i) % texts.length].slice(0, most)
      })
    }, [labels, n])
    await Promise.all([admin.page.waitForNavigation(), admin.page.locator('main form[novalidate] .btns button[type=submit], main form[novalidate] > button.btn').first().click()])
    await readers.look('/en/report')
  }

  await readers.look('/af/p/payloads')
  for (const path of ['/en/', '/af/', '/en/incidents', '/en/search?q=script', '/en/map', '/feeds/pages.atom', '/sitemap.xml', '/en/report']) await readers.look(path)
  for (const path of ['/en/admin', '/en/admin/pages', '/en/admin/notices', '/en/admin/menus', '/en/admin/settings', '/en/admin/categories', edit,
    '/en/admin/replies', '/en/admin/images', '/en/admin/macros', '/en/admin/history', '/af/admin/history', '/en/admin/redirects', '/en/admin/editors', '/en/moderation']) await admin.look(path)
  await admin.look(editor)
  const versions = await (await request.get(`${editor}/versions`)).text()
  const ids = [...versions.matchAll(/name="new" value="(\d+)"/g)].map((m) => m[1])
  await admin.look(`${editor}/versions`)
  await admin.look(`${editor}/compare?old=${ids.at(-1)}&new=${ids[0]}`)
  await admin.look(`${editor}/compare?old=${ids.at(-2)}&new=${ids.at(-3)}`)
  // Preview, from the editor's own button.
  await admin.look(editor, async (page) => {
    const [preview] = await Promise.all([page.waitForEvent('popup'), page.locator('button[formtarget=_blank]').first().click()])
    await preview.waitForLoadState('load')
    assert.deepEqual(await preview.evaluate(harm), [], 'preview')
    await preview.close()
  })
  // What two people typed at once, side by side.
  await admin.look(editor, async (page) => {
    await page.locator('input[name=version]').evaluate((field) => { field.value = '1' })
    await Promise.all([page.waitForNavigation(), page.locator('button[type=submit].btn').last().click()])
  })
  await admin.close()
  await readers.close()
})
