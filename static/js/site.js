/*
  What a script adds to pages that work without one. Written for ES2015 (Android WebView 51); anything newer is asked
  for first. Nothing here is needed to report, read or decide.

  Hooks, all of them attributes:
    form[method=post]            a second submit within a second is ignored
    form[data-keep="name"]       text is kept on this device until it was sent, at most two days (a dead battery)
    form[data-forget]            submitting forgets everything kept (sign-out on a shared phone)
    [data-focus]                 gets the focus when the page opens or htmx swaps it in (error summary, a heading)
    [data-locate="Use my place"] hidden block with fields lat, lon, accuracy and a [role=status]; shown, with that button,
                                 where the device can tell its place. data-finding, data-found ("About %n m"), data-failed
    input[data-photos="5"]       photos are made small before they leave the phone, and shown; several choices add up.
                                 data-remove: text of the button; data-many: text when there are too many (%n)
    textarea[data-count]         "%n characters left" under the field, from maxlength
    input[data-reveal="Show"]    gets a button that shows and hides the password; data-hide is its other text
    time[data-ago]               "3 hours ago" is kept true up to 48 hours
    [data-notice="key"]          puts the notice away for 30 days
    #live                        the one polite live region; say(text) speaks there, htmx errors land there.
                                 data-away: text when there is no connection, data-wait: while a form is sent
*/
'use strict'

const doc = document
const all = (selector, root) => Array.prototype.slice.call((root || doc).querySelectorAll(selector))
const fill = (text, n) => (text || '').replace('%n', String(n).replace(/\B(?=(\d{3})+$)/g, '\u00a0'))

/** Speaks in the live region; shown as well unless `quiet`. */
function say(text, quiet) {
  const live = doc.getElementById('live')
  if (!live) return
  live.classList.toggle('vh', !!quiet)
  live.textContent = text || ''
}
/** A button that only makes sense with a script, so that it is made by one. */
function made(kind, text, icon) {
  const button = doc.createElement('button')
  button.type = 'button'
  button.className = kind
  const drawing = icon && doc.querySelector('.brand svg')
  if (drawing) {
    const copy = button.appendChild(drawing.cloneNode(true))
    const use = copy.querySelector('use')
    ;['href', 'xlink:href'].forEach((name) => {
      const address = use.getAttribute(name)
      if (address) use.setAttribute(name, address.replace(/#.*/, '#' + icon))
    })
  }
  button.appendChild(doc.createTextNode(text))
  return button
}
const word = (name) => {
  const live = doc.getElementById('live')
  return (live && live.getAttribute('data-' + name)) || ''
}

// ---- the notice over every page: put away without leaving the page ----

doc.addEventListener('click', (event) => {
  const link = event.target.closest && event.target.closest('[data-notice]')
  if (!link) return
  event.preventDefault()
  doc.cookie = 'naboom-notice=' + link.getAttribute('data-notice') + ';path=/;max-age=2592000;samesite=lax'
  const box = link.parentNode.parentNode
  box.parentNode.removeChild(box)
  const main = doc.getElementById('main')
  if (main) main.focus()
})

// ---- sending ----

let sentAt = 0
let busy = null
doc.addEventListener('submit', (event) => {
  const form = event.target
  // What opens elsewhere leaves this page as it is.
  if (form.method !== 'post' || (event.submitter && event.submitter.formTarget)) return
  const now = Date.now()
  if (now - sentAt < 1000) {
    event.preventDefault()
    event.stopImmediatePropagation()
    return
  }
  sentAt = now
  if (form.hasAttribute('data-forget')) forget(() => true)
  const kept = keptName(form)
  if (kept) change(kept, (entry) => { entry.sent = true })
  busy = event.submitter || form.querySelector('[type=submit]')
  if (busy) busy.classList.add('busy')
  say(word('wait'), true)
}, true)
// Back from the next page: the form is as it was, ready to be sent again.
window.addEventListener('pageshow', (event) => {
  if (!event.persisted) return
  sentAt = 0
  if (busy) busy.classList.remove('busy')
  say('', true)
})

// ---- text that survives a dead battery ----

const PREFIX = 'naboom:keep:'
const TWO_DAYS = 172800000
const TYPED = 'input[type=text],input[type=tel],input[type=email],input[type=search],textarea,select,input[type=radio],input[type=checkbox]'

function keptName(form) {
  const name = form.getAttribute && form.getAttribute('data-keep')
  return name ? PREFIX + name : ''
}
function read(name) {
  try { return JSON.parse(localStorage.getItem(name)) } catch (e) { return null }
}
function change(name, how) {
  const entry = read(name)
  if (!entry) return
  how(entry)
  try { localStorage.setItem(name, JSON.stringify(entry)) } catch (e) { /* full or forbidden: the page works on */ }
}
function forget(which) {
  try {
    Object.keys(localStorage).forEach((name) => {
      if (name.indexOf(PREFIX) === 0 && which(name, read(name))) localStorage.removeItem(name)
    })
  } catch (e) { /* no storage here */ }
}
const ticks = (field) => field.type === 'radio' || field.type === 'checkbox'
const untouched = (field) => {
  if (ticks(field)) return field.checked === field.defaultChecked
  if (field.options) return all('option', field).every((o, i) => !o.defaultSelected || i === field.selectedIndex)
  return field.value === field.defaultValue && !field.value
}
function keep(form) {
  const name = keptName(form)
  const entry = read(name)
  // The page came back with what the server knows: that wins over what was kept.
  const mended = !!doc.querySelector('.errors')
  if (entry && !mended && Date.now() - entry.at < TWO_DAYS) {
    all(TYPED, form).forEach((field) => {
      const was = entry.values[ticks(field) ? field.name + '=' + field.value : field.name]
      if (was === undefined || !untouched(field)) return
      if (ticks(field)) field.checked = was
      else field.value = was
      field.dispatchEvent(new Event('input', { bubbles: true }))
    })
  }
  if (entry) change(name, (e) => { e.sent = false })
  let timer
  const store = () => {
    const values = {}
    all(TYPED, form).forEach((field) => {
      if (!field.name || field.name[0] === '_') return
      if (ticks(field)) values[field.name + '=' + field.value] = field.checked
      else values[field.name] = field.value
    })
    try { localStorage.setItem(name, JSON.stringify({ at: Date.now(), values })) } catch (e) { /* as above */ }
  }
  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(store, 300)
  })
  form.addEventListener('change', store)
}

