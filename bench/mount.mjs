import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import express from 'express'
import { PAGES } from './pages.mjs'

/**
 * Creates an Express app with a renderer's pages.
 *
 * @param pages - By page id, a function that takes the name to print and returns HTML or a promise
 *   of it.
 * @param send - Sends the HTML as `res`. (default: `res.send`)
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

/** The same app for a renderer that returns promises. */
export function asyncExpressOf(pages) {
  const app = express()
  for (const [id, render] of Object.entries(pages)) {
    app.get(PAGES[id].path, async (req, res) => {
      res.send(await render(req.headers['x-name']))
    })
  }
  return app
}

/**
 * Creates an Express app with one of its view engines.
 *
 * @param engine - Name of the engine and of its folder.
 * @param pages - By page id, the view and a function that returns its locals.
 * @returns The app.
 */
export function viewsOf(engine, pages) {
  const app = express()
  app.set('views', fileURLToPath(new URL(`components/${engine}`, import.meta.url)))
  app.set('view engine', engine)
  // Express would resolve the engine from its own folder.
  app.engine(engine, createRequire(import.meta.url)(engine).__express)
  for (const [id, [view, toLocals]] of Object.entries(pages)) {
    app.get(PAGES[id].path, (req, res) => res.render(view, toLocals(req.headers['x-name'])))
  }
  return app
}
