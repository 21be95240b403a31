import { afterAll, describe, expect, test } from '@jest/globals'
import supertest from 'supertest'
import type { Options } from '../../src/index.ts'
import { createApp, createSite, removeSites } from '../support/site.ts'

const PAGES = {
  'index.mjs': 'export default (Astro) => html`<p>${Astro.locals.user ?? "nobody"}</p>`',
  'cookies.mjs':
    'export default (Astro) => (Astro.cookies.set("page", "1"), html`${Astro.cookies.get("before")?.value}`)',
  'api.mjs': 'export const GET = ({ locals }) => Response.json(locals.user ?? null)',
  'slow.mjs': `export default () => html\`<p>first</p>\${new Promise((done) => setTimeout(done, 30, 'last'))}\``,
  'throws.mjs': 'export default () => { throw new Error("page failed") }',
  'items/[id].mjs': 'export default (Astro) => html`${Astro.params.id}`',
  'gone.mjs': 'export default () => new Response(null, { status: 404, headers: { "x-a": "1" } })',
  '404.mjs': 'export default (Astro) => html`nothing at ${Astro.url.pathname}`',
  'status.mjs': 'export default (Astro) => (Astro.response.status = 201, html`made`)',
  'post.mjs': 'export const POST = async ({ request }) => new Response(await request.text())',
}

interface Seen {
  readonly status?: number
  readonly body?: string
  readonly headers?: Readonly<Record<string, string | RegExp | undefined>>
}

/** What a middleware does, what is asked for, and what is answered. */
const cases: [name: string, onRequest: string, path: string, seen: Seen][] = [
  [
    'what it puts into locals is there in a page',
    '(context, next) => { context.locals.user = "Ada"; return next() }',
    '/',
    { body: '<!DOCTYPE html><p>Ada</p>' },
  ],
  [
    'what it puts into locals is there in an API route',
    '(context, next) => { context.locals.user = "Ada"; return next() }',
    '/api',
    { body: '"Ada"' },
  ],
  [
    'it may return nothing after next()',
    'async (context, next) => { await next() }',
    '/',
    { body: '<!DOCTYPE html><p>nobody</p>' },
  ],
  [
    'it may answer instead of the page',
    '() => new Response("closed", { status: 503 })',
    '/',
    { status: 503, body: 'closed' },
  ],
  [
    'it may redirect',
    '(context) => context.redirect("/login")',
    '/',
    { status: 302, headers: { location: '/login' } },
  ],
  [
    'a page it looks past is sent with its length, as without it',
    '(context, next) => next()',
    '/',
    {
      headers: {
        'content-length': '28',
        'content-type': 'text/html; charset=utf-8',
        'transfer-encoding': undefined,
      },
    },
  ],
  [
    'it may add headers to the response of a page',
    'async (context, next) => { const response = await next(); response.headers.set("x-b", "2"); return response }',
    '/',
    { body: '<!DOCTYPE html><p>nobody</p>', headers: { 'x-b': '2', 'content-length': '28' } },
  ],
  [
    'it may change the body of a page',
    'async (context, next) => { const r = await next(); return new Response((await r.text()).toUpperCase(), r) }',
    '/',
    {
      body: '<!DOCTYPE HTML><P>NOBODY</P>',
      headers: { 'content-type': 'text/html; charset=utf-8' },
    },
  ],
  [
    'it may put a stream around that of a page',
    'async (context, next) => { const r = await next(); return new Response(r.body.pipeThrough(new TransformStream()), r) }',
    '/slow',
    { body: '<!DOCTYPE html><p>first</p>last' },
  ],
  [
    'it may drop a page that is still rendering',
    'async (context, next) => { await next(); return new Response("other") }',
    '/slow',
    { body: 'other' },
  ],
  [
    'it may read the response of a page and pass it on',
    'async (context, next) => { const r = await next(); await r.clone().text(); return r }',
    '/',
    { body: '<!DOCTYPE html><p>nobody</p>' },
  ],
  [
    'cookies of the page survive a new response',
    'async (context, next) => { context.cookies.set("before", "b"); await next(); context.cookies.set("after", "a"); return new Response("new") }',
    '/cookies',
    { body: 'new', headers: { 'set-cookie': 'before=b,page=1,after=a' } },
  ],
  [
    'a cookie it sets is there in the page',
    '(context, next) => { context.cookies.set("before", "b"); return next() }',
    '/cookies',
    { body: '<!DOCTYPE html>b', headers: { 'set-cookie': 'before=b,page=1' } },
  ],
  [
    'it may set a cookie after a page that streams',
    'async (context, next) => { const r = await next(); context.cookies.set("late", "1"); return r }',
    '/slow',
    { body: '<!DOCTYPE html><p>first</p>last', headers: { 'set-cookie': 'late=1' } },
  ],
  [
    'it knows route and params',
    '(context) => Response.json([context.routePattern, context.params, context.originPathname, context.url.pathname])',
    '/items/a%20b',
    { body: '["/items/[id]",{"id":"a b"},"/items/a%20b","/items/a%20b"]' },
  ],
  [
    'the status of a page is the status it sees',
    'async (context, next) => { const r = await next(); return new Response(String(r.status)) }',
    '/status',
    { body: '201' },
  ],
  [
    'it may catch what a page throws',
    'async (context, next) => { try { return await next() } catch (error) { return new Response(error.message, { status: 418 }) } }',
    '/throws',
    { status: 418, body: 'page failed' },
  ],
  [
    'what a page throws goes to the host',
    '(context, next) => next()',
    '/throws',
    { status: 500, body: 'host error page failed' },
  ],
  [
    'what it throws goes to the host',
    '() => { throw new Error("mine") }',
    '/',
    { status: 500, body: 'host error mine' },
  ],
  [
    'returning nothing without next() is an error',
    '() => {}',
    '/',
    { status: 500, body: 'host error SSR_PAGES_MIDDLEWARE_RESULT_INVALID' },
  ],
  [
    'returning something that is no Response is an error',
    '() => "text"',
    '/',
    { status: 500, body: 'host error SSR_PAGES_MIDDLEWARE_RESULT_INVALID' },
  ],
  [
    'an empty 404 of a page has become the 404 page for it',
    'async (context, next) => { const r = await next(); return new Response(await r.text() + r.headers.get("x-a")) }',
    '/gone',
    { body: '<!DOCTYPE html>nothing at /gone1' },
  ],
  [
    'an empty 404 of its own becomes the 404 page',
    '() => new Response(null, { status: 404, headers: { "x-m": "1" } })',
    '/',
    { status: 404, body: '<!DOCTYPE html>nothing at /', headers: { 'x-m': '1' } },
  ],
  [
    'it does not run for what is no page',
    '() => new Response("mine")',
    '/host',
    { status: 404, body: 'host 404' },
  ],
  [
    'a spelling of a path that no guard in front of it knows does not reach it',
    '(context) => new Response(context.url.pathname)',
    '/%69tems/1',
    { status: 301, body: '', headers: { location: '/items/1' } },
  ],
  [
    'a sequence runs in order, and skips what is falsy',
    `sequence(
      (c, next) => { c.locals.user = "a"; return next() },
      false,
      async (c, next) => { c.locals.user += "b"; const r = await next(); r.headers.set("x-order", c.locals.user); return r },
      undefined,
      (c, next) => { c.locals.user += "c"; return next() })`,
    '/',
    { body: '<!DOCTYPE html><p>abc</p>', headers: { 'x-order': 'abc' } },
  ],
  [
    'a sequence ends where a middleware answers',
    'sequence(() => new Response("first"), () => { throw new Error("second") })',
    '/',
    { body: 'first' },
  ],
  ['an empty sequence goes on', 'sequence()', '/', { body: '<!DOCTYPE html><p>nobody</p>' }],
  [
    'a middleware of a sequence may return nothing after next()',
    'sequence(async (c, next) => { await next() }, (c, next) => next())',
    '/',
    { body: '<!DOCTYPE html><p>nobody</p>' },
  ],
  [
    'a middleware of a sequence that returns nothing is an error',
    'sequence((c, next) => next(), () => {})',
    '/',
    { status: 500, body: 'host error SSR_PAGES_MIDDLEWARE_RESULT_INVALID' },
  ],
]

