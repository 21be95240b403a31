/**
 * Answers requests in an Express app, through `node:http` without a socket: `ask({ id, ms })` returns
 * the CPU microseconds of a request. BENCH_VIEWS says how the app renders: `own route`, `res.render`,
 * `ejs`, or not at all (`host`, and `host, views` with the middleware of views in front).
 */
import { createServer } from 'node:http'
import express from 'express'
import { links, products, rows, spiral } from './data.mjs'
import { findDifference } from './document.mjs'
import { viewsOf } from './mount.mjs'
import { PAGES } from './pages.mjs'
import { ready } from './ready.mjs'
import { createWire, toText } from './wire.mjs'

const { BENCH_PACKAGE, BENCH_PAGES, BENCH_VIEWS = '' } = process.env
/** @type {Record<string, [view: string, toProps: (name: unknown) => object]>} */
const VIEWS = {
  H: ['hello', (name) => ({ name })],
  S: ['spiral', () => ({ tiles: spiral() })],
  T: ['table', () => ({ rows })],
  L: ['products', () => ({ links, products })],
}
const APPS = {
  ejs: () => viewsOf('ejs', VIEWS),
  // Behind a route of Express, which every handler that renders has passed.
  'own route': async () => {
    const [app, pages] = [express(), await load()]
    for (const id of Object.keys(VIEWS)) app.get(PAGES[id].path, pages)
    return app
  },
  'res.render': async () => {
    const app = express().use((await load()).views)
    for (const [id, [view, toProps]] of Object.entries(VIEWS)) {
      app.get(PAGES[id].path, (req, res) => res.render(view, toProps(req.headers['x-name'])))
    }
    return app
  },
  host: () => withHost(express()),
  'host, views': async () => withHost(express().use((await load()).views)),
}

const app = await APPS[BENCH_VIEWS]()
if (!BENCH_VIEWS.startsWith('host')) await verify()
const send = createWire(app)
process.on('message', async ({ id, ms }) => process.send?.(await timeOf(id, ms)))
process.on('disconnect', () => process.exit())
process.send?.('ready')

async function load() {
  const { ssrPages } = await import(`${BENCH_PACKAGE}/dist/index.js`)
  return ssrPages({ dir: BENCH_PAGES })
}

function withHost(host) {
  return host.get('/host', (req, res) => res.end('ok'))
}

async function verify() {
  const server = createServer(app)
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  for (const id of Object.keys(VIEWS)) {
    const { path, headers } = PAGES[id]
    const text = await (await fetch(`http://127.0.0.1:${port}${path}`, { headers })).text()
    const difference = findDifference(ready[id], text)
    if (difference) throw new Error(`${BENCH_VIEWS} answers ${path} otherwise: ${difference}`)
  }
  server.closeAllConnections()
  server.close()
}

// CPU time instead of the clock, because other processes use the machine, too.
async function timeOf(id, ms) {
  const text = toText(id === 'host' ? { path: '/host' } : PAGES[id])
  const start = process.cpuUsage()
  const end = performance.now() + ms
  let count = 0
  for (; performance.now() < end; count++) await send(text)
  const { user, system } = process.cpuUsage(start)
  return (user + system) / count
}