// ---- place ----

function locate(block) {
  if (!navigator.geolocation || window.isSecureContext === false) return
  const told = block.querySelector('[role=status]')
  const button = block.insertBefore(made('btn plain', block.getAttribute('data-locate'), 'locate'), block.firstChild)
  const text = (name) => block.getAttribute('data-' + name) || ''
  const put = (name, value) => {
    const field = block.querySelector('[name="' + name + '"]')
    if (field) field.value = value
  }
  block.hidden = false
  button.addEventListener('click', () => {
    button.classList.add('busy')
    if (told) told.textContent = text('finding')
    const done = (message) => {
      button.classList.remove('busy')
      if (told) told.textContent = message
    }
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      put('lat', coords.latitude.toFixed(6))
      put('lon', coords.longitude.toFixed(6))
      put('accuracy', Math.ceil(coords.accuracy))
      done(fill(text('found'), Math.ceil(coords.accuracy)))
      block.dispatchEvent(new CustomEvent('located', { bubbles: true, detail: coords }))
    }, () => done(text('failed')), { enableHighAccuracy: true, timeout: 20000, maximumAge: 30000 })
  })
}

// ---- photos ----

const LONGEST = 1600
// A picture of 2 by 1 with "turn me" in its head. A browser that decodes it to 1 by 2 turns photos upright itself;
// in one that does not, making a photo smaller would lose which way is up, so the original is sent.
const SIDEWAYS = '/9j/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2wCEAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAf/AABEIAAEAAgMBEQACEQEDEQH/xABKAAEAAAAAAAAAAAAAAAAAAAALEAEAAAAAAAAAAAAAAAAAAAAAAQEAAAAAAAAAAAAAAAAAAAAAEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwA/8H//2Q=='
let upright
function turnsUpright() {
  if (!upright) {
    const bytes = Uint8Array.from(atob(SIDEWAYS), (c) => c.charCodeAt(0))
    upright = createImageBitmap(new Blob([bytes], { type: 'image/jpeg' })).then((bitmap) => bitmap.width === 1)
  }
  return upright
}

