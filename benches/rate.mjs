// Requests at a fixed rate, whatever the answers take (an open loop): each is timed from the moment it was due, so that an
// answer that holds up the next ones is counted with all of them.

import { request, sleep, spread } from './site.mjs'

/** `rate` requests a second for `seconds`, to addresses that `path()` gives. Milliseconds; faults are counted. */
export async function atRate(origin, path, rate, seconds) {
  const times = []
  let faults = 0
  const begun = performance.now()
  const all = []
  for (let n = 0; n < rate * seconds; n++) {
    const due = begun + (n * 1000) / rate
    const wait = due - performance.now()
    if (wait > 1) await sleep(wait)
    all.push(request(origin, path()).then(
      (answer) => (answer.status === 200 ? times.push(performance.now() - due) : faults++),
      () => faults++))
  }
  await Promise.all(all)
  return { rate, faults, ...spread(times) }
}