afterAll(removeSites)

describe('page middleware', () => {
  test.each(cases)('%s', async (_, onRequest, path, seen) => {
    await expectAnswer(onRequest, path, seen)
  })

  test('runs before the 404 page, and may answer in its place', async () => {
    const onRequest =
      '(c, next) => c.url.pathname === "/virtual" ? new Response(c.routePattern) : next()'
    const options: Options = { notFound: 'render' }
    await expectAnswer(onRequest, '/virtual', { body: '/404' }, options)
    await expectAnswer(
      onRequest,
      '/no',
      { status: 404, body: '<!DOCTYPE html>nothing at /no' },
      options,
    )
  })

  test('leaves OPTIONS to the host if the page has no answer', async () => {
    const app = createApp(
      createSite({ ...PAGES, '_middleware.mjs': 'export const onRequest = (c, next) => next()' }),
    )
    await supertest(app).options('/api').expect(404, 'host 404')
  })

  test('the body of a request reaches the handler after it', async () => {
    const app = createApp(
      createSite({ ...PAGES, '_middleware.mjs': 'export const onRequest = (c, next) => next()' }),
    )
    await supertest(app)
      .post('/post')
      .type('application/json')
      .send('{"a":1}')
      .expect(200, '{"a":1}')
  })

  test('a module without onRequest is an error', async () => {
    const app = createApp(createSite({ ...PAGES, '_middleware.mjs': 'export const a = 1' }))
    await supertest(app).get('/').expect(500, 'host error SSR_PAGES_MIDDLEWARE_EMPTY')
  })

  test('a module that does not load is an error of each request', async () => {
    const app = createApp(createSite({ ...PAGES, '_middleware.mjs': 'throw new Error("no")' }))
    await supertest(app).get('/').expect(500, 'host error SSR_PAGES_MODULE_FAILED')
  })

  test('runs for pages.fetch()', async () => {
    const onRequest = 'export const onRequest = (c, next) => (c.cookies.set("a", "1"), next())'
    const pages = createSite({ ...PAGES, '_middleware.mjs': onRequest })
    const response = await pages.fetch(new Request('http://localhost/'))
    expect(response?.headers.get('set-cookie')).toBe('a=1')
    expect(await response?.text()).toBe('<!DOCTYPE html><p>nobody</p>')
  })
})

async function expectAnswer(onRequest: string, path: string, seen: Seen, options: Options = {}) {
  const files = { ...PAGES, '_middleware.mjs': `export const onRequest = ${onRequest}` }
  const response = await supertest(createApp(createSite(files, options))).get(path)
  const { status = 200, body, headers = {} } = seen
  expect([response.status, body ?? response.text]).toEqual([status, response.text])
  for (const [name, value] of Object.entries(headers)) {
    const header: unknown = response.headers[name]
    expect(header === undefined ? undefined : String(header)).toEqual(value)
  }
}
