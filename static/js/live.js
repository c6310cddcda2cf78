/*
  Pages that follow what happens, on pages with a [data-live] paragraph (templates/components/live.html):

    data-live    address of the stream; one stream a page
    data-part    id of the part that is fetched again when more changed than the stream carries
    data-from    where it is fetched from, when that is not the page itself
    data-new, data-changed, data-again, data-gone    what is spoken, politely; %t is a title

  Events: `card` (a row of a list), `now` (the changing part of a report), `gone`, and `signal` or `afresh`: fetch the part
  again. Nothing is swapped under somebody's hands: while the focus, or text that was typed, is in a part, the part stays,
  and the link to refresh shows instead. A hidden page has no stream; it fetches its part again when it comes back. A phone
  that saves data is left alone.
*/
'use strict'

const doc = document
const saves = navigator.connection && navigator.connection.saveData
let source = null
let place = null
let last = ''
let timer = 0
let quietly = false
let spoken = 0

const told = (name) => (place && place.getAttribute('data-' + name)) || ''
const part = () => place && doc.getElementById(place.getAttribute('data-part'))

/** Speaks in the page's polite live region; many at once are one. */
function say(text) {
  clearTimeout(spoken)
  spoken = setTimeout(() => {
    const own = doc.getElementById('told')
    const live = own || doc.getElementById('live')
    if (!live) return
    if (!own) live.classList.add('vh')
    live.textContent = text
  }, 300)
}

const refresh = (show) => { if (place) place.hidden = !show }

/** Whether somebody is at work in an element: the focus is there, or something typed that was not sent. */
function inUse(element) {
  if (element.contains(doc.activeElement) && doc.activeElement !== doc.body) return true
  return Array.prototype.some.call(element.querySelectorAll('textarea,input[type=text],input[type=search],details'), (field) =>
    field.tagName === 'DETAILS' ? field.open : field.value !== field.defaultValue)
}

function swap(old, fresh) {
  if (old.outerHTML === fresh.outerHTML) return false
  if (inUse(old)) {
    refresh(true)
    return true
  }
  old.parentNode.replaceChild(fresh, old)
  if (window.htmx) window.htmx.process(fresh)
  return true
}

const parsed = (html) => new DOMParser().parseFromString(html, 'text/html')

/** Fetches the page and takes its part over. `quiet`: only counts may differ, so nothing is said. */
function again(quiet) {
  clearTimeout(timer)
  timer = 0
  const old = part()
  if (!old || !window.fetch) return refresh(true)
  fetch(told('from') || location.href, { credentials: 'same-origin', cache: 'no-cache' }).then((answer) => {
    if (answer.status === 404) return lost()
    // Signed out, or a fault: what is on screen stays, and the link leads on.
    if (!answer.ok || answer.redirected) return refresh(true)
    return answer.text().then((html) => {
      const page = parsed(html)
      const fresh = page.getElementById(old.id)
      if (fresh && window.CustomEvent) doc.dispatchEvent(new CustomEvent('fresh', { detail: fresh }))
      const count = page.getElementById('unread')
      if (count && count !== fresh && doc.getElementById('unread')) swap(doc.getElementById('unread'), doc.importNode(count, true))
      if (fresh && old === part() && swap(old, doc.importNode(fresh, true)) && !quiet) say(told('again'))
    })
  }).catch(() => refresh(true))
}

/** A little later, so that many events are one fetch, and many readers do not come at the same moment. */
function soon(quiet) {
  if (timer && (quiet || !quietly)) return
  clearTimeout(timer)
  quietly = quiet
  timer = setTimeout(() => again(quiet), quiet ? 3000 + Math.random() * 9000 : 100 + Math.random() * 400)
}

function lost() {
  stop()
  say(told('gone'))
  refresh(true)
}

const when = (card) => {
  const time = card.querySelector('time')
  return time ? time.getAttribute('datetime') : ''
}
const link = (card) => card.querySelector('a.go')
const rows = () => Array.prototype.slice.call(part().querySelectorAll('.cards > li'))
const rowOf = (end) => rows().filter((row) => link(row) && link(row).getAttribute('href').slice(-end.length) === end)[0]

/** A row of the list: in the place of the one that is there, else among its days on the first page of the usual order. */
function card(html) {
  const fresh = doc.importNode(parsed('<ul>' + html + '</ul>').querySelector('li'), true)
  const go = fresh && link(fresh)
  if (!go || !part()) return
  const old = rowOf(go.getAttribute('href'))
  if (old) {
    if (swap(old, fresh)) say(told('changed').replace('%t', go.textContent))
    return soon(true)
  }
  const list = part().querySelector('.cards')
  const query = location.search
  if (!list || /[?&](page|order)=/.test(query)) return soon(!!list)
  const all = rows()
  const next = all.filter((row) => when(row) < when(fresh))[0]
  // Older than everything here: it belongs on a later page, unless this one is the last.
  if (!next) return soon(true)
  list.insertBefore(fresh, next)
  if (all.length >= 20 && !inUse(all[all.length - 1])) list.removeChild(all[all.length - 1])
  say(told('new').replace('%t', go.textContent))
  soon(true)
}

function gone(reference) {
  if (!part()) return
  // On its own page it is the page that is gone.
  if (!part().querySelector('.cards') && location.pathname.slice(-reference.length) === reference) return lost()
  const row = rowOf('/' + reference)
  if (!row) return
  if (row.contains(doc.activeElement)) doc.getElementById('main').focus()
  row.parentNode.removeChild(row)
  soon(true)
}

function stop() {
  if (source) source.close()
  source = null
  clearTimeout(timer)
  timer = 0
}

function open() {
  if (source || !place || doc.hidden) return
  const address = place.getAttribute('data-live')
  source = new EventSource(last ? address.replace(/after=[^&]*/, 'after=' + last) : address)
  const on = (name, act) => source.addEventListener(name, (event) => {
    last = event.lastEventId || last
    act(event.data)
  })
  on('ready', () => refresh(false))
  on('card', card)
  on('now', (html) => {
    const old = part()
    // Somebody signed in may see more than everybody: their page is fetched with their own rights.
    const fresh = parsed(html).getElementById(old && old.id)
    if (fresh && swap(old, doc.importNode(fresh, true))) say(told('again'))
  })
  on('gone', gone)
  on('signal', () => soon(false))
  on('afresh', () => soon(false))
  source.onerror = () => {
    if (!source || source.readyState !== 2) return
    // Refused for good, or an answer of a proxy: the link shows, and a later try may do better.
    stop()
    refresh(true)
    setTimeout(() => { if (place) { again(true); open() } }, 30000 + Math.random() * 30000)
  }
}

/** Begins with what the page names now: when it opens, and when htmx put another part there. */
function start() {
  stop()
  last = ''
  place = doc.querySelector('[data-live]')
  if (place && !saves && window.EventSource && window.DOMParser) open()
}

doc.addEventListener('visibilitychange', () => {
  if (!place || saves) return
  if (doc.hidden) return stop()
  again(false)
  open()
})
window.addEventListener('pagehide', stop)
window.addEventListener('pageshow', (event) => { if (event.persisted) { again(false); open() } })
doc.addEventListener('htmx:afterSwap', (event) => { if (event.detail.target.id !== 'live') start() })
start()
