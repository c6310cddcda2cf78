/*
  The moving map of incidents. door.js calls window.naboomMap with the frame (templates/map/moving.html) in the page. The
  address holds filters and view in the words of the drawn map, so that the same link shows the same on every phone. The
  list beside it is made by the server for what the map shows.
*/
'use strict'

import { FONT, MARK, areas, credits, doc, ground, mark, metres, onTurn, say, still, tiles, tones, whole } from './_map.js'

const KEY = 'naboom:keep:map'
const FILTERS = ['q', 'status', 'category', 'area', 'priority', 'from', 'to']
const EMPTY = { type: 'FeatureCollection', features: [] }
const one = ['has', 'reference']
const many = ['!', one]

function naboomMap(frame, door, failed) {
  const find = (selector) => frame.querySelector(selector)
  const told = (name) => frame.getAttribute('data-' + name)
  const drawn = doc.getElementById('still')
  const narrow = doc.getElementById('narrow')
  const lang = told('lang')
  let map = null
  let heat = false
  let spot = null
  let source = null
  let asked = null
  let heard = 0
  let waiting = 0
  let shown = ''

  // ---- address ----

  const here = () => new URLSearchParams(location.search)
  function filters() {
    const now = here()
    const query = new URLSearchParams()
    FILTERS.forEach((name) => { if (now.get(name)) query.set(name, now.get(name)) })
    return query
  }
  /** Zooms in the words of the drawn map, whose tiles are half as wide. */
  function view() {
    const { lng, lat } = map.getCenter()
    return { lon: lng.toFixed(5), lat: lat.toFixed(5), z: String(Math.round(map.getZoom()) + 1) }
  }
  function address(query) {
    const now = view()
    Object.keys(now).forEach((name) => query.set(name, now[name]))
    history.replaceState(history.state, '', location.pathname + '?' + query)
    // The other language shows the same.
    Array.prototype.forEach.call(doc.querySelectorAll('a[hreflang]'), (link) => {
      link.setAttribute('href', link.getAttribute('href').replace(/\?.*|$/, '?' + query))
    })
  }
  function keep(open) {
    const entry = { at: Date.now(), open, values: map ? { at: map.getCenter().toArray(), zoom: map.getZoom() } : {} }
    try { localStorage.setItem(KEY, JSON.stringify(entry)) } catch (e) { /* full or forbidden */ }
  }
  function begin() {
    const now = here()
    const [lon, lat, z] = ['lon', 'lat', 'z'].map((name) => parseFloat(now.get(name)))
    let was = null
    try { was = JSON.parse(localStorage.getItem(KEY)).values } catch (e) { /* nothing kept */ }
    if (!now.get('near') && !now.get('lon') && was && was.at) return { center: was.at, zoom: was.zoom }
    if (!now.get('near') && lon && lat && z) return { center: [lon, lat], zoom: z - 1 }
    // What the drawn map shows: the town, or the place looked for.
    const field = (name) => parseFloat(narrow.querySelector('[name=' + name + ']').value)
    return { center: [field('lon'), field('lat')], zoom: field('z') - 1 }
  }

  // ---- what the map shows ----

  function layers(lat) {
    const t = tones()
    const point = (more) => Object.assign({ source: 'reports', 'source-layer': 'incidents' }, more)
    return [
      point({
        id: 'heat', type: 'heatmap', layout: { visibility: heat ? 'visible' : 'none' },
        paint: { 'heatmap-weight': ['min', 1, ['/', ['get', 'n'], 20]], 'heatmap-radius': 36, 'heatmap-opacity': 0.75 },
      }),
      point({
        id: 'rings', type: 'circle', minzoom: 12, filter: ['has', 'metres'],
        paint: { 'circle-radius': metres(['get', 'metres'], lat), 'circle-color': t.ring, 'circle-opacity': 0.08, 'circle-stroke-color': t.ring, 'circle-stroke-width': 1.2, 'circle-stroke-opacity': 0.6 },
      }),
      point({
        id: 'groups', type: 'circle', filter: many,
        paint: {
          'circle-radius': ['step', ['get', 'n'], 14, 10, 17, 100, 20, 1000, 24, 100000, 28],
          'circle-color': t.mark, 'circle-stroke-color': t.edge, 'circle-stroke-width': 2,
        },
      }),
      point({
        id: 'numbers', type: 'symbol', filter: many,
        layout: { 'text-field': ['number-format', ['get', 'n'], { locale: 'af-ZA' }], 'text-font': FONT, 'text-size': 13, 'text-allow-overlap': true, 'text-ignore-placement': true },
        paint: { 'text-color': t.ink },
      }),
      point({
        id: 'marks', type: 'symbol', filter: one,
        layout: { 'icon-image': ['concat', ['get', 'icon'], '|', ['get', 'colour'], '|', ['coalesce', ['get', 'shape'], ['concat', 'status-', ['get', 'status']]]], 'icon-allow-overlap': true, 'icon-ignore-placement': true },
      }),
      {
        id: 'pointed', type: 'circle', source: 'pointed',
        paint: { 'circle-radius': 24, 'circle-opacity': 0, 'circle-stroke-color': '#ffbf2e', 'circle-stroke-width': 5 },
      },
      {
        id: 'me', type: 'circle', source: 'me',
        paint: { 'circle-radius': 8, 'circle-color': '#1f5fd1', 'circle-stroke-color': '#ffffff', 'circle-stroke-width': 3 },
      },
    ]
  }
  let me = EMPTY
  function style() {
    return ground(lang).then((base) => {
      const lat = map ? map.getCenter().lat : begin().center[1]
      base.sources.reports = { type: 'vector', tiles: tiles(String(filters()), told('tiles')), minzoom: Math.floor(told('widest')), maxzoom: 16 }
      base.sources.pointed = { type: 'geojson', data: EMPTY }
      base.sources.me = { type: 'geojson', data: me }
      base.layers = base.layers.concat(areas(lang, base), layers(lat))
      find('.moving-credit').textContent = credits(base)
      return base
    })
  }
  const point = (lon, lat, metres) => ({ type: 'Feature', geometry: { type: 'Point', coordinates: [lon, lat] }, properties: { metres: metres || 0 } })
  const put = (name, data) => { if (map.getSource(name)) map.getSource(name).setData(data) }

  // ---- no connection ----

  const note = find('.moving-note')
  function away(gone) {
    if (gone === !note.hidden) return
    note.hidden = !gone
    note.textContent = gone ? told('away') : ''
    if (!gone) say(told('back'))
  }

  // ---- the list beside ----

  const part = (query, signal) => fetch(told('list') + '?' + query, { headers: { 'hx-request': 'true' }, signal })
    .then((answer) => {
      if (!answer.ok) throw new Error(answer.status)
      return answer.text()
    })
    .then((html) => new DOMParser().parseFromString(html, 'text/html').body.firstElementChild)

  function list(skip) {
    const query = filters()
    const now = view()
    Object.keys(now).forEach((name) => query.set(name, now[name]))
    query.set('box', map.getBounds().toArray().join().replace(/(\.\d{6})\d+/g, '$1'))
    if (skip) query.set('skip', skip)
    if (asked) asked.abort()
    asked = new AbortController()
    frame.setAttribute('aria-busy', 'true')
    part(query, asked.signal).then((fresh) => {
      away(false)
      const old = doc.getElementById('beside')
      const held = old.contains(doc.activeElement) ? doc.activeElement.getAttribute('href') || 'results' : null
      const made = doc.importNode(fresh, true)
      old.parentNode.replaceChild(made, old)
      put('pointed', EMPTY)
      if (held || skip !== undefined) {
        const same = Array.prototype.filter.call(made.querySelectorAll('a'), (a) => a.getAttribute('href') === held)[0]
        ;(same || doc.getElementById('results')).focus()
      }
      const heading = doc.getElementById('results').textContent
      if (heading !== shown) say(heading)
      shown = heading
      frame.removeAttribute('aria-busy')
    }).catch((error) => {
      if (error.name === 'AbortError') return
      if (error instanceof TypeError) away(true)
      frame.removeAttribute('aria-busy')
    })
  }
  function afresh() {
    if (!map.getSource('reports')) return
    map.refreshTiles('reports')
    list()
  }

  // ---- what happens meanwhile ----

  function hush() {
    if (source) source.close()
    source = null
  }
  function listen() {
    hush()
    if (doc.hidden || !window.EventSource) return
    const query = filters()
    query.set('lang', lang)
    source = new EventSource(told('live') + '?' + query)
    // A tile may be half a second behind; and not everybody should come at the same moment.
    const later = () => {
      clearTimeout(heard)
      heard = setTimeout(afresh, 800 + Math.random() * 700)
    }
    ;['card', 'gone', 'signal', 'afresh'].forEach((name) => source.addEventListener(name, later))
  }
  function seen() {
    if (!frame.parentNode) return
    listen()
    if (!doc.hidden) afresh()
  }

  // ---- filters ----

  function chips() {
    const status = here().get('status') || 'all'
    Array.prototype.forEach.call(doc.querySelectorAll('#among a'), (link) => {
      const mine = new URLSearchParams(link.search).get('status') || 'all'
      const check = doc.querySelector('#among svg')
      if (mine !== status) return link.removeAttribute('aria-current')
      link.setAttribute('aria-current', 'true')
      if (check) link.insertBefore(check, link.firstChild)
    })
  }
  function apply(query) {
    address(query)
    chips()
    map.getSource('reports').setTiles(tiles(String(filters()), told('tiles')))
    list()
    listen()
  }
  function typed() {
    const query = new URLSearchParams()
    FILTERS.forEach((name) => {
      const field = narrow.querySelector('[name=' + name + ']')
      if (field && field.value && !(name === 'status' && field.value === 'all')) query.set(name, field.value)
    })
    apply(query)
  }
  const narrowed = (event) => {
    event.preventDefault()
    typed()
  }
  const changed = (event) => { if (event.target.type !== 'search') typed() }
  /** Links that move the drawn map or its list do the same here. */
  function followed(event) {
    const link = event.target.closest && event.target.closest('a')
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !link.pathname || link.pathname !== location.pathname) return
    if (link.closest('#among')) {
      event.preventDefault()
      const query = filters()
      const status = new URLSearchParams(link.search).get('status')
      if (status) query.set('status', status)
      else query.delete('status')
      narrow.querySelector('[name=status]').value = status || 'all'
      apply(query)
    } else if (link.closest('#beside .pager')) {
      event.preventDefault()
      list(new URLSearchParams(link.search).get('skip') || 0)
    }
  }

  // ---- choosing ----

  const picked = find('.picked')
  function putAway() {
    picked.hidden = true
    spot = null
  }
  function pick(name, at) {
    const query = filters()
    query.set('spot', name)
    spot = name
    part(query).then((fresh) => {
      const cards = fresh.querySelector('.cards')
      if (spot !== name || !cards) return
      const old = picked.querySelector('.cards')
      old.parentNode.replaceChild(doc.importNode(cards, true), old)
      picked.hidden = false
      put('pointed', { type: 'FeatureCollection', features: [point(at[0], at[1])] })
      doc.getElementById('picked-title').focus({ preventScroll: true })
      picked.scrollIntoView({ block: 'nearest' })
    }).catch((error) => { if (error instanceof TypeError) away(true) })
  }
  const near = ({ x, y }) => [[x - 8, y - 8], [x + 8, y + 8]]
  function clicked(event) {
    const found = map.queryRenderedFeatures(near(event.point), { layers: ['marks', 'groups'] })[0]
    if (!found) return
    const at = found.geometry.coordinates
    if (!found.properties.reference && map.getZoom() < 12) return map.easeTo({ center: at, zoom: Math.min(map.getZoom() + 2, 12.5) })
    pick(found.properties.spot, at)
  }
  /** A row of the list shows its place on the map while the focus or the pointer is on it. */
  function pointed(event) {
    const row = event.target.closest && event.target.closest('#beside [data-at]')
    const [lon, lat, m] = row ? row.getAttribute('data-at').split(',').map(Number) : []
    put('pointed', lon ? { type: 'FeatureCollection', features: [point(lon, lat, m)] } : EMPTY)
  }

  const acts = {
    in: () => map.zoomIn(),
    out: () => map.zoomOut(),
    heat(button) {
      heat = !heat
      button.setAttribute('aria-pressed', String(heat))
      map.setLayoutProperty('heat', 'visibility', heat ? 'visible' : 'none')
      ;['groups', 'numbers'].forEach((id) => map.setPaintProperty(id, id === 'groups' ? 'circle-opacity' : 'text-opacity', heat ? 0.6 : 1))
    },
    near(button) {
      if (!navigator.geolocation) return say(told('nofix'))
      button.classList.add('busy')
      say(told('finding'))
      navigator.geolocation.getCurrentPosition(({ coords }) => {
        button.classList.remove('busy')
        me = { type: 'FeatureCollection', features: [point(coords.longitude, coords.latitude)] }
        put('me', me)
        map.flyTo({ center: [coords.longitude, coords.latitude], zoom: Math.max(map.getZoom(), 14) })
      }, () => {
        button.classList.remove('busy')
        note.hidden = false
        note.textContent = told('nofix')
      }, { enableHighAccuracy: true, timeout: 20000, maximumAge: 30000 })
    },
    'put-away': putAway,
    still() {
      keep(false)
      location.reload()
    },
  }

  function end(act) {
    hush()
    clearTimeout(heard)
    clearTimeout(waiting)
    doc.removeEventListener('click', followed)
    doc.removeEventListener('visibilitychange', seen)
    narrow.removeEventListener('submit', narrowed)
    narrow.removeEventListener('change', changed)
    drawn.hidden = false
    if (map) map.remove()
    act()
  }

  style().then((base) => {
    const first = begin()
    map = new window.maplibregl.Map({
      container: find('.moving-map'), style: base, center: first.center, zoom: first.zoom, minZoom: Number(told('widest')), maxZoom: 17,
      attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false, refreshExpiredTiles: false,
      fadeDuration: 0, locale: { 'Map.Title': told('title') }, transformRequest: whole, validateStyle: false,
    })
    map.touchZoomRotate.disableRotation()
    map.keyboard.disableRotation()
    map.on('styleimagemissing', ({ id }) => {
      if (id.split('|').length !== 3 || map.hasImage(id)) return
      // An empty one at once, the real one when its icons are here.
      map.addImage(id, { width: MARK, height: MARK, data: new Uint8Array(MARK * MARK * 4) }, { pixelRatio: 2 })
      mark(id, told('sprite')).then((image) => { if (map.hasImage(id)) map.updateImage(id, image) }).catch(() => {})
    })
    let ready = false
    map.on('error', ({ error }) => {
      // A file that is not there is no reason; no connection is.
      if (error instanceof TypeError || (error && error.status === 0)) return away(true)
      if (!ready && error && /webgl/i.test(error.message || '')) end(failed)
    })
    const settled = () => {
      clearTimeout(waiting)
      waiting = setTimeout(() => {
        address(filters())
        keep(true)
        list()
      }, still() ? 0 : 200)
    }
    map.on('load', () => {
      ready = true
      drawn.hidden = true
      frame.setAttribute('data-ready', '')
      list()
      keep(true)
      listen()
      map.on('moveend', settled)
    })
    map.on('click', clicked)
    map.on('mousemove', (event) => {
      map.getCanvas().style.cursor = map.queryRenderedFeatures(near(event.point), { layers: ['marks', 'groups'] }).length ? 'pointer' : ''
    })
    onTurn(() => style().then((fresh) => {
      map.setStyle(fresh, { diff: false })
    }))
    frame.addEventListener('click', (event) => {
      const button = event.target.closest('[data-do]')
      if (button) acts[button.getAttribute('data-do')](button)
    })
    ;['focusin', 'mouseover'].forEach((name) => doc.addEventListener(name, pointed))
    doc.addEventListener('click', followed)
    doc.addEventListener('visibilitychange', seen)
    narrow.addEventListener('submit', narrowed)
    narrow.addEventListener('change', changed)
    window.addEventListener('offline', () => away(true))
    window.addEventListener('online', () => { away(false); afresh(); listen() })
    window.addEventListener('pagehide', hush)
    window.addEventListener('pageshow', (event) => { if (event.persisted) seen() })
  }).catch(() => end(failed))
}
window.naboomMap = naboomMap
