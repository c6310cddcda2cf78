/*
  The editor of a page, where a script runs: what is typed is kept as the draft within five seconds and when a field is
  left; buttons set marks in the text; a text is copied from the language it is translated from; a
  picture is put where the cursor stands; and it says who else has
  the page open. Without it the Save button, the help about marks and the Copy buttons do the same work.
*/
'use strict'

const form = document.querySelector('form[data-autosave]')
const each = (list, act) => Array.prototype.forEach.call(list, act)

/** Puts text in place of what is selected, so that the browser's own Undo takes it back. */
const put = (field, text, from, to) => {
  field.focus()
  field.setSelectionRange(from, to)
  let done = false
  try { done = document.execCommand('insertText', false, text) } catch (_) { /* an old browser */ }
  if (!done) {
    field.value = field.value.slice(0, from) + text + field.value.slice(to)
    field.dispatchEvent(new window.Event('input', { bubbles: true }))
  }
}

const MARKS = {
  bold: (text) => ['**', text || '…', '**'],
  link: (text) => ['[', text || '…', '](/p/)'],
  list: (text) => ['', (text || '…').split('\n').map((line) => `- ${line.replace(/^- /, '')}`).join('\n'), ''],
}
/** Marks what is selected, and selects the words again, so that typing goes on there. */
const mark = (field, name) => {
  const from = field.selectionStart
  const to = field.selectionEnd
  const parts = MARKS[name](field.value.slice(from, to))
  put(field, parts.join(''), from, to)
  field.setSelectionRange(from + parts[0].length, from + parts[0].length + parts[1].length)
}
if (form) {
  each(form.querySelectorAll('textarea[name^=body-]'), (field) => {
    const row = document.createElement('p')
    row.className = 'btns'
    each(['bold', 'link', 'list'], (name) => {
      const button = document.createElement('button')
      button.type = 'button'
      button.className = 'btn plain small'
      button.textContent = form.getAttribute(`data-${name}`)
      button.addEventListener('click', () => mark(field, name))
      row.appendChild(button)
    })
    field.parentNode.insertBefore(row, field)
    field.addEventListener('keydown', (event) => {
      const name = (event.ctrlKey || event.metaKey) && !event.altKey && { b: 'bold', k: 'link' }[event.key]
      if (!name) return
      event.preventDefault()
      mark(field, name)
    })
  })
  each(form.querySelectorAll('button[data-from]'), (button) => {
    button.addEventListener('click', (event) => {
      event.preventDefault()
      const field = form.elements[button.value]
      put(field, form.elements[button.getAttribute('data-from')].value, 0, field.value.length)
    })
  })
  each(form.querySelectorAll('button[name=insert]'), (button) => {
    button.addEventListener('click', (event) => {
      event.preventDefault()
      const number = form.elements[`picture-${button.value}`].value
      const field = form.elements[`body-${button.value}`]
      if (number) put(field, `\n\nimage: ${number}\n\n`, field.selectionEnd, field.selectionEnd)
    })
  })
}

if (form && window.fetch && window.URLSearchParams && window.FormData) {
  const base = form.getAttribute('data-autosave')
  const said = document.getElementById('said')
  const others = document.getElementById('others')
  let timer = 0
  let busy = false
  let dirty = false
  let stopped = false

  const body = () => {
    const fields = new URLSearchParams()
    each(form.elements, (field) => {
      if (!field.name || (field.type === 'checkbox' && !field.checked)) return
      if (field.tagName !== 'BUTTON') fields.append(field.name, field.value)
    })
    return fields
  }
  const post = (path, fields) => window.fetch(base + path, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
    body: fields.toString(),
  })
  // Counted from the first key that is not saved yet, not from the last: who types without a pause loses no more.
  const soon = (wait) => { if (!timer) timer = window.setTimeout(save, wait) }

  const save = () => {
    window.clearTimeout(timer)
    timer = 0
    if (!dirty || stopped) return
    if (busy) { soon(500); return }
    busy = true
    dirty = false
    post('/autosave', body()).then((answer) => answer.json().then((told) => {
      busy = false
      said.textContent = told.said || ''
      if (answer.ok) form.elements.version.value = told.version
      else if (answer.status === 409) stopped = true
      else dirty = true
    })).catch(() => {
      // No connection: it is tried again until there is one.
      busy = false
      dirty = true
      soon(4000)
    })
  }
  form.addEventListener('input', () => {
    dirty = true
    soon(4000)
  })
  form.addEventListener('change', save)
  document.addEventListener('visibilitychange', save)
  form.addEventListener('submit', (event) => {
    // A preview opens beside the editor, which goes on.
    const button = event.submitter
    if (button && button.getAttribute('formtarget')) return
    stopped = true
    window.clearTimeout(timer)
  })

  const here = () => {
    if (document.hidden) return
    const token = new URLSearchParams()
    token.append('_token', form.elements._token.value)
    post('/here', token).then((answer) => answer.json()).then((told) => { others.textContent = told.said || '' }).catch(() => {})
  }
  here()
  window.setInterval(here, 20000)
}
