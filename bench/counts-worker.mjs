/**
 * Counts what an answer costs, in a process whose numbers depend neither on the clock nor on the
 * JIT.
 */
import { once } from 'node:events'
import { createHook } from 'node:async_hooks'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { ResponseDouble, createRequest } from './doubles.mjs'
import { median } from './median.mjs'
import { PAGES } from './pages.mjs'

/**
 * Bytes of a batch: many compared with the memory pages in which Node 20 counts, few compared with
 * new space.
 */
const BATCH = 20e6

const { BENCH_PACKAGE, BENCH_PAGES } = process.env
const { ssrPages } = await import(`${BENCH_PACKAGE}/dist/index.js`)
const pages = ssrPages({ dir: BENCH_PAGES })
const bare = (req, res) => void res.writeHead(200).end('x')

const counts = {}
for (const id of process.argv.slice(2)) {
  const answer = (req, res) => pages(req, res)
  // The first request imports the page's module.
  await promisesOf(answer, id, 1)
  counts[id] = {
    promises: (await promisesOf(answer, id, 100)) - (await promisesOf(bare, id, 100)),
    bytes: Math.round(bytesOf(answer, id) - bytesOf(bare, id)),
  }
}
process.send?.(counts, undefined, undefined, () => process.exit())

// Counts the promises that are created while a server answers sequential requests on one
// connection.
async function promisesOf(answer, id, requests) {
  let made = 0
  const hook = createHook({ init: (asyncId, type) => void (made += type === 'PROMISE' ? 1 : 0) })
  const server = createServer(answer)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  await /** @type {Promise<void>} */ (
    new Promise((resolve, reject) => {
      const text = toText(id)
      const socket = connect(port, '127.0.0.1', () => socket.write(text))
      hook.enable()
      let left = requests
      server.on('request', (req, res) => {
        res.once('finish', () => {
          left -= 1
          if (left > 0) return socket.write(text)
          hook.disable()
          socket.destroy()
          resolve()
        })
      })
      socket.on('data', () => {})
      socket.on('error', reject)
    })
  )
  await new Promise((resolve) => server.close(resolve))
  return made
}

function toText(id) {
  const { path, headers = {} } = PAGES[id]
  const lines = Object.entries({ host: 'localhost', ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  )
  return `GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`
}

// The bytes allocated for one answer. New space is too big to be collected within a batch. If it is
// collected anyway, the median leaves that batch out.
function bytesOf(answer, id) {
  const { path, headers } = PAGES[id]
  const size = Math.max(10, Math.min(1000, Math.round(BATCH / batch(20))))
  return median(Array.from({ length: 5 }, () => batch(size)))

  function batch(count) {
    globalThis.gc?.()
    const before = process.memoryUsage().heapUsed
    for (let left = count; left > 0; left--) {
      const req = createRequest(path, headers)
      answer(req, new ResponseDouble(req))
    }
    return (process.memoryUsage().heapUsed - before) / count
  }
}