/** Draws an image no larger than `longest` on a canvas; white shows through. */
function drawn(bitmap, longest) {
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height))
  const canvas = doc.createElement('canvas')
  canvas.width = Math.max(1, Math.round(bitmap.width * scale))
  canvas.height = Math.max(1, Math.round(bitmap.height * scale))
  const pen = canvas.getContext('2d')
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  return canvas
}

/** The photo as it will be sent, and a small canvas of it; the file itself when anything fails. */
function shrink(file) {
  const asItIs = { file, canvas: null }
  if (!window.createImageBitmap || !/^image\/(jpeg|png|webp)$/.test(file.type)) return Promise.resolve(asItIs)
  return turnsUpright().then((turns) => turns ? createImageBitmap(file) : null).then((bitmap) => {
    if (!bitmap) return asItIs
    const canvas = drawn(bitmap, 208)
    if (Math.max(bitmap.width, bitmap.height) <= LONGEST && file.size < 500000) return { file, canvas }
    const large = drawn(bitmap, LONGEST)
    if (bitmap.close) bitmap.close()
    return new Promise((resolve) => large.toBlob((blob) => {
      if (!blob || blob.size >= file.size) return resolve({ file, canvas })
      resolve({ file: new File([blob], file.name.replace(/\.\w+$/, '') + '.jpg', { type: 'image/jpeg' }), canvas })
    }, 'image/jpeg', 0.85))
  }).catch(() => asItIs)
}

function photos(input) {
  // Without this the browser does not let a script change what is sent: the field stays as it is.
  let settable
  try { settable = !!new DataTransfer().items.add && !!window.File } catch (e) { return }
  if (!settable) return
  const most = Number(input.getAttribute('data-photos')) || 5
  const list = doc.createElement('ul')
  list.className = 'previews'
  input.parentNode.insertBefore(list, input.nextSibling)
  let chosen = []
  let waiting = 0

  const put = () => {
    const transfer = new DataTransfer()
    chosen.forEach((photo) => transfer.items.add(photo.file))
    input.files = transfer.files
  }
  const show = (photo) => {
    const item = doc.createElement('li')
    if (photo.canvas) {
      photo.canvas.setAttribute('role', 'img')
      photo.canvas.setAttribute('aria-label', photo.file.name)
      item.appendChild(photo.canvas)
    } else {
      item.appendChild(doc.createTextNode(photo.file.name))
    }
    const button = made('linkish', input.getAttribute('data-remove') || '×')
    button.setAttribute('aria-label', button.textContent + ': ' + photo.file.name)
    button.addEventListener('click', () => {
      chosen = chosen.filter((other) => other !== photo)
      list.removeChild(item)
      put()
      input.focus()
    })
    item.appendChild(button)
    list.appendChild(item)
  }
  input.addEventListener('change', () => {
    const files = Array.prototype.slice.call(input.files)
    const room = most - chosen.length
    if (files.length > room && input.getAttribute('data-many')) say(fill(input.getAttribute('data-many'), most))
    waiting++
    // One after the other: a cheap phone has memory for one large photo.
    files.slice(0, Math.max(0, room)).reduce((before, file) => before.then(() => shrink(file)).then((photo) => {
      chosen.push(photo)
      show(photo)
    }), Promise.resolve()).then(() => {
      put()
      waiting--
      if (!waiting && later) later()
    })
  })
  // Sent while photos are still made small: wait for them, then send with the same button.
  let later = null
  input.form.addEventListener('submit', (event) => {
    if (!waiting) return
    event.preventDefault()
    const by = event.submitter
    later = () => {
      later = null
      sentAt = 0
      if (by && by.isConnected !== false) by.click()
      else if (input.form.requestSubmit) input.form.requestSubmit()
      else input.form.submit()
    }
  })
}

