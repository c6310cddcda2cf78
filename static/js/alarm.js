/*
  A sound on the open queue when a life-threatening report arrives. It is made here, without a file. ES2015.

    [data-alarm]       where the switch goes: the number of the newest such report that nobody has looked at, 0 for none;
                       data-from: where that number is asked for; data-sound: "on" for those on call, unless they chose here;
                       data-on, data-off: texts of the switch

  The number is asked for every half minute, also while the page is hidden, and looked at in what live.js fetches. With the
  sound off nothing is asked. Browsers let a page sound only after somebody touched it once.
*/
'use strict'

const PLACE = 'naboom:alarm'
const place = document.querySelector('[data-alarm]')
const Sound = window.AudioContext || window.webkitAudioContext
let context = null

if (place && Sound) {
  const told = (name) => place.getAttribute('data-' + name)
  let newest = +told('alarm')
  let on = told('sound') === 'on'
  try { on = (localStorage.getItem(PLACE) || told('sound')) === 'on' } catch (e) { /* no storage: as the server says */ }

  const wake = () => {
    if (!on) return
    context = context || new Sound()
    if (context.state === 'suspended') context.resume()
  }

  /** Three pairs of two tones, not loud. */
  const ring = () => {
    if (!on) return
    wake()
    for (let n = 0; n < 6; n++) {
      const at = context.currentTime + 0.1 + n * 0.28
      const tone = context.createOscillator()
      const loud = context.createGain()
      tone.frequency.value = n % 2 ? 660 : 880
      loud.gain.setValueAtTime(0.0001, at)
      loud.gain.exponentialRampToValueAtTime(0.3, at + 0.03)
      loud.gain.exponentialRampToValueAtTime(0.0001, at + 0.25)
      tone.connect(loud)
      loud.connect(context.destination)
      tone.start(at)
      tone.stop(at + 0.26)
    }
    place.setAttribute('data-rung', newest)
  }

  const seen = (number) => {
    if (number > newest) {
      newest = number
      ring()
    }
  }

  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'linkish'
  const show = () => { button.textContent = told(on ? 'off' : 'on') }
  button.addEventListener('click', () => {
    on = !on
    try { localStorage.setItem(PLACE, on ? 'on' : 'off') } catch (e) { /* for this page only */ }
    wake()
    show()
  })
  show()
  place.appendChild(button)
  place.hidden = false

  document.addEventListener('click', wake)
  document.addEventListener('keydown', wake)
  document.addEventListener('fresh', (event) => {
    const part = event.detail.querySelector('[data-newest]')
    if (part) seen(+part.getAttribute('data-newest'))
  })
  setInterval(() => {
    if (!on || !window.fetch) return
    fetch(told('from'), { credentials: 'same-origin' }).then((answer) =>
      answer.ok && !answer.redirected && answer.status === 200 ? answer.text().then((text) => seen(+text)) : null).catch(() => null)
  }, 30000)
}
