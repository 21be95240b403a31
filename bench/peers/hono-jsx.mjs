import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { jsx } from 'hono/jsx'
import { Hello, Products, Spiral, Table, Wait } from '../.built/peers/hono-jsx.mjs'
import { spiral, wait } from '../data.mjs'
import { PAGES } from '../pages.mjs'

/** Its own Hono server, without Express. */
export default () => {
  const app = new Hono()
  app.get(PAGES.H.path, (c) => c.html(render(Hello, { name: c.req.header('x-name') })))
  app.get(PAGES.S.path, (c) => c.html(render(Spiral, { tiles: spiral() })))
  app.get(PAGES.T.path, (c) => c.html(render(Table)))
  app.get(PAGES.L.path, (c) => c.html(render(Products)))
  app.get(PAGES.A.path, async (c) => {
    await wait()
    return c.html(render(Wait))
  })
  return getRequestListener(app.fetch)
}

function render(component, props = {}) {
  return `<!doctype html>${String(jsx(component, props))}`
}
