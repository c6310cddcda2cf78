/*
  The place of a report on a moving map: a tap or the arrows put the mark, and the server says what lies there. door.js
  calls window.naboomMap with the frame (templates/map/pin.html), which stands in the form and carries what is sent.
  The door says in data-at where to begin, in data-marked whether that is the place already, and in data-outside what to say
  of a place where nobody is served.
*/
'use strict'

import { areas, credits, doc, ground, onTurn, still, tiles, whole } from './_map.js'

/** Pixels that the arrows move the mark. */
const STEP = 16
const WAYS = { n: [0, -STEP], s: [0, STEP], w: [-STEP, 0], e: [STEP, 0] }

function naboomMap(frame, door, failed) {
  const find = (selector) => frame.querySelector(selector)
  const told = (name) => frame.getAttribute('data-' + name)
  const said = find('[role=status]')
  const lang = told('lang')
  const form = door.closest('form')
  const drawn = doc.getElementById('still')
  const start = door.getAttribute('data-at').split(',').map(Number)
  const field = (name) => form.querySelector('[name=' + name + ']')
  let map = null
  let pin = null
  let asked = null

  const style = () => ground(lang).then((base) => {
    base.sources.reports = { type: 'vector', tiles: tiles(''), minzoom: 4, maxzoom: 16 }
    base.layers = base.layers.concat(areas(lang, base))
    find('.moving-credit').textContent = credits(base)
    return base
  })

  /** What lies at the mark, in words. */
  function tell({ lng, lat }) {
    if (asked) asked.abort()
    asked = new AbortController()
    fetch(told('near') + '?lon=' + lng.toFixed(6) + '&lat=' + lat.toFixed(6), { signal: asked.signal })
      .then((answer) => answer.json())
      .then(({ near, served }) => {
        said.textContent = [near ? told('at') + ' ' + near + '.' : told('put'), served ? '' : door.getAttribute('data-outside')].join(' ').trim()
      })
      .catch((error) => { if (error.name !== 'AbortError') said.textContent = told('put') })
  }
  function place(at, quiet) {
    if (!pin) {
      const element = find('template').content.firstElementChild.cloneNode(true)
      pin = new window.maplibregl.Marker({ element, draggable: true, anchor: 'bottom' }).setLngLat(at).addTo(map)
      pin.on('dragend', () => place(pin.getLngLat()))
      // The marker would be a button of its own that does nothing; the arrows below move it.
      element.removeAttribute('tabindex')
      element.removeAttribute('role')
      element.removeAttribute('aria-label')
      element.setAttribute('aria-hidden', 'true')
    }
    pin.setLngLat(at)
    if (!map.getBounds().contains(at)) map.panTo(at, { animate: !still() })
    tell(at)
    if (quiet) return
    field('pin_lon').value = at.lng.toFixed(6)
    field('pin_lat').value = at.lat.toFixed(6)
  }
  const middle = () => map.getCenter()
  function act(what) {
    if (what === 'in') return map.zoomIn()
    if (what === 'out') return map.zoomOut()
    if (what === 'here') return place(middle())
    const at = map.project(pin ? pin.getLngLat() : middle())
    const [x, y] = WAYS[what]
    place(map.unproject([at.x + x, at.y + y]))
  }
  function end(then) {
    if (drawn) drawn.hidden = false
    if (map) map.remove()
    then()
  }

  style().then((base) => {
    map = new window.maplibregl.Map({
      container: find('.moving-map'), style: base, center: start, zoom: 14, minZoom: 4.5, maxZoom: 18,
      attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false, refreshExpiredTiles: false,
      fadeDuration: 0, locale: { 'Map.Title': told('title') }, transformRequest: whole, validateStyle: false,
    })
    map.touchZoomRotate.disableRotation()
    map.keyboard.disableRotation()
    map.on('error', ({ error }) => { if (!frame.hasAttribute('data-ready') && /webgl/i.test((error && error.message) || '')) end(failed) })
    map.on('load', () => {
      frame.setAttribute('data-ready', '')
      if (drawn) drawn.hidden = true
      if (door.hasAttribute('data-marked')) place(middle(), true)
    })
    map.on('click', ({ lngLat }) => place(lngLat))
    onTurn(() => style().then((fresh) => map.setStyle(fresh, { diff: false })))
    frame.addEventListener('click', (event) => {
      const button = event.target.closest('[data-do]')
      if (button) act(button.getAttribute('data-do'))
    })
    // The phone's own place is the last word until the mark is moved again.
    form.addEventListener('located', ({ detail }) => {
      place(new window.maplibregl.LngLat(detail.longitude, detail.latitude), true)
      ;['pin_lon', 'pin_lat'].forEach((name) => { field(name).value = '' })
    })
  }).catch(() => end(failed))
}
window.naboomMap = naboomMap
