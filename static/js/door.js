/*
  The door to a map that moves, on pages that show a drawn one: [data-door] (its value is the text of the button) with
  data-frame, the address of what is put in its place, and within it what templates/map/_door.html holds. Nothing of the
  map is fetched until somebody asks for it; with [data-auto] it opens by itself on a fast connection that saves no data,
  and where it was open before. When it cannot be opened, the drawn map stays and a line says so.

  The script that it fetches finds window.naboomMap(frame, door, failed) and is called with the frame in the page.
*/
'use strict'

const doc = document
const door = doc.querySelector('[data-door]')
const KEY = 'naboom:keep:map'

function opens(door) {
  const names = door.querySelector('[data-library]')
  const told = door.querySelector('[role=status]')
  const name = (which) => names.getAttribute('data-' + which)
  door.hidden = false
  const canvas = doc.createElement('canvas')
  const able = window.fetch && window.URLSearchParams && window.AbortController && canvas.getContext('webgl2')
  if (!able) {
    told.textContent = name('weak')
    return
  }
  const button = doc.createElement('button')
  button.type = 'button'
  button.className = 'btn plain'
  button.textContent = door.getAttribute('data-door')
  door.insertBefore(button, told)

  const failed = () => {
    button.hidden = false
    button.classList.remove('busy')
    door.hidden = false
    told.textContent = name('failed')
  }
  const script = (address) => new Promise((resolve, reject) => {
    if (doc.querySelector('script[src="' + address + '"]')) return resolve()
    const made = doc.createElement('script')
    made.src = address
    made.onload = resolve
    made.onerror = () => {
      doc.head.removeChild(made)
      reject(new Error(address))
    }
    doc.head.appendChild(made)
  })
  const sheet = (address) => new Promise((resolve, reject) => {
    if (doc.querySelector('link[href="' + address + '"]')) return resolve()
    const made = doc.createElement('link')
    made.rel = 'stylesheet'
    made.href = address
    made.onload = resolve
    made.onerror = reject
    doc.head.appendChild(made)
  })
  const frame = () => fetch(door.getAttribute('data-frame')).then((answer) => {
    if (!answer.ok) throw new Error(answer.status)
    return answer.text()
  })
  const open = () => {
    button.classList.add('busy')
    told.textContent = name('wait')
    Promise.all([frame(), script(name('library')), script(name('script')), sheet(name('sheet'))]).then(([html]) => {
      const made = new DOMParser().parseFromString(html, 'text/html').body.firstElementChild
      const place = doc.importNode(made, true)
      door.parentNode.insertBefore(place, door)
      told.textContent = ''
      door.hidden = true
      button.classList.remove('busy')
      window.naboomMap(place, door, () => {
        if (place.parentNode) place.parentNode.removeChild(place)
        failed()
      })
    }).catch(failed)
  }
  button.addEventListener('click', open)
  const net = navigator.connection
  let was = null
  try { was = JSON.parse(localStorage.getItem(KEY)) } catch (e) { /* no storage here */ }
  const fast = net && net.effectiveType === '4g' && net.downlink >= 5
  if (door.hasAttribute('data-auto') && !(net && net.saveData) && (was ? was.open : fast)) open()
}

if (door) opens(door)
