// Measures the release program beside its peers, in the same run, on the same machine. `./dev bench` prepares what this
// needs and calls it; README.md of this folder says what each part does. Prints a table, and writes all figures as JSON.

import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { ready } from './draft.mjs'
import { atRate } from './rate.mjs'
import { Person, family, freePort, here, nginx, processor, pss, remove, request, run, scratch, serve, site, sleep } from './site.mjs'

const asked = Object.fromEntries(process.argv.slice(2).map((word) => word.replace(/^--/, '').split('=')))
const incidents = Number(asked.incidents || 1_000_000)
const idle = Number(asked.listeners || 20_000)
const seconds = Number(asked.seconds || 10)
const parts = (asked.parts || 'reads,tiles,reports,live').split(',')
const folder = asked.folder || scratch()
mkdirSync(folder, { recursive: true })

const rows = []
/** One line of the table: what, ours, the peer's or the limit, and the ratio. */
function note(what, ours, unit, peer, other, ratio) {
  rows.push({ what, ours, unit, peer, other, ratio: ratio === undefined ? undefined : Math.round(ratio * 100) / 100 })
  console.error(`${what}: ${ours} ${unit}${peer ? ` (${peer}: ${other})` : ''}${ratio === undefined ? '' : ` ratio ${ratio.toFixed(2)}`}`)
}

/** Requests a second that wrk gets, one thread and 32 connections, with processor seconds a request of the server. */
async function wrk(url, pid) {
  const of = () => family(pid).reduce((sum, p) => sum + processor(p), 0)
  const before = of()
  const out = await new Promise((resolve, reject) => {
    const child = spawn('wrk', ['-t1', '-c32', `-d${seconds}s`, url], { stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    child.stdout.on('data', (part) => (text += part))
    child.once('exit', (code) => (code ? reject(new Error(`wrk: ${code}`)) : resolve(text)))
  })
  if (/Non-2xx/.test(out)) throw new Error(`${url} did not answer 200:\n${out}`)
  const rate = Number(/Requests\/sec:\s+([\d.]+)/.exec(out)[1])
  const requests = Number(/(\d+) requests in/.exec(out)[1])
  return { rate, microseconds: ((of() - before) * 1e6) / requests }
}

const place = join(folder, 'peer')
const peerPort = await freePort()
const naboom = await site(incidents, join(folder, 'site'))
if (naboom.filling) note(`generated reports stored (naboom seed --incidents ${incidents})`, Math.round(incidents / naboom.filling.seconds), 'a second')

/** Random public references. */
const references = naboom.sql(`select reference from incidents tablesample system (1) where publication = 'public' order by random() limit 4000`).split('\n')
const any = (list) => list[Math.floor(Math.random() * list.length)]

if (parts.includes('reads')) {
  const codes = naboom.sql('select code from categories where retired_at is null').split('\n')
  const areas = naboom.sql('select code from areas where served').split('\n')
  const day = () => `20${any(['24', '25', '26'])}-0${1 + Math.floor(Math.random() * 9)}-${10 + Math.floor(Math.random() * 18)}`
  let n = 0
  // A name that no page knows makes an address whose answer is not kept.
  const lists = [
    () => `/en/incidents?cold=${n++}`,
    () => `/af/incidents?category=${any(codes)}&cold=${n++}`,
    () => `/en/incidents?area=${any(areas)}&status=open&cold=${n++}`,
    () => `/en/incidents?status=done&to=${day()}&cold=${n++}`,
    () => `/en/incidents?order=priority&cold=${n++}`,
  ]
  const words = ['clinic', 'brug', 'hornbill', 'taxi rank', 'kerkstraat', 'pothole joubert', 'zzzzqq', 'watre']
  const warm = async (path) => { for (let i = 0; i < 30; i++) await request(naboom.origin, path()) }
  for (const [what, path] of [
    ['list, cold, p99', () => any(lists)()],
    ['detail, cold, p99', () => `/${any(['en', 'af'])}/incidents/${any(references)}?cold=${n++}`],
    ['search, cold, p99', () => `/en/incidents?q=${encodeURIComponent(any(words))}&cold=${n++}`],
  ]) {
    await warm(path)
    const got = await atRate(naboom.origin, path, 20, seconds)
    note(`${what} (20 a second, ${got.n} answers, ${got.faults} faults; p50 ${got.p50}, max ${got.max})`, got.p99, 'ms', 'must', what.startsWith('detail') ? '500 ms' : '200 ms')
  }
  for (const [what, path] of [['list', '/en/incidents'], ['detail', `/en/incidents/${any(references)}`]]) {
    const body = (await request(naboom.origin, path)).body
    mkdirSync(place, { recursive: true })
    writeFileSync(join(place, `${what}.html`), body)
    const peer = await nginx(folder, `server { listen 127.0.0.1:${peerPort}; root ${place}; default_type text/html; }`)
    await sleep(300)
    const [theirs, ours] = [await wrk(`http://127.0.0.1:${peerPort}/${what}.html`, peer.pid), await wrk(naboom.origin + path, naboom.pid)]
    await peer.stop()
    note(`${what}, warm, ${body.length} bytes`, Math.round(ours.rate), 'a second', 'nginx, same bytes', `${Math.round(theirs.rate)} a second`, ours.rate / theirs.rate)
    note(`${what}, warm, processor time`, Math.round(ours.microseconds), 'us a request', 'nginx', `${Math.round(theirs.microseconds)} us`, theirs.microseconds / ours.microseconds)
  }
}

if (parts.includes('tiles')) {
  const [lon, lat] = [28.7166, -24.5163]
  const tile = (z, dx = 0) => {
    const x = Math.floor(((lon + 180) / 360) * 2 ** z) + dx
    const r = (lat * Math.PI) / 180
    const y = Math.floor(((1 - Math.log(Math.tan(r) + 1 / Math.cos(r)) / Math.PI) / 2) * 2 ** z)
    return `/map/tiles/${z}/${x}/${y}.mvt`
  }
  let n = 0
  for (const z of [6, 8, 10, 11, 12, 14, 16]) {
    const times = []
    let bytes = 0
    for (let i = 0; i < 9; i++) {
      const got = await request(naboom.origin, `${tile(z)}?cold=${n++}`)
      times.push(got.ms)
      bytes = got.body.length
    }
    const ours = times.sort((a, b) => a - b)[4]
    const [, x, y] = /(\d+)\/(\d+)\.mvt/.exec(tile(z))
    const out = run('pgbench', ['-n', '-h', naboom.socket, '-U', 'naboom_owner', '-f', join(here, 'tile.sql'), '-t', '3', '-D', `z=${z}`, '-D', `x=${x}`, '-D', `y=${y}`, 'naboom'])
    const theirs = Number(/latency average = ([\d.]+)/.exec(out)[1])
    note(`tile, cold, zoom ${z}, ${bytes} bytes, median of 9`, Math.round(ours * 10) / 10, 'ms', 'every row as a point, SQL alone', `${Math.round(theirs * 10) / 10} ms`, theirs / ours)
  }
  const path = tile(12)
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, 'tile.mvt'), (await request(naboom.origin, path)).body)
  const peer = await nginx(folder, `server { listen 127.0.0.1:${peerPort}; root ${place}; default_type application/x-protobuf; }`)
  await sleep(300)
  const [theirs, ours] = [await wrk(`http://127.0.0.1:${peerPort}/tile.mvt`, peer.pid), await wrk(naboom.origin + path, naboom.pid)]
  await peer.stop()
  note('tile, warm, zoom 12', Math.round(ours.rate), 'a second', 'nginx, same bytes', `${Math.round(theirs.rate)} a second`, ours.rate / theirs.rate)
}

