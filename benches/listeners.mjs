// Listeners of a stream, in a process of their own: `listeners.mjs PORT PATH COUNT`. Prints `open` when all are connected,
// and from then on, for every line `count N` it is given, waits until every listener has had N more messages and prints how
// many came and when: the first, the middle, the 99th of a hundred and the last, in milliseconds since 1970.

import net from 'node:net'
import { createInterface } from 'node:readline'
import { share } from './site.mjs'

const [port, path, count] = [Number(process.argv[2]), process.argv[3], Number(process.argv[4])]
const now = () => performance.timeOrigin + performance.now()
const times = []
let closed = 0
let wake = () => {}

function open(n) {
  return new Promise((resolve, reject) => {
    // Each address of this machine has its own set of ports.
    const socket = net.connect({ port, host: '127.0.0.1', localAddress: `127.0.0.${2 + (n % 8)}` })
    let head = false
    socket.once('connect', () =>
      socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept: text/event-stream\r\n\r\n`))
    socket.on('data', (bytes) => {
      const text = bytes.latin1Slice(0, bytes.length)
      if (!head) {
        if (!/^HTTP\/1.1 200/.test(text)) return reject(new Error(text.split('\r\n')[0]))
        head = true
        return resolve(socket)
      }
      for (let at = text.indexOf('id: '); at >= 0; at = text.indexOf('id: ', at + 4)) {
        if (at === 0 || text[at - 1] === '\n') {
          times.push(now())
          wake()
        }
      }
    })
    socket.once('error', reject)
    socket.once('close', () => closed++)
  })
}

for (let n = 0; n < count; ) {
  const some = Math.min(200, count - n)
  await Promise.all(Array.from({ length: some }, (_, i) => open(n + i)))
  n += some
}
times.length = 0
console.log('open')

createInterface({ input: process.stdin }).on('line', async (line) => {
  const wanted = Number(line.split(' ')[1]) * count
  const late = Date.now() + 20000
  while (times.length < wanted && Date.now() < late) {
    await new Promise((resolve) => { wake = resolve; setTimeout(resolve, 50) })
  }
  const sorted = times.splice(0).sort((a, b) => a - b)
  console.log(JSON.stringify({ came: sorted.length, closed, first: sorted[0], p50: share(sorted, 0.5), p99: share(sorted, 0.99), last: sorted.at(-1) }))
}).on('close', () => process.exit())
