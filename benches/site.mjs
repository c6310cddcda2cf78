// What the benches need: the release program over a private database of its own with as many reports as wanted, peers
// started beside it, and a client that signs in as a demo person.

import { spawn, execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const here = fileURLToPath(new URL('.', import.meta.url))
const program = process.env.NABOOM_BIN

export const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })

/** A folder that the account of the database server may pass. */
export function scratch() {
  const folder = mkdtempSync(join(tmpdir(), 'nb-'))
  chmodSync(folder, 0o755)
  return folder
}

/** Runs a program to its end and gives what it printed. */
export function run(name, args, options = {}) {
  return execFileSync(name, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 28, ...options })
}

/** Starts a program that may hold many sockets; `ready` says from its output that it serves. */
export function serve(name, args, { env = process.env, ready, cwd } = {}) {
  const child = spawn('bash', ['-c', 'ulimit -n 65536 2>/dev/null; exec "$0" "$@"', name, ...args], { env, cwd, stdio: ['pipe', 'pipe', 'inherit'] })
  process.once('exit', () => child.kill('SIGTERM'))
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const started = ready && new Promise((resolve, reject) => {
    child.stdout.on('data', (text) => String(text).includes(ready) && resolve())
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)))
  })
  return { child, pid: child.pid, started, stop: () => (child.kill('SIGTERM'), ended) }
}

/** The site with `incidents` reports, answering. A folder that was kept is used again as it is. */
export async function site(incidents, folder) {
  const fresh = !existsSync(join(folder, 'made'))
  const port = await freePort()
  const env = { ...process.env, NABOOM_LISTEN: `127.0.0.1:${port}`, NABOOM_DATA_DIR: folder, NABOOM_LOG: 'error', NABOOM_TRUSTED_PROXIES: '127.0.0.0/8' }
  for (const name of ['DATABASE_URL', 'DATABASE_OWNER_URL', 'REDIS_URL', 'S3_BUCKET', 'NABOOM_ORIGIN', 'NABOOM_SAMPLE_DATA']) delete env[name]
  let filling
  if (fresh) {
    run(program, ['seed'], { env })
    const begun = Date.now()
    run(program, ['seed', '--incidents', String(incidents)], { env })
    filling = { reports: incidents, seconds: (Date.now() - begun) / 1000 }
    writeFileSync(join(folder, 'made'), String(incidents))
  }
  const printed = run(program, ['seed', '--demo'], { env })
  const people = {}
  for (const [, role, login, password] of printed.matchAll(/^\s*(\w+)\s+(\S+@\S+)\s+(\S+)\s*$/gm)) people[role] = { login, password }
  const server = serve(program, ['serve'], { env, ready: 'answers at' })
  await server.started
  const sql = (text) => run('psql', ['-h', socket(folder), '-U', 'naboom_owner', '-d', 'naboom', '-Atqc', text], { env }).trim()
  if (fresh) sql('vacuum analyze')
  return { ...server, port, origin: `http://127.0.0.1:${port}`, folder, env, people, sql, filling, socket: socket(folder) }
}

/** The folder of the private database's socket, as the program chose it. */
function socket(folder) {
  const lines = readFileSync(join(folder, 'postgres/data/postmaster.pid'), 'utf8').split('\n')
  return lines[4]
}

/** Memory of a process that it shares with nobody, plus its share of the rest, in KiB. */
export const pss = (pid) => Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1])

/** Processor time of a process so far, in seconds. */
export function processor(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** The children of a process, with itself. */
export const family = (pid) => [pid, ...run('bash', ['-c', `pgrep -P ${pid} || true`]).trim().split('\n').filter(Boolean).map(Number)]

const agent = new http.Agent({ keepAlive: true, maxSockets: 1024 })

/** One request; gives status, headers, body and how long it took in milliseconds. */
export function request(origin, path, { method = 'GET', headers = {}, body } = {}) {
  const begun = performance.now()
  return new Promise((resolve, reject) => {
    const sent = http.request(origin + path, { method, headers, agent }, (answer) => {
      const parts = []
      answer.on('data', (part) => parts.push(part))
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts), ms: performance.now() - begun }))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** Somebody with cookies, who fills in forms. */
export class Person {
  constructor(origin) {
    this.origin = origin
    this.cookies = new Map()
  }

  async go(path, options = {}) {
    const headers = { ...options.headers, cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
    const answer = await request(this.origin, path, { ...options, headers })
    for (const line of answer.headers['set-cookie'] || []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)
      this.cookies.set(name, value)
    }
    return answer
  }

  /** Sends a form with the token that the page at `from` carries. */
  async send(path, fields, from = path) {
    const page = (await this.go(from)).body.toString()
    const hidden = (name) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1]
    const body = new URLSearchParams({ _token: hidden('_token'), ...(hidden('version') && { version: hidden('version') }), ...fields })
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: this.origin }
    const answer = await this.go(path, { method: 'POST', headers, body: body.toString() })
    if (answer.status !== 303) throw new Error(`POST ${path}: ${answer.status}`)
    return answer
  }

  async signIn({ login, password }) {
    await this.send('/en/sign-in', { login, password })
    return this
  }
}

/** The value below which this share of the sorted numbers lies. */
export const share = (numbers, part) => numbers[Math.min(numbers.length - 1, Math.floor(numbers.length * part))]

/** p50, p99 and the largest, with two decimals. */
export function spread(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  const round = (n) => Math.round(n * 100) / 100
  return { n: sorted.length, p50: round(share(sorted, 0.5)), p99: round(share(sorted, 0.99)), max: round(sorted.at(-1)) }
}

/** nginx with this inside `http {}`; its folder holds what it serves. */
export async function nginx(folder, http, load = '') {
  mkdirSync(join(folder, 'nginx'), { recursive: true })
  const conf = join(folder, 'nginx.conf')
  writeFileSync(conf, `${load}
daemon off; worker_processes 1; worker_rlimit_nofile 65536; pid ${folder}/nginx.pid; error_log /dev/null; user root;
events { worker_connections 60000; }
http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; open_file_cache max=100; ${http} }`)
  const server = serve('nginx', ['-c', conf, '-p', join(folder, 'nginx')])
  return server
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

export function remove(folder) {
  rmSync(folder, { recursive: true, force: true })
}
