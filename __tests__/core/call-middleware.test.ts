import { once } from 'node:events'
import { createServer } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, describe, expect, test } from '@jest/globals'
import supertest from 'supertest'
import { until } from '../support/until.ts'
import { type Files, createApp, createSite, removeSites } from '../support/site.ts'

// Pages tell the tests, in the same process, what becomes of them.
const seen: string[] = []
Object.assign(globalThis, { seenByTests: seen })

const PAGES: Files = {
  'slow.mjs':
    'export default () => html`<p>first</p>${new Promise((done) => setTimeout(done, 30, "last"))}`',
  'endless.mjs': `async function* forever() {
    try {
      for (;;) yield await new Promise((done) => setTimeout(done, 5, 'x'))
    } finally {
      seenByTests.push('ended')
    }
  }
  export default () => html\`<p>first</p>\${forever()}\``,
  'throws.mjs': 'export default () => { throw new Error("page failed") }',
  'late-cookie.mjs': `export default ({ cookies }) => html\`<p>first</p>\${new Promise((done) => setTimeout(done, 30)).then(() => {
    try { cookies.set('late', '1') } catch (error) { seenByTests.push(error.code) }
  })}\``,
  'redirect.mjs': 'export const GET = () => Response.redirect("http://localhost/x", 303)',
  'fetched.mjs':
    'export const GET = ({ url }) => fetch(`http://127.0.0.1:${url.searchParams.get("port")}`)',
  'empty-404.mjs': 'export const GET = () => new Response(null, { status: 404 })',
  'empty-500.mjs': 'export const GET = () => new Response(null, { status: 500 })',
  'to-empty-404.mjs': 'export default (Astro) => Astro.rewrite("/empty-404")',
  'own.mjs':
    'export const GET = ({ node }) => (setTimeout(() => node.res.end("own answer"), 20), responseSent)',
  'own-page.mjs':
    'export default ({ node }) => (setTimeout(() => node.res.end("own answer"), 20), responseSent)',
  '404.mjs': 'export default () => html`404 page`',
  '500.mjs': 'export default () => html`500 page`',
}

const LOOK_PAST = '(c, next) => next()'
const EDIT = 'async (c, next) => { const r = await next(); r.headers.append("x-m", "1"); return r }'
const WRAP = 'async (c, next) => { const r = await next(); return new Response(r.body, r) }'

afterAll(removeSites)

describe('a page that streams, behind a middleware', () => {
  test.each([
    ['was read by way of a clone', 'await r.clone().text()'],
    ['is being read by way of a clone', 'void r.clone().text()'],
  ])('arrives whole though it %s', async (_, read) => {
    const onRequest = `async (c, next) => { const r = await next(); ${read}; return r }`
    const { text } = await supertest(createApp(site(onRequest))).get('/slow')
    expect(text).toBe('<!DOCTYPE html><p>first</p>last')
  })

  test.each([
    ['it throws after next()', 'async (c, next) => { await next(); throw new Error("mine") }', 1],
    ['it does not wait for next()', '(c, next) => { next(); return new Response("mine") }', 1],
    [
      'it takes only the first of two',
      'async (c, next) => { const r = await next(); await (await next()).body.cancel(); await r.body.cancel(); return new Response("mine") }',
      2,
    ],
    [
      'it calls next() twice and takes neither',
      'async (c, next) => { await next(); await next(); return new Response("mine") }',
      2,
    ],
  ])('ends when nobody will read it: %s', async (_, onRequest, pages) => {
    const { text } = await supertest(createApp(site(onRequest))).get('/endless')
    expect(text).toMatch(/mine$/)
    await until(() => seen.length === pages)
    expect(seen.splice(0)).toEqual(Array(pages).fill('ended'))
  })

  test.each([LOOK_PAST, WRAP])('cannot set cookies any more: %s', async (onRequest) => {
    await supertest(createApp(site(onRequest)))
      .get('/late-cookie')
      .expect(200)
    expect(seen.splice(0)).toEqual(['SSR_PAGES_RESPONSE_SENT'])
  })
})

test('a page that fails does not end the process if the middleware does not await it', async () => {
  const rejections: unknown[] = []
  const listen = (error: unknown) => void rejections.push(error)
  process.on('unhandledRejection', listen)
  const onRequest =
    'sequence((c, next) => { next(); return new Response("mine") }, (c, next) => next())'
  await supertest(createApp(site(onRequest)))
    .get('/throws')
    .expect(200, 'mine')
  await pause(20)
  process.off('unhandledRejection', listen)
  expect(rejections).toEqual([])
})

describe('a response whose headers cannot be changed', () => {
  test('of Response.redirect() gets the headers of a middleware', async () => {
    const response = await supertest(createApp(site(EDIT)))
      .get('/redirect')
      .redirects(0)
    expect([response.status, response.headers['x-m']]).toEqual([303, '1'])
    expect(response.headers['location']).toBe('http://localhost/x')
  })

  test('of fetch() gets them too, without an encoding that fetch() has decoded', async () => {
    const upstream = createServer((_req, res) => {
      res.setHeader('content-encoding', 'deflate')
      res.end(Buffer.from('eJzLSM3JyQcABiwCFQ==', 'base64'))
    })
    await once(upstream.listen(0, '127.0.0.1'), 'listening')
    const { port } = upstream.address() as { port: number }
    try {
      const response = await supertest(createApp(site(EDIT))).get(`/fetched?port=${port}`)
      expect([response.text, response.headers['x-m']]).toEqual(['hello', '1'])
      const fetched = await site(EDIT).fetch(new Request(`http://a/fetched?port=${port}`))
      expect(fetched?.headers.get('content-encoding')).toBeNull()
    } finally {
      upstream.close()
    }
  })
})

describe('an empty response of an API route', () => {
  const paths = ['/empty-404', '/empty-500', '/to-empty-404']
  const middlewares = [LOOK_PAST, EDIT, WRAP]
  test.each(middlewares.flatMap((onRequest) => paths.map((path) => [path, onRequest])))(
    'gets no error page: %s after %s',
    async (path, onRequest) => {
      const { status, text } = await supertest(createApp(site(onRequest))).get(path)
      expect([status, text]).toEqual([path === '/empty-500' ? 500 : 404, ''])
    },
  )
})

describe('a page or API route that answers on res itself', () => {
  const middlewares = [undefined, LOOK_PAST, EDIT, WRAP]
  test.each(
    middlewares.flatMap((onRequest) => ['/own', '/own-page'].map((path) => [path, onRequest])),
  )('is left to it: %s behind %s', async (path = '', onRequest) => {
    const { status, text, headers } = await supertest(createApp(site(onRequest))).get(path)
    expect([status, text, headers['x-m']]).toEqual([200, 'own answer', undefined])
  })
})

function site(onRequest: string | undefined) {
  const middleware = onRequest && { '_middleware.mjs': `export const onRequest = ${onRequest}` }
  return createSite({ ...PAGES, ...middleware })
}
