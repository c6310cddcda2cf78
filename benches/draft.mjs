// A report that only waits for its last button, from a person with an address of their own.

import { Person } from './site.mjs'

/** Fills in every step; `send` presses the button, and may be called again. `phone` holds the cookies and asks `phone.origin`. */
export async function ready(origin, n) {
  const phone = new Person(origin)
  const headers = { 'x-forwarded-for': `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}` }
  const go = phone.go.bind(phone)
  phone.go = (path, options = {}) => go(path, { ...options, headers: { ...headers, ...options.headers } })
  await phone.send('/en/report', { category: 'pothole' })
  await phone.send('/en/report/where', { place: `${n} Kerk Street`, lat: String(-24.5 - (n % 97) / 1000), lon: String(28.6 + (n % 89) / 1000), accuracy: '20' })
  const sent = await details(phone, { description: `The road is broken at number ${n}; two cars were hurt.` })
  if (sent.headers.location?.endsWith('/nearby')) await phone.send('/en/report/nearby', { different: '1' })
  await phone.send('/en/report/contact', {})
  const check = (await phone.go('/en/report/check')).body.toString()
  const hidden = (name) => new RegExp(`name="${name}" value="([^"]*)"`).exec(check)[1]
  const submission = hidden('submission')
  const body = new URLSearchParams({ _token: hidden('_token'), submission }).toString()
  const press = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', origin, host: new URL(origin).host }, body }
  return { phone, submission, send: () => phone.go('/en/report/check', press) }
}

const BOUNDARY = 'naboom-form-data'

/** The form of step three as a browser sends it, with photos `{ name, bytes }`. */
export function multipart(fields, photos = []) {
  const head = (more) => `--${BOUNDARY}\r\nContent-Disposition: form-data; ${more}\r\n\r\n`
  const parts = Object.entries(fields).map(([name, value]) => Buffer.from(`${head(`name="${name}"`)}${value}\r\n`))
  for (const { name, bytes } of photos) parts.push(Buffer.from(head(`name="photos"; filename="${name}"`)), bytes, Buffer.from('\r\n'))
  return { type: `multipart/form-data; boundary=${BOUNDARY}`, body: Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)]) }
}

/** Where the form of step three is sent, with its token. */
export async function target(phone) {
  const page = (await phone.go('/en/report/details')).body.toString()
  return `/en/report/details?_token=${/_token=([^"&]*)/.exec(page)[1]}`
}

/** Sends step three. */
export async function details(phone, fields, photos) {
  const { type, body } = multipart(fields, photos)
  return phone.go(await target(phone), { method: 'POST', headers: { 'content-type': type, origin: phone.origin }, body })
}
