// Two nodes over one database: each is stopped and started while people read and report, and all who listen come back at once.

import assert from 'node:assert/strict'
import http from 'node:http'
import { after, before, it } from 'node:test'
import { Person, request, sleep } from '../../benches/site.mjs'
import { start } from '../browser/support.mjs'
import { drafts, insist, lostOrDoubled, sql } from './support.mjs'

let site
before(async () => {
  // What a balancer needs to notice that a node is about to stop.
  process.env.NABOOM_DRAIN = '1'
  site = await start()
})
after(() => site?.stop())

/** Listens to the public list at a node; collects the ids of events. */
function listen(origin, ids, from) {
  return new Promise((resolve, reject) => {
    const asked = http.get(`${origin}/live/incidents?lang=en`, { agent: false, headers: from ? { 'last-event-id': from } : {} }, (answer) => {
      answer.setEncoding('latin1')
      answer.on('data', (text) => {
        for (const [, id] of text.matchAll(/^id: ?(.+)$/gm)) ids.push(id)
      })
      answer.on('error', () => {})
      resolve(asked)
    })
    asked.on('error', reject)
  })
}

it('a rolling restart under load loses no request and no report', { timeout: 120_000 }, async () => {
  const other = await site.another()
  const nodes = [site.origin, other.origin]
  const ready = new Set(nodes)
  let stop = false
  // The balancer: asks each node whether it is ready, and sends people to one that is.
  const balancer = (async () => {
    while (!stop) {
      for (const node of nodes) {
        const well = await fetch(`${node}/readyz`, { headers: { connection: 'close' } }).then((answer) => answer.status === 200, () => false)
        if (well) ready.add(node)
        else ready.delete(node)
      }
      await sleep(100)
    }
  })()
  const faults = []
  let answers = 0
  const reader = async (n) => {
    for (let turn = n; !stop; turn++) {
      const list = [...ready]
      if (list.length === 0) { faults.push('no node was ready'); await sleep(50); continue }
      try {
        const answer = await request(list[turn % list.length], turn % 2 ? '/en/incidents' : `/en/incidents?fresh=${turn}`, { headers: { connection: 'close', host: new URL(site.origin).host } })
        answers += 1
        if (answer.status !== 200) faults.push(`${answer.status}`)
      } catch (error) {
        faults.push(String(error))
      }
    }
  }
  const waiting = await drafts(site, 5000, 24)
  const readers = [0, 1, 2, 3].map(reader)
  const reporting = (async () => {
    for (const draft of waiting) {
      draft.phone.origin = [...ready][0] ?? site.origin
      try {
        const answer = await draft.send()
        if (answer.status !== 303) faults.push(`report: ${answer.status}`)
      } catch (error) {
        faults.push(`report: ${error}`)
      }
      await sleep(150)
    }
  })()
  await sleep(300)
  await other.stop()
  const third = await site.another()
  nodes[1] = third.origin
  await insist(async () => ready.has(third.origin), Boolean, 10_000)
  await site.end()
  await site.again()
  await insist(async () => ready.has(site.origin), Boolean, 10_000)
  await reporting
  stop = true
  await Promise.all([...readers, balancer])
  await third.stop()
  assert.deepEqual(faults, [])
  assert.ok(answers > 50, `only ${answers} answers`)
  assert.equal(lostOrDoubled(site, waiting), '')
})

it('a thousand listeners come back within a second of a kill, and none misses what happened', { timeout: 120_000 }, async () => {
  const leader = await new Person(site.origin).signIn(site.people.leader)
  const reference = sql(site, `select reference from public_incidents where status in ('reported', 'acknowledged', 'in_progress') order by number limit 1`)
  const priorities = ['low', 'high']
  let turn = 0
  const change = () => leader.send(`/en/moderation/${reference}`, { act: 'priority', priority: priorities[turn++ % 2] })
  const COUNT = 1000
  const heard = Array.from({ length: COUNT }, () => [])
  const open = async () => {
    const streams = []
    for (let n = 0; n < COUNT; n += 100) {
      streams.push(...(await Promise.all(heard.slice(n, n + 100).map((ids) => insist(() => listen(site.origin, ids, ids.at(-1)), Boolean)))))
    }
    return streams
  }
  let streams = await open()
  await change()
  await insist(async () => heard.every((ids) => ids.length > 0), Boolean)
  await site.cut()
  for (const stream of streams) stream.destroy()
  await site.again()
  // Something happens before they are back.
  await change()
  const seen = heard.map((ids) => ids.length)
  streams = await open()
  const places = () => new Set(heard.map((ids) => ids.at(-1))).size
  await insist(async () => heard.every((ids, n) => ids.length > seen[n]) && places() === 1, Boolean)
  assert.equal(places(), 1, 'all are at the same place')
  for (const stream of streams) stream.destroy()
})
