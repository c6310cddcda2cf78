// What drills need beside the site of the browser tests: its database, and phones that try again until they are answered.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ready } from '../../benches/draft.mjs'
import { sleep } from '../../benches/site.mjs'

// Phones with addresses of their own; the limits count addresses. Set before the site starts.
process.env.NABOOM_TRUSTED_PROXIES = '127.0.0.0/8'

/** Where the private database of a site is: process, socket. */
export function database(site) {
  const lines = readFileSync(join(site.folder, 'postgres/data/postmaster.pid'), 'utf8').split('\n')
  return { pid: Number(lines[0]), socket: lines[4] }
}

/** What one statement gives, as text. */
export function sql(site, statement) {
  const connect = ['-h', database(site).socket, '-U', 'naboom_owner', '-d', 'naboom', '-Atqc', statement]
  return execFileSync('psql', connect, { encoding: 'utf8' }).trim()
}

/** So many reports that wait for their last button, numbered from `first`. */
export async function drafts(site, first, count) {
  const made = []
  for (let n = 0; n < count; n += 8) {
    made.push(...(await Promise.all(Array.from({ length: Math.min(8, count - n) }, (_, i) => ready(site.origin, first + n + i)))))
  }
  return made
}

/** Does `what` until it gives an answer that `good` likes; a phone without an answer asks again. */
export async function insist(what, good, limit = 30_000) {
  const late = Date.now() + limit
  let last
  while (Date.now() < late) {
    try {
      last = await what()
      if (good(last)) return last
    } catch (error) {
      last = error
    }
    await sleep(50)
  }
  throw new Error(`no good answer in time; the last one: ${last?.status ?? last}`)
}

/** Presses the button of each draft, four at a time, until each is accepted; `now` and then something happens between. */
export async function press(waiting, between = () => {}) {
  const left = [...waiting]
  await Promise.all(Array.from({ length: 4 }, async () => {
    for (let draft = left.shift(); draft; draft = left.shift()) {
      between(left.length)
      draft.accepted = await insist(draft.send, (answer) => answer.status === 303 && answer.headers.location.endsWith('/report/sent'))
    }
  }))
}

/** The reports of these drafts as they are stored: exactly one each, or this says which are lost or doubled. */
export function lostOrDoubled(site, waiting) {
  const wanted = waiting.map((draft) => `('${draft.submission}'::uuid)`).join(',')
  return sql(site, `select s.id, (select count(*) from incidents i where i.submission_id = s.id) as n from (values ${wanted}) s(id)
    where (select count(*) from incidents i where i.submission_id = s.id) <> 1`)
}
