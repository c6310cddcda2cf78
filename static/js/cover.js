/*
  Drawing over a photo, where a script runs: a rectangle drawn with mouse, pen or finger becomes an area, beside the
  squares that can be ticked without it. A finger draws only after its button was pressed, so that the page can be scrolled.
*/
'use strict'

const stage = document.querySelector('.cover[data-draw]')
if (stage && window.PointerEvent) {
  const squares = stage.querySelector('.squares')
  const list = document.getElementById('areas')
  let from = null
  let box = null
  let drew = false

  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'btn plain small'
  button.textContent = stage.getAttribute('data-draw')
  button.setAttribute('aria-pressed', 'false')
  button.addEventListener('click', () => {
    const on = stage.classList.toggle('draw')
    button.setAttribute('aria-pressed', String(on))
  })
  stage.parentNode.insertBefore(button, stage)

  const at = (event) => {
    const frame = squares.getBoundingClientRect()
    const part = (n, side) => Math.max(0, Math.min(1000, Math.round(n / side * 1000)))
    return { x: part(event.clientX - frame.left, frame.width), y: part(event.clientY - frame.top, frame.height) }
  }
  const area = (a, b) => ({
    x: Math.min(a.x, b.x),
    y: Math.min(a.y, b.y),
    w: Math.abs(a.x - b.x),
    h: Math.abs(a.y - b.y),
  })
  const place = (node, r) => {
    node.style.left = r.x / 10 + '%'
    node.style.top = r.y / 10 + '%'
    node.style.width = r.w / 10 + '%'
    node.style.height = r.h / 10 + '%'
  }

  squares.addEventListener('pointerdown', (event) => {
    drew = false
    if (event.pointerType === 'touch' && !stage.classList.contains('draw')) return
    from = at(event)
  })
  window.addEventListener('pointermove', (event) => {
    if (!from) return
    const r = area(from, at(event))
    if (!box && (r.w > 15 || r.h > 15)) {
      box = document.createElement('div')
      box.className = 'drawn'
      stage.appendChild(box)
    }
    if (box) place(box, r)
  })
  window.addEventListener('pointerup', (event) => {
    const r = from && area(from, at(event))
    const drawn = box
    from = box = null
    if (!drawn) return
    drew = true
    if (!r.w || !r.h) { drawn.remove(); return }
    const label = document.createElement('label')
    label.className = 'tick'
    const tick = document.createElement('input')
    tick.type = 'checkbox'
    tick.name = 'area'
    tick.checked = true
    tick.value = [r.x, r.y, r.w, r.h].join('-')
    tick.addEventListener('change', () => { drawn.hidden = !tick.checked })
    const words = document.createElement('span')
    words.textContent = stage.getAttribute('data-area').replace('%n', String(list.children.length + 1))
    label.appendChild(tick)
    label.appendChild(words)
    list.appendChild(document.createElement('li')).appendChild(label)
  })
  window.addEventListener('pointercancel', () => {
    if (box) box.remove()
    from = box = null
  })
  // What ends a drawing must not tick the square under it.
  squares.addEventListener('click', (event) => {
    if (drew) event.preventDefault()
    drew = false
  }, true)
}
