// What both moving maps share: the ground they lie on, made of the site's base map where there is one, and of the areas
// where there is none; marks drawn from the site's own icons.

export const doc = document
const EQUATOR = 40075016.686

const TONES = {
  light: { ground: '#f7f4ec', line: '#8a7d60', text: '#2b352e', halo: '#f7f4ec', mark: '#14532d', ink: '#ffffff', edge: '#ffffff', ring: '#9a2c12' },
  dark: { ground: '#1a221d', line: '#93a197', text: '#e9eee8', halo: '#121813', mark: '#8fd6ae', ink: '#0a2113', edge: '#121813', ring: '#ff9a80' },
}
const dark = window.matchMedia('(prefers-color-scheme: dark)')
export const tones = () => TONES[dark.matches ? 'dark' : 'light']
export const still = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches
export const FONT = ['system-ui, Roboto, "Noto Sans", Arial, sans-serif']

/** Calls back when the device turns from light to dark or back. */
export function onTurn(act) {
  if (dark.addEventListener) dark.addEventListener('change', act)
}

/** The style of the ground; a plain one when the site has no base map or it cannot be fetched. */
export function ground(lang) {
  const plain = { version: 8, sources: {}, layers: [{ id: 'ground', type: 'background', paint: { 'background-color': tones().ground } }] }
  return fetch('/map/base/style-' + (dark.matches ? 'dark' : 'light') + '-' + lang + '.json')
    .then((answer) => (answer.ok ? answer.json() : plain))
    .catch(() => plain)
}

export const tiles = (query, from) => [location.origin + (from || '/map/tiles') + '/{z}/{x}/{y}.mvt' + (query ? '?' + query : '')]
export const whole = (url) => ({ url: url[0] === '/' ? location.origin + url : url })

/** Borders of wards and towns, out of the site's own tiles; with their names where the ground has none. */
export function areas(lang, base) {
  const t = tones()
  const named = base.layers.some(({ type }) => type === 'symbol')
  return [
    { id: 'report-areas', type: 'line', source: 'reports', 'source-layer': 'areas', paint: { 'line-color': t.line, 'line-dasharray': [3, 3], 'line-width': ['case', ['==', ['get', 'kind'], 'municipality'], 1.6, 1] } },
    {
      id: 'report-area-names', type: 'symbol', source: 'reports', 'source-layer': 'areas', minzoom: 8,
      layout: { 'text-field': ['get', 'name_' + lang], 'text-font': FONT, 'text-size': 13, 'text-max-width': 8 },
      paint: { 'text-color': t.text, 'text-halo-color': t.halo, 'text-halo-width': 1.5 },
    },
  ].slice(0, named ? 1 : 2)
}

/** Pixels of so many metres on the ground, whatever the zoom. `lat`: about where. */
export function metres(expression, lat) {
  const at = (zoom) => (512 * Math.pow(2, zoom)) / (EQUATOR * Math.cos(lat * Math.PI / 180))
  return ['interpolate', ['exponential', 2], ['zoom'], 0, ['*', expression, at(0)], 22, ['*', expression, at(22)]]
}

/** Names of who made the ground, as one line of text. */
export function credits(style) {
  const said = Object.keys(style.sources).map((name) => style.sources[name].attribution || '')
  const text = (html) => new DOMParser().parseFromString(html, 'text/html').body.textContent.trim()
  return said.map(text).filter((line, i, all) => line && all.indexOf(line) === i).join(' · ')
}

/** Speaks in the page's polite live region. */
export function say(text) {
  const live = doc.getElementById('live')
  if (!live) return
  live.classList.add('vh')
  live.textContent = text
}

/** Pixels along the side of a mark. */
export const MARK = 84

let sprite = null
const icons = (address) => (sprite = sprite || fetch(address).then((a) => a.text())
  .then((text) => new DOMParser().parseFromString(text, 'image/svg+xml')))

/** Black or white, whichever is read better on a colour. */
function ink(colour) {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = parseInt(colour.slice(at, at + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4)
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? '#000000' : '#ffffff'
}

/** A symbol of the sprite as a picture in one colour, this wide. */
function picture(drawn, id, colour, size) {
  const symbol = drawn.getElementById(id) || drawn.getElementById('other')
  const svg = drawn.createElementNS('http://www.w3.org/2000/svg', 'svg')
  ;['viewBox', 'fill', 'stroke', 'stroke-width', 'stroke-linecap', 'stroke-linejoin'].forEach((name) => {
    if (symbol.hasAttribute(name)) svg.setAttribute(name, symbol.getAttribute(name))
  })
  svg.setAttribute('width', size)
  svg.setAttribute('height', size)
  svg.innerHTML = symbol.innerHTML
  const text = new XMLSerializer().serializeToString(svg).replace(/currentColor/g, colour)
  return new Promise((resolve, reject) => {
    const image = new Image()
    image.onload = () => resolve(image)
    image.onerror = reject
    image.src = 'data:image/svg+xml,' + encodeURIComponent(text)
  })
}

/** The mark of one incident, "icon|colour|shape": a tile with its picture, and the shape of its status in the corner. */
export function mark(name, address) {
  const [icon, colour, shape] = name.split('|')
  const t = tones()
  return icons(address).then((drawn) => Promise.all([
    picture(drawn, icon, ink(colour), 44), picture(drawn, shape, t.text, 28),
  ])).then(([what, how]) => {
    const canvas = Object.assign(doc.createElement('canvas'), { width: MARK, height: MARK })
    const pen = canvas.getContext('2d')
    const tile = (x, y, w, r, fill) => {
      pen.beginPath()
      pen.moveTo(x + r, y)
      pen.arcTo(x + w, y, x + w, y + w, r)
      pen.arcTo(x + w, y + w, x, y + w, r)
      pen.arcTo(x, y + w, x, y, r)
      pen.arcTo(x, y, x + w, y, r)
      pen.closePath()
      pen.fillStyle = fill
      pen.fill()
    }
    tile(4, 10, 70, 18, t.edge)
    tile(7, 13, 64, 16, colour)
    pen.drawImage(what, 17, 23, 44, 44)
    tile(48, 0, 36, 18, t.text)
    tile(50, 2, 32, 16, t.halo)
    pen.drawImage(how, 52, 4, 28, 28)
    return pen.getImageData(0, 0, MARK, MARK)
  })
}
