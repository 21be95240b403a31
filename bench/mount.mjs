import express from 'express'
import { PAGES } from './pages.mjs'

/**
 * Makes an Express app of a renderer's pages.
 *
 * @param pages - By the page's id, a function of the printed name that gives HTML, or a promise of it.
 * @param send - Puts the HTML onto `res`. [`res.send`]
 * @returns The app.
 */
export function expressOf(pages, send = (res, html) => res.send(html)) {
  const app = express()
  for (const [id, render] of Object.entries(pages)) {
    if (id === 'A') app.get(PAGES.A.path, async (req, res) => send(res, await render()))
    else app.get(PAGES[id].path, (req, res) => send(res, render(req.headers['x-name'])))
  }
  return app
}

/** Ends a response with HTML, without the ETag that `res.send` computes. */
export function endHTML(res, html) {
  res.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(html),
  })
  res.end(html)
}