/** Sends reports that are ready on their last page, so many at once; gives how many a second, and how long each took. */
async function send(ready, at) {
  const times = []
  const begun = performance.now()
  await Promise.all(Array.from({ length: at }, async () => {
    for (let next = ready.pop(); next; next = ready.pop()) {
      const answer = await next.send()
      if (answer.status !== 303) throw new Error(`a report was answered with ${answer.status}`)
      times.push(answer.ms)
    }
  }))
  return { rate: times.length / ((performance.now() - begun) / 1000), times: times.sort((a, b) => a - b) }
}

if (parts.includes('reports')) {
  const many = Number(asked.reports || 1500)
  const drafts = []
  for (let n = 0; n < many; n += 16) drafts.push(...(await Promise.all(Array.from({ length: 16 }, (_, i) => ready(naboom.origin, n + i)))))
  const ours = await send(drafts, 32)
  const pgbench = (at) => {
    const out = run('pgbench', ['-n', '-M', 'prepared', '-h', naboom.socket, '-U', 'naboom_app', '-f', join(here, 'report.sql'), '-c', String(at), '-j', '1', '-T', String(seconds), 'naboom'])
    return { rate: Number(/tps = ([\d.]+)/.exec(out)[1]), ms: Number(/latency average = ([\d.]+)/.exec(out)[1]) }
  }
  const theirs = pgbench(32)
  const spreadOf = (part) => Math.round(ours.times[Math.floor(ours.times.length * part)] * 10) / 10
  note(`durable reports, the whole request, 32 at once, fsync on (p50 ${spreadOf(0.5)} ms, p99 ${spreadOf(0.99)} ms)`, Math.round(ours.rate), 'a second', 'pgbench, the same rows', `${Math.round(theirs.rate)} a second`, ours.rate / theirs.rate)
}

/** Listeners in a process of their own. */
async function listen(port, path, count) {
  const process_ = serve('node', [join(here, 'listeners.mjs'), String(port), path, String(count)])
  const lines = createInterface({ input: process_.child.stdout })[Symbol.asyncIterator]()
  const opened = (await lines.next()).value
  if (opened !== 'open') throw new Error(`the listeners of ${path} did not connect`)
  return {
    async count(messages) {
      process_.child.stdin.write(`count ${messages}\n`)
      return JSON.parse((await lines.next()).value)
    },
    stop: process_.stop,
  }
}

