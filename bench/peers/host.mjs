import express from 'express'
import { PAGES } from '../pages.mjs'

const { BENCH_PACKAGE, BENCH_PAGES } = process.env

/** An app with two routes of its own: alone, or with our pages in front. */
export default async (name) => {
  const app = express()
  if (name === 'host-with-pages') {
    const { ssrPages } = await import(`${BENCH_PACKAGE}/dist/index.js`)
    app.use(ssrPages({ dir: BENCH_PAGES }))
  }
  app.get(PAGES.H.path, (req, res) => res.send('<h1>Hello</h1>'))
  app.get('/mine', (req, res) => res.send('mine'))
  return app
}