// ---- small helps ----

function count(field) {
  const most = field.maxLength
  if (most < 1) return
  const line = doc.createElement('p')
  line.className = 'hint'
  line.setAttribute('aria-hidden', 'true')
  field.parentNode.insertBefore(line, field.nextSibling)
  let timer
  const tell = () => {
    const left = most - field.value.length
    line.textContent = fill(field.getAttribute('data-count'), left)
    clearTimeout(timer)
    if (left < most / 10) timer = setTimeout(() => say(line.textContent, true), 1000)
  }
  field.addEventListener('input', tell)
  tell()
}

function reveal(field) {
  const texts = [field.getAttribute('data-reveal'), field.getAttribute('data-hide')]
  const button = made('linkish', texts[0])
  field.parentNode.insertBefore(button, field.nextSibling)
  button.addEventListener('click', () => {
    const shown = field.type === 'password'
    field.type = shown ? 'text' : 'password'
    button.textContent = texts[shown ? 1 : 0]
  })
  // Sent as a password again, so that browsers offer to keep it and do not list it among words typed before.
  field.form.addEventListener('submit', () => { field.type = 'password' })
}

const ago = window.Intl && Intl.RelativeTimeFormat && new Intl.RelativeTimeFormat(doc.documentElement.lang, { numeric: 'always' })
function tellTimes() {
  all('time[data-ago]').forEach((time) => {
    const minutes = Math.floor((Date.now() - new Date(time.getAttribute('datetime'))) / 60000)
    if (minutes < 1 || minutes >= 2880) return
    time.textContent = minutes < 60 ? ago.format(-minutes, 'minute') : ago.format(-Math.floor(minutes / 60), 'hour')
  })
}
if (ago) setInterval(() => { if (!doc.hidden) tellTimes() }, 60000)

// A line of the error summary leads into its field, with the label in view.
doc.addEventListener('click', (event) => {
  const link = event.target.closest && event.target.closest('.errors a')
  const field = link && doc.getElementById(link.getAttribute('href').slice(1))
  if (!field) return
  event.preventDefault()
  const label = field.closest('.field') || field
  label.scrollIntoView()
  field.focus({ preventScroll: true })
})

// ---- htmx, where a page has it ----

doc.addEventListener('htmx:beforeSwap', (event) => {
  const detail = event.detail
  // An error of ours says in a header that it belongs into the live region; one of a proxy has no place on the page.
  if (detail.xhr.status < 400 || detail.xhr.status === 422) return
  const ours = !!detail.xhr.getResponseHeader('HX-Retarget')
  detail.shouldSwap = ours
  detail.selectOverride = 'unset'
  say(ours ? '' : word('away'))
})
// What it said is over with the next try, or with a touch.
doc.addEventListener('htmx:beforeRequest', () => say(''))
doc.addEventListener('click', (event) => { if (event.target.closest && event.target.closest('#live')) say('') })
;['htmx:sendError', 'htmx:timeout'].forEach((name) => doc.addEventListener(name, () => say(word('away'))))
doc.addEventListener('htmx:afterSwap', (event) => {
  if (event.detail.target.id !== 'live') start(event.detail.target)
})

function start(root) {
  all('form[data-keep]', root).forEach(keep)
  all('[data-locate]', root).forEach(locate)
  all('input[data-photos]', root).forEach(photos)
  all('textarea[data-count]', root).forEach(count)
  all('[data-reveal]', root).forEach(reveal)
  if (ago) tellTimes()
  const first = all('[data-focus]', root)[0]
  if (first) first.focus()
}
// What was sent arrived, when the page after it has no such form; what is old is forgotten.
forget((name, entry) => !entry || Date.now() - entry.at > TWO_DAYS ||
  (entry.sent && !all('form[data-keep]').some((form) => keptName(form) === name)))
start(doc)
// Paper cannot be tapped: what opens is open on it.
window.addEventListener('beforeprint', () => all('article details').forEach((details) => { details.open = true }))
