// The asset step: static/{css,js,img} and the locked packages become static/dist, which the program carries inside it.
//
//   css/*.css    each one bundled (its @imports), minified, lowered to the oldest browsers served
//   js/*.js      each one bundled into one classic script, minified, ES2015
//   img/**       as they are, drawings without comments and blanks
//   js/maplibre.js   the map library, as its authors built it: it makes its own worker out of its text, and only current
//                    browsers can draw with it
//   js/htmx.js   htmx from the package lock, rebuilt to ES2015 (as shipped it needs ES2020)
//
// Files and folders that begin with "_" are parts for others to import. Each result is named by its content
// (css/site.1a2b3c4d.css) and has .br and .gz copies beside it where they are smaller; manifest.json leads from the plain
// name to the hashed one. The same input gives the same bytes; a file that did not change is not written again, so that
// nothing is built after it for no reason.

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build, transform } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
const root = dirname(here)
const dist = join(here, 'dist')

/** The oldest browsers whose style sheets matter: Android WebView 51, KaiOS 2.5 (Gecko 48), iOS 10. */
const OLDEST = ['chrome51', 'firefox48', 'ios10']
/** Already compressed: a second compression only costs. */
const COMPRESSED = /\.(png|jpe?g|webp|avif|gif|ico|woff2|pmtiles)$/

const manifest = {}
const written = new Set(['manifest.json'])

/** Every file below a folder, relative to it, in a fixed order; nothing when there is no such folder. */
function files(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? files(join(folder, entry.name)).map((f) => join(entry.name, f)) : entry.name))
    .filter((name) => !name.split('/').some((part) => /^[._]/.test(part)))
    .sort()
}

/** The entry files of a folder: those with this ending directly in it. */
const entries = (folder, ending) => files(join(here, folder)).filter((name) => name.endsWith(ending) && !name.includes('/'))

function write(name, bytes) {
  const path = join(dist, name)
  written.add(name)
  if (existsSync(path) && readFileSync(path).equals(bytes)) return
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, bytes)
}

/** Stores one file under its hashed name, with its compressed copies. */
function store(name, content) {
  const bytes = Buffer.from(content)
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 8)
  const dot = name.lastIndexOf('.')
  const hashed = `${name.slice(0, dot)}.${hash}${name.slice(dot)}`
  manifest[name] = hashed
  write(hashed, bytes)
  if (COMPRESSED.test(name)) return
  copy(`${hashed}.br`, bytes, (b) =>
    brotliCompressSync(b, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: b.length } }))
  copy(`${hashed}.gz`, bytes, (b) => gzipSync(b, { level: 9 }))
}

/** A compressed copy. Its name holds the hash of what is inside, so one that is already there is right. */
function copy(name, bytes, compress) {
  if (existsSync(join(dist, name))) return written.add(name)
  const small = compress(bytes)
  if (small.length < bytes.length) write(name, small)
}

/** Pictures named in a style sheet: the address becomes the hashed one; one that does not exist is an error. */
const pictures = {
  name: 'pictures',
  setup(esbuild) {
    esbuild.onResolve({ filter: /./ }, ({ kind, path, resolveDir }) => {
      if (kind !== 'url-token' || path.startsWith('data:')) return
      const name = relative(here, join(resolveDir, path))
      if (!manifest[name]) return { errors: [{ text: `no such picture: static/${name}` }] }
      return { path: `../${manifest[name]}`, external: true }
    })
  },
}

/** A picture without comments and without the blanks between its tags. */
const bare = (svg) => svg.replace(/<!--[\s\S]*?-->/g, '').replace(/>\s+</g, '><').trim()

async function bundle(entry, options) {
  const result = await build({
    entryPoints: [join(here, entry)],
    bundle: true,
    minify: true,
    write: false,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
    absWorkingDir: root,
    ...options,
  })
  if (result.warnings.length) throw result
  store(entry, result.outputFiles[0].contents)
}

async function main() {
  for (const name of files(join(here, 'img'))) {
    const bytes = readFileSync(join(here, 'img', name))
    store(`img/${name}`, name.endsWith('.svg') ? bare(bytes.toString()) : bytes)
  }
  await Promise.all([
    ...entries('css', '.css').map((name) => bundle(`css/${name}`, { target: OLDEST, plugins: [pictures] })),
    ...entries('js', '.js').map((name) => bundle(`js/${name}`, { target: 'es2015', format: 'iife' })),
    // From the minified file: its authors' minifier and esbuild together save 1 KB over esbuild alone.
    transform(readFileSync(join(root, 'node_modules/htmx.org/dist/htmx.min.js'), 'utf8'),
      { target: 'es2015', minify: true, charset: 'utf8', legalComments: 'none' }).then((out) => store('js/htmx.js', out.code)),
  ])
  store('js/maplibre.js', readFileSync(join(root, 'node_modules/maplibre-gl/dist/maplibre-gl.js')))

  const sorted = Object.fromEntries(Object.entries(manifest).sort(([a], [b]) => (a < b ? -1 : 1)))
  for (const name of files(dist)) if (!written.has(name)) rmSync(join(dist, name))
  write('manifest.json', Buffer.from(JSON.stringify(sorted, null, 2) + '\n'))
}

main().catch((failure) => {
  const messages = [...(failure.errors ?? []), ...(failure.warnings ?? [])]
  for (const { text, location } of messages) console.error(`${location ? `${location.file}:${location.line}: ` : ''}${text}`)
  if (!messages.length) console.error(failure.message)
  process.exitCode = 1
})
