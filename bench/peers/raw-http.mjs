import { once } from 'node:events'
import { piece, pieces, wait } from '../data.mjs'
import { endHTML } from '../mount.mjs'
import { PAGES } from '../pages.mjs'
import { ready } from '../ready.mjs'

const JSON_TYPE = { 'content-type': 'application/json' }

/** Every answer is ready before the first request: the cost of Node itself. */
export default () => {
  const routes = new Map(
    Object.entries(ready).map(([id, html]) => [PAGES[id].path, (req, res) => endHTML(res, html)]),
  )
  routes.set(PAGES.A.path, (req, res) => void wait().then(() => endHTML(res, ready.A)))
  routes.set(PAGES.J.path, (req, res) =>
    res.writeHead(200, JSON_TYPE).end('{"id":42,"name":"Ada"}'),
  )
  routes.set(PAGES.P.path, echo)
  routes.set(PAGES.R.path, answerOk)
  routes.set(PAGES.B.path, stream)
  return (req, res) => routes.get(req.url)(req, res)
}

async function echo(req, res) {
  const chunks = []
  for await (const chunk of req) chunks.push(chunk)
  const body = JSON.parse(Buffer.concat(chunks).toString())
  res.writeHead(200, JSON_TYPE).end(JSON.stringify(body))
}

function answerOk(req, res) {
  const seen = String(req.headers['x-name'].length)
  res.writeHead(200, { 'content-type': 'text/plain;charset=UTF-8', 'x-seen': seen }).end('ok')
}

async function stream(req, res) {
  res.writeHead(200, { 'content-type': 'application/octet-stream' })
  for (let sent = 0; sent < pieces; sent++) {
    if (!res.write(piece)) await once(res, 'drain')
  }
  res.end()
}
