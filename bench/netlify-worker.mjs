/**
 * Calls the Netlify function of the pages in a loop: `ask({ id, ms })` returns the microseconds per
 * answer. With an id such as `H, read`, each answer is also read as Netlify's runtime reads it.
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

async function timeOf(name, ms) {
  const [id, isRead] = name.split(', ')
  let used = 0
  let count = 0
  for (const end = performance.now() + ms; performance.now() < end; count += BATCH) {
    const requests = Array.from({ length: BATCH }, () => createRequest(PAGES[id]))
    const start = process.cpuUsage()
    for (const request of requests) {
      const response = await handle(request, context)
      if (response.status !== 200) throw new Error(`The function answered ${response.status}.`)
      if (isRead) await read(response)
    }
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
  const sent = new Response(body, { status, headers: new Headers(headers) })
  for await (const chunk of sent.body ?? []) if (chunk.length === 0) throw new Error('Empty.')
}
