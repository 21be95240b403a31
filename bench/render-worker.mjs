/**
 * Renders pages in a loop, without a server: `ask({ id, ms })` returns the microseconds per page.
 */
import { ResponseDouble, createRequest, flatten } from './doubles.mjs'
import { PAGES } from './pages.mjs'
import { template } from './template.mjs'

const { BENCH_PACKAGE, BENCH_PAGES, BENCH_SENT } = process.env
const byFunction = BENCH_SENT === undefined ? byTemplate : byTemplateSent
const render = BENCH_PACKAGE === undefined ? byFunction : await byPackage()

process.on('message', ({ id, ms }) => process.send?.(timeOf(id, ms)))
process.on('disconnect', () => process.exit())
process.send?.('ready')

// CPU time instead of the clock, because other processes use the machine, too.
function timeOf(id, ms) {
  const start = process.cpuUsage()
  const end = performance.now() + ms
  let count = 0
  while (performance.now() < end) {
    for (let left = 8; left > 0; left--) render(id)
    count += 8
  }
  const { user, system } = process.cpuUsage(start)
  return (user + system) / count
}

function byTemplate(id) {
  return flatten(template[id](PAGES[id].headers?.['x-name']))
}

/**
 * Adds the work of the package besides rendering: a request, a response and the length of the text.
 */
function byTemplateSent(id) {
  const { path, headers } = PAGES[id]
  const req = createRequest(path, headers)
  const res = new ResponseDouble(req)
  const html = template[id](req.headers['x-name'])
  res.setHeader('content-type', 'text/html; charset=utf-8')
  res.setHeader('content-length', Buffer.byteLength(html))
  res.writeHead(200)
  res.end(html)
  return res.size
}

async function byPackage() {
  const { ssrPages } = await import(`${BENCH_PACKAGE}/dist/index.js`)
  const pages = ssrPages({ dir: BENCH_PAGES })
  // The first request imports the page's module.
  for (const id of Object.keys(template)) await ask(pages, id).done
  return (id) => {
    const { res } = ask(pages, id)
    if (res.size === 0) throw new Error(`The page ${id} was not rendered synchronously.`)
    return res.size
  }
}

function ask(pages, id) {
  const { path, headers } = PAGES[id]
  const req = createRequest(path, headers)
  const res = new ResponseDouble(req)
  return { res, done: pages(req, res, fail) }
}

function fail(error) {
  throw error ?? new Error('There is no such page.')
}
