/*
  The editor of a page, where a script runs: what is typed is kept as the draft five seconds after the last key, and
  when a field is left; and it says who else has the page open. Without it the Save button does the same work.
*/
'use strict'

const form = document.querySelector('form[data-autosave]')
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
    Array.prototype.forEach.call(form.elements, (field) => {
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

  const save = () => {
    window.clearTimeout(timer)
    if (!dirty || stopped) return
    if (busy) { timer = window.setTimeout(save, 1000); return }
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
      timer = window.setTimeout(save, 5000)
    })
  }
  form.addEventListener('input', () => {
    dirty = true
    window.clearTimeout(timer)
    timer = window.setTimeout(save, 5000)
  })
  form.addEventListener('change', save)
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