if (parts.includes('live')) {
  const leader = await new Person(naboom.origin).signIn(naboom.people.leader)
  const reference = naboom.sql(`select reference from public_incidents where status = 'in_progress' order by number desc limit 1`)
  const priorities = ['low', 'medium', 'high', 'critical']
  let turn = 0
  const change = async () => {
    const at = `/en/moderation/${reference}`
    await leader.send(at, { act: 'priority', priority: priorities[turn++ % 4] })
    // The moment the event was written, just before the commit.
    return Number(naboom.sql(`select extract(epoch from max(at)) * 1000 from events`))
  }
  await change()

  // Memory of those who only wait, and what one change to all of them takes.
  const before = pss(naboom.pid)
  const all = await listen(naboom.port, '/live/incidents?lang=en', idle)
  await sleep(1000)
  const each = (pss(naboom.pid) - before) / idle
  note(`${idle} idle listeners, memory each`, Math.round(each * 10) / 10, 'KiB', 'must', '16 KiB', 16 / each)
  const crowd = []
  for (let i = 0; i < 5; i++) {
    const counted = all.count(1)
    const at = await change()
    crowd.push({ ...(await counted), at })
  }
  await all.stop()
  const fan = (list, count) => list.map((one) => (one.came / (one.last - one.first)) * 1000).sort((a, b) => a - b)[Math.floor(list.length / 2)]
  const lost = crowd.reduce((sum, one) => sum + idle - one.came, 0)
  const ourFan = fan(crowd)

  const few = await listen(naboom.port, '/live/incidents?lang=en', 1000)
  const screens = []
  for (let i = 0; i < 20; i++) {
    const counted = few.count(1)
    const at = await change()
    const got = await counted
    screens.push({ p50: got.p50 - at, p99: got.p99 - at, came: got.came })
  }
  await few.stop()
  const worst = Math.max(...screens.map((s) => s.p99))
  const middle = screens.map((s) => s.p99).sort((a, b) => a - b)[10]
  note('commit to screen, 1 000 listeners, p99 of each of 20 changes: the worst', Math.round(worst * 10) / 10, 'ms', 'must', '100 ms')
  note('the same, the median change', Math.round(middle * 10) / 10, 'ms')

  // The same for nginx with nchan: a message of the same length to as many subscribers.
  const message = 'x'.repeat(1000)
  const load = 'load_module /usr/lib/nginx/modules/ngx_nchan_module.so;'
  const peer = await nginx(folder, `server { listen 127.0.0.1:${peerPort};
    location = /sub { nchan_subscriber eventsource; nchan_channel_id a; }
    location = /pub { nchan_publisher; nchan_channel_id a; } }`, load)
  await sleep(500)
  const post = () => request(`http://127.0.0.1:${peerPort}`, '/pub', { method: 'POST', body: message })
  await post()
  const memory = () => family(peer.pid).reduce((sum, pid) => sum + pss(pid), 0)
  const empty = memory()
  const theirs = await listen(peerPort, '/sub', idle)
  await sleep(1000)
  const theirEach = (memory() - empty) / idle
  const theirCrowd = []
  for (let i = 0; i < 5; i++) {
    const counted = theirs.count(1)
    await post()
    theirCrowd.push(await counted)
  }
  await theirs.stop()
  await peer.stop()
  const theirFan = fan(theirCrowd)
  note(`fan-out of one change to ${idle} listeners (${lost} missing)`, Math.round(ourFan), 'deliveries a second', 'nginx with nchan', `${Math.round(theirFan)}`, ourFan / theirFan)
  note('memory of an idle listener', Math.round(each * 10) / 10, 'KiB', 'nginx with nchan', `${Math.round(theirEach * 10) / 10} KiB`, theirEach / each)
}

await naboom.stop()
const version = (name, args = ['--version']) => run('bash', ['-c', `${name} ${args.join(' ')} 2>&1 | head -n 1`]).trim()
const machine = {
  processor: `${cpus().length} x ${cpus()[0].model}`,
  memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
  system: /PRETTY_NAME="(.*)"/.exec(readFileSync('/etc/os-release', 'utf8'))[1],
  postgresql: version('psql'), nginx: version('nginx', ['-v']), wrk: version('wrk', ['-v']).split(' [')[0],
}
const out = asked.out || join(dirname(here), 'var/bench.json')
mkdirSync(dirname(out), { recursive: true })
writeFileSync(out, JSON.stringify({ incidents, machine, rows }, null, 2) + '\n')
console.log(`| What | Naboom | Beside it | Ratio |\n| --- | --- | --- | --- |`)
for (const r of rows) console.log(`| ${r.what} | ${r.ours} ${r.unit} | ${r.peer ? `${r.peer}: ${r.other}` : ''} | ${r.ratio ?? ''} |`)
if (!asked.folder) remove(folder)
process.exit()
