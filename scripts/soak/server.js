/**
 * The server under load: an ordinary Express app with our pages. It prints nothing unless something
 * is wrong, and sends its figures over the channel to the parent process.
 *
 *     node --expose-gc server.js <pages> [leak]
 */
import { readdirSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import compression from 'compression'
import express from 'express'
import { ssrPages } from 'ssr-pages'

/** Ways to leak on purpose. The script notices each in another way. */
const LEAKS = {
  listener: () => process.on('leaked', () => undefined),
  heap: () => leaked.push(Array.from({ length: 20_000 }, Math.random)),
  handle: () => leaked.push(setInterval(() => undefined, 1_000_000)),
  socket: (req) => req.socket.on('leaked', () => undefined),
  error: () => console.error('leaked'),
  answer: (req, res) => (res.locals.user = 'Eve'),
}

const [dir, leak] = process.argv.slice(2)
const leaked = []
/** The connection that stays open during the whole run. */
let kept

const app = express()
app.use((req, res, next) => {
  if (req.headers['x-kept'] !== undefined) kept = req.socket
  res.locals.user = 'Ada'
  LEAKS[leak]?.(req, res)
  next()
})
app.use(compression({ threshold: 0 }))
app.use('/account', (req, res, next) => {
  if (req.headers.authorization === 'Basic QWRh') next()
  else res.status(401).type('text').send('members only')
})
app.use(ssrPages({ dir, bodyLimit: 256 * 1024, onError: report }))
app.use((req, res) => res.status(404).type('text').send('host 404'))
// eslint-disable-next-line no-unused-vars -- Express tells error handlers by their four parameters
app.use((error, req, res, next) => {
  report(error)
  res
    .status(error.status ?? 500)
    .type('text')
    .send(`host ${error.code ?? error.name}`)
})

const server = app.listen(0, '127.0.0.1', () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  process.send?.({ port })
})
server.keepAliveTimeout = 60_000
process.on('message', async () => process.send?.(await readFigures()))
process.on('disconnect', () => process.exit())

// Errors of clients and intended errors of the pages are not reported.
function report(error) {
  if (error.isMeant || error.status < 500) return
  console.error(error)
}

async function readFigures() {
  // Objects freed by one collection may release others in the next turn of the event loop.
  for (let i = 0; i < 3; i++) {
    globalThis.gc?.()
    await turn()
  }
  const { rss, heapUsed } = process.memoryUsage()
  return {
    rss,
    heapUsed,
    handles: countBy(process.getActiveResourcesInfo()),
    sockets: await countSockets(),
    files: countFiles(),
    processListeners: countListeners(process),
    keptListeners: kept ? countListeners(kept) : {},
  }
}

function countSockets() {
  return new Promise((resolve) => server.getConnections((error, count) => resolve(count)))
}

/** The number of open file descriptors, on systems that list them. */
function countFiles() {
  try {
    return readdirSync('/proc/self/fd').length
  } catch {
    return undefined
  }
}

function countListeners(emitter) {
  return Object.fromEntries(
    emitter.eventNames().map((name) => [String(name), emitter.listenerCount(name)]),
  )
}

function countBy(names) {
  const counts = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}
