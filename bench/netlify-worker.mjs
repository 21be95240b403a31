/**
 * Calls the Netlify function of the pages in a loop, as Netlify's runtime does: `ask({ id, ms })`
 * returns the microseconds per answer, which is read to its end.
 */
import { PAGES } from './pages.mjs'

/** Requests that are created before the clock starts. */
const BATCH = 50

const { BENCH_PACKAGE, BENCH_PAGES } = process.env
const { createHandler } = await import(`${BENCH_PACKAGE}/dist/netlify.js`)
const { manifest, modules } = await import(`${BENCH_PAGES}/_site.mjs`)
const handle = createHandler(manifest, modules)
const context = { ip: '10.0.0.1' }

process.on('message', async ({ id, ms }) => process.send?.(await timeOf(id, ms)))
process.on('disconnect', () => process.exit())
process.send?.('ready')

async function timeOf(id, ms) {
  let used = 0
  let count = 0
  for (const end = performance.now() + ms; performance.now() < end; count += BATCH) {
    const requests = Array.from({ length: BATCH }, () => createRequest(PAGES[id]))
    const start = process.cpuUsage()
    for (const request of requests) await read(await handle(request, context))
    const { user, system } = process.cpuUsage(start)
    used += user + system
  }
  return used / count
}

function createRequest({ path, method, headers, body }) {
  return new Request(`https://bench.test${path}`, { method, headers, body })
}

// Netlify's runtime creates a response with more headers, and reads the body of that one.
async function read({ status, headers, body }) {
  if (status !== 200) throw new Error(`The function answered ${status}.`)
  const sent = new Response(body, { status, headers: new Headers(headers) })
  for await (const chunk of sent.body ?? []) if (chunk.length === 0) throw new Error('Empty.')
}
