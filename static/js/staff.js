/*
  Shortcuts of the pages of moderation, one letter each; they can be turned off on this device. Every one only presses or opens
  what stands on the page, so that nothing needs them. ES2015.

    [data-keys]                  where the switch and the list go; data-on, data-off: texts of the switch;
                                 data-list: "j next, k previous, ..."
    [data-key="a"]               what the letter presses, opens, or goes to; the first on the page, or in the chosen card
    article.card                 the cards of the queue: j and k go from one to the next
*/
'use strict'

const page = document
const PLACE = 'naboom:keys'
const box = page.querySelector('[data-keys]')
let on = true
try { on = localStorage.getItem(PLACE) !== 'off' } catch (e) { /* no storage: they are on */ }

/** Goes to a card: its heading's link gets the focus. */
function go(step) {
  const cards = Array.prototype.slice.call(page.querySelectorAll('article.card'))
  if (!cards.length) return
  const now = cards.findIndex((card) => card.contains(page.activeElement))
  const to = now < 0 ? 0 : Math.min(Math.max(now + step, 0), cards.length - 1)
  const link = cards[to].querySelector('h2 a')
  if (link) link.focus()
}

/** Presses a button, follows a link, opens a part of the page, or goes into a field. */
function press(target) {
  const open = target.tagName === 'DETAILS'
  if (open) target.open = true
  const field = open ? target.querySelector('input:not([type=hidden]),select,textarea') : target
  if (target.tagName === 'BUTTON' || target.tagName === 'A') target.click()
  else if (field) field.focus()
}

function show() {
  box.textContent = ''
  const button = page.createElement('button')
  button.type = 'button'
  button.className = 'linkish'
  button.textContent = box.getAttribute(on ? 'data-off' : 'data-on')
  button.addEventListener('click', () => {
    on = !on
    try { localStorage.setItem(PLACE, on ? 'on' : 'off') } catch (e) { /* for this page only */ }
    show()
    box.querySelector('button').focus()
  })
  if (on) box.appendChild(page.createTextNode(box.getAttribute('data-list') + ' '))
  box.appendChild(button)
}

if (box) {
  show()
  page.addEventListener('keydown', (event) => {
    if (!on || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return
    const at = event.target
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName) || at.isContentEditable) return
    if (event.key === 'j' || event.key === 'k') {
      go(event.key === 'j' ? 1 : -1)
    } else if (event.key === '?') {
      box.scrollIntoView()
      box.querySelector('button').focus()
    } else if (/^[a-z\/]$/.test(event.key)) {
      const card = at.closest && at.closest('article.card')
      const target = (card || page).querySelector('[data-key="' + event.key + '"]') || (card && page.querySelector('[data-key="' + event.key + '"]'))
      if (!target || (!card && page.querySelector('article.card') && event.key !== '/')) return
      press(target)
    } else return
    event.preventDefault()
  })
}
