/** Times the pages of `islands.mjs`: `ask({ rounds })` returns the CPU microseconds of each round by page. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { ISLANDS } from './islands.mjs'
import { createWire, toText } from './wire.mjs'

/** Requests in a round. */
const REQUESTS = 100

/** What an island adds to the HTML of its component, and what React's integration adds to the page. */
const ADDED =
  /<link\b[^<>]*>|<script\b[^<>]*><\/script>|<\/?astro-island\b[^<>]*>|<!--astro:end-->/g

const { BENCH_PACKAGE, BENCH_PAGES } = process.env
const { ssrPages } = await import(`${BENCH_PACKAGE}/dist/index.js`)
const pages = ssrPages({ dir: BENCH_PAGES })
const send = createWire((req, res) => pages(req, res))
const texts = Object.entries(ISLANDS).map(([id, page]) => ({ id, text: toText(page) }))

const [island, plain] = await Promise.all(Object.values(ISLANDS).map(htmlOf))
if (!island.includes('<astro-island ') || island.replaceAll(ADDED, '') !== plain) {
  throw new Error(`The pages differ:\n${island}\n${plain}`)
}

process.on('message', async ({ rounds }) => {
  /** @type {Record<string, number[]>} */
  const times = Object.fromEntries(texts.map(({ id }) => [id, []]))
  for (let round = -40; round < rounds; round++) {
    for (const { id, text } of round % 2 === 0 ? texts : texts.toReversed()) {
      const time = await timeOf(text)
      // The first rounds are for V8's compilers.
      if (round >= 0) times[id].push(time)
    }
  }
  process.send?.(times)
})
process.on('disconnect', () => process.exit())
process.send?.('ready')

async function htmlOf({ path, headers }) {
  const response = await pages.fetch(new Request(`http://localhost${path}`, { headers }))
  return response.text()
}

// CPU time instead of the clock, because other processes use the machine, too. Each request gets a turn of
// the event loop, as from a socket. Otherwise what a page has left for the next turn, such as the wait
// before it streams, would be kept for all requests of a round.
async function timeOf(text) {
  const start = process.cpuUsage()
  for (let left = REQUESTS; left > 0; left--) {
    await send(text)
    await nextTurn()
  }
  const { user, system } = process.cpuUsage(start)
  return (user + system) / REQUESTS
}
