// Something dies while people report: whatever was acknowledged is there once, and everything comes back by itself.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import net from 'node:net'
import { after, before, it } from 'node:test'
import { promisify } from 'node:util'
import { details, multipart, target } from '../../benches/draft.mjs'
import { Person, sleep } from '../../benches/site.mjs'
import { PHOTO } from '../browser/steps.mjs'
import { start } from '../browser/support.mjs'
import { database, drafts, insist, lostOrDoubled, press, sql } from './support.mjs'

let site
before(async () => {
  site = await start()
})
after(() => site?.stop())

it('the program is killed again and again while phones report', { timeout: 180_000 }, async () => {
  const waiting = await drafts(site, 1000, 48)
  let kills = 0
  const killing = (async () => {
    while (kills < 3) {
      await sleep(80)
      await site.cut()
      const cut = Date.now()
      await site.again()
      kills += 1
      assert.ok(Date.now() - cut < 5000, `back after ${Date.now() - cut} ms`)
    }
  })()
  // Slow enough that each kill meets reports under way.
  await press(waiting, (left) => sleep(left % 3 ? 0 : 40))
  await killing
  assert.equal(lostOrDoubled(site, waiting), '')
})

it('PostgreSQL is killed while phones report', { timeout: 180_000 }, async () => {
  const waiting = await drafts(site, 2000, 32)
  let killed
  await press(waiting, (left) => {
    if (left === 20 && !killed) {
      killed = Date.now()
      process.kill(database(site).pid, 'SIGQUIT')
    }
  })
  assert.ok(killed, 'it was never killed')
  assert.equal(lostOrDoubled(site, waiting), '')
  // The program says for itself when it is well again, and nobody had to do anything.
  await insist(() => fetch(`${site.origin}/readyz`), (answer) => answer.status === 200, 10_000)
})

it('the answer is lost on the way, and the phone asks again', async () => {
  const [draft] = await drafts(site, 3000, 1)
  const { phone } = draft
  const cookie = [...phone.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const page = (await phone.go('/en/report/check')).body.toString()
  const token = /name="_token" value="([^"]*)"/.exec(page)[1]
  const body = new URLSearchParams({ _token: token, submission: draft.submission }).toString()
  const before = sql(site, 'select count(*) from incidents')
  const socket = net.connect(Number(new URL(site.origin).port), '127.0.0.1')
  socket.on('error', () => {})
  socket.write(`POST /en/report/check HTTP/1.1\r\nHost: ${new URL(site.origin).host}\r\nOrigin: ${site.origin}\r\nCookie: ${cookie}\r\n`
    + `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`)
  // It is stored; nobody ever reads the answer.
  await insist(async () => sql(site, 'select count(*) from incidents'), (count) => count !== before, 10_000)
  socket.destroy()
  await press([draft])
  assert.equal(lostOrDoubled(site, [draft]), '')
})

it('the same report is sent a hundred times at once, to two nodes', async () => {
  const other = await site.another()
  try {
    const [draft] = await drafts(site, 4000, 1)
    const answers = await Promise.all(Array.from({ length: 100 }, (_, n) => {
      draft.phone.origin = n % 2 ? other.origin : site.origin
      return insist(draft.send, (answer) => answer.status === 303)
    }))
    assert.deepEqual([...new Set(answers.map((answer) => answer.headers.location))], ['/en/report/sent'])
    assert.equal(lostOrDoubled(site, [draft]), '')
  } finally {
    await other.stop()
  }
})

it('an upload is cut at any byte, and what was typed before is still there', async () => {
  const phone = new Person(site.origin)
  await phone.send('/en/report', { category: 'pothole' })
  await phone.send('/en/report/where', { place: 'Kerk Street 5', lat: '-24.52', lon: '28.7', accuracy: '20' })
  await details(phone, { description: 'A hole as deep as a knee, in front of the school.' })
  const files = () => Number(sql(site, 'select count(*) from media'))
  const before = files()
  const { type, body } = multipart({ description: 'Changed.' }, [{ name: 'hole.jpg', bytes: PHOTO.buffer }])
  const cookie = [...phone.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const path = await target(phone)
  for (const part of [0, 0.1, 0.5, 0.9, 0.95]) {
    await new Promise((resolve) => {
      const socket = net.connect(Number(new URL(site.origin).port), '127.0.0.1')
      socket.on('error', resolve).on('close', resolve)
      socket.write(`POST ${path} HTTP/1.1\r\nHost: ${new URL(site.origin).host}\r\nOrigin: ${site.origin}\r\nCookie: ${cookie}\r\n`
        + `Content-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n`)
      socket.write(body.subarray(0, Math.floor(body.length * part)), () => setTimeout(() => socket.destroy(), 20))
    })
  }
  assert.equal(files(), before, 'half a picture was kept')
  // Words that came through whole before the cut are kept as well.
  assert.match((await phone.go('/en/report/details')).body.toString(), /A hole as deep as a knee|Changed\./)
  await details(phone, { description: 'A hole as deep as a knee, in front of the school.' }, [{ name: 'hole.jpg', bytes: PHOTO.buffer }])
  assert.equal(files(), before + 1)
})

it('the worker is killed while photos are made, and makes them afterwards', { timeout: 60_000 }, async () => {
  const phone = new Person(site.origin)
  await phone.send('/en/report', { category: 'pothole' })
  await phone.send('/en/report/where', { place: 'Kerk Street 9', lat: '-24.53', lon: '28.71', accuracy: '20' })
  const photos = [1, 2, 3].map((n) => ({ name: `${n}.jpg`, bytes: PHOTO.buffer }))
  await details(phone, { description: 'Three pictures of the same hole.' }, photos)
  await site.cut()
  await site.again()
  await insist(async () => sql(site, `select count(*) from media where state = 'received'`), (left) => left === '0', 45_000)
  assert.equal(sql(site, `select count(*) from media where state = 'failed'`), '0')
})

it('afterwards the history, the partitions and the files are whole', async () => {
  const env = { ...process.env, NABOOM_DATA_DIR: site.folder, NABOOM_LOG: 'error' }
  const { stdout } = await promisify(execFile)(process.env.NABOOM_BIN, ['check'], { env })
  assert.deepEqual(stdout.trim().split('\n').filter((line) => !line.startsWith('ok')), [])
})
