// What every browser test needs: the real program on a free port with a private database and a folder of its own, the demo
// people, Chromium, and axe. NABOOM_BIN names the program (./dev test sets it), CHROMIUM the browser.

import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const LANGS = ['en', 'af']
/** The phone most people hold, and a desk. */
export const PHONE = { width: 360, height: 640 }
export const DESK = { width: 1280, height: 800 }

const axe = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8')
const program = process.env.NABOOM_BIN || join(root, 'target/debug/naboom')

const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })

/** Runs the program to its end and gives what it printed. */
function run(args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let out = ''
    let log = ''
    child.stdout.on('data', (text) => (out += text))
    child.stderr.on('data', (text) => (log += text))
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve(out) : reject(new Error(`naboom ${args.join(' ')}: ${code}\n${log}`))))
  })
}

/**
 * The program, seeded, answering. `people` leads from a role to { login, password }; `reports` are taken in first, in the
 * columns of an import.
 */
export async function start(reports = []) {
  const folder = mkdtempSync(join(tmpdir(), 'nb-'))
  // The database server runs as another account when this one is root; it must be able to pass.
  chmodSync(folder, 0o755)
  const port = await freePort()
  const env = {
    ...process.env,
    NABOOM_LISTEN: `127.0.0.1:${port}`,
    NABOOM_DATA_DIR: folder,
    NABOOM_LOG: process.env.NABOOM_LOG || 'warn',
  }
  for (const name of ['DATABASE_URL', 'REDIS_URL', 'S3_BUCKET', 'NABOOM_ORIGIN', 'NABOOM_SAMPLE_DATA', 'DATABASE_OWNER_URL']) delete env[name]
  try {
    await run(['seed'], env)
    if (reports.length) {
      const file = join(folder, 'reports.ndjson')
      writeFileSync(file, reports.map((row) => JSON.stringify(row)).join('\n'))
      await run(['import', file], env)
    }
    const people = demoPeople(await run(['seed', '--demo'], env))
    let log = ''
    let child, ended
    const serve = async () => {
      child = spawn(program, ['serve'], { env, cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
      child.stderr.on('data', (text) => (log += text))
      ended = new Promise((resolve) => child.once('exit', resolve))
      await new Promise((resolve, reject) => {
        child.stdout.on('data', (text) => String(text).includes('answers at') && resolve())
        child.once('exit', (code) => reject(new Error(`naboom serve ended with ${code}\n${log}`)))
      })
    }
    // A test run that is cut off leaves nothing running.
    process.once('exit', () => child.kill('SIGTERM'))
    await serve()
    const site = {
      origin: `http://127.0.0.1:${port}`,
      folder,
      people,
      log: () => log,
      /** Ends the program without a word, as a power cut does. */
      async cut() {
        child.kill('SIGKILL')
        await ended
      },
      /** Starts it again on the same folder. */
      again: serve,
      /** Another node over the same folder and database. */
      async another() {
        const port = await freePort()
        const child = spawn(program, ['serve'], { env: { ...env, NABOOM_LISTEN: `127.0.0.1:${port}`, NABOOM_ORIGIN: site.origin }, cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
        child.stderr.on('data', (text) => (log += text))
        const ended = new Promise((resolve) => child.once('exit', resolve))
        process.once('exit', () => child.kill('SIGTERM'))
        await new Promise((resolve, reject) => {
          child.stdout.on('data', (text) => String(text).includes('answers at') && resolve())
          child.once('exit', (code) => reject(new Error(`another node ended with ${code}\n${log}`)))
        })
        return { origin: `http://127.0.0.1:${port}`, stop: () => (child.kill('SIGTERM'), ended) }
      },
      /** Ends this node as a rolling restart does. */
      async end() {
        child.kill('SIGTERM')
        await ended
      },
      async stop() {
        child.kill('SIGTERM')
        await ended
        rmSync(folder, { recursive: true, force: true })
      },
    }
    return site
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

/** Reads what `naboom seed --demo` printed: a line for each role with its login and password. */
function demoPeople(printed) {
  const people = {}
  for (const [, role, login, password] of printed.matchAll(/^\s*(resident|leader|officer|editor|admin)\s+(\S+)\s+(\S+)\s*$/gm)) {
    people[role] = { login, password }
  }
  return people
}

export function openBrowser(more = []) {
  const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
    .find((path) => path && existsSync(path))
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', ...more],
  })
}

/** A page of a fresh visitor; `faults` collects what the browser complains about (CSP, scripts, missing files). */
export async function visitor(browser, site, options = {}) {
  const context = await browser.newContext({ baseURL: site.origin, viewport: PHONE, locale: 'en-ZA', ...options })
  const page = await context.newPage()
  const faults = []
  page.on('console', (message) => message.type() === 'error' && !/status of (404|403|422|401|409)/.test(message.text()) && faults.push(message.text()))
  page.on('pageerror', (error) => faults.push(String(error)))
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    if (/^http/.test(protocol) && origin !== site.origin) faults.push(`asks a third party: ${request.url()}`)
  })
  return { context, page, faults }
}

export async function signIn(page, site, role, lang = 'en') {
  const { login, password } = site.people[role]
  await page.goto(`/${lang}/sign-in`)
  await page.fill('input[autocomplete=username]', login)
  await page.fill('input[type=password]', password)
  await page.click('main button[type=submit]')
  await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'))
}

/** Everything axe finds wrong on the page as it is now, in words. */
export async function axeFaults(page) {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }))
  return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`))
}

/** How far the page runs over the right edge, in pixels; scrolling boxes inside it do not count. */
export const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
