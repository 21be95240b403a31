import { afterAll, describe, expect, test } from '@jest/globals'
import express from 'express'
import supertest from 'supertest'
import { ssrPages } from '../../src/index.ts'
import {
  type Built,
  type Files,
  createApp,
  createSite,
  removeSites,
  writeSite,
} from '../support/site.ts'

const SHOW = `html\`\${Astro.url.pathname} \${Astro.routePattern} \${Astro.params.id} \${Astro.originPathname} \${Astro.url.search}\``

const FILES: Files = {
  'show/[id].mjs': `export default (Astro) => ${SHOW}`,
  'from.mjs': 'export default (Astro) => Astro.rewrite("/show/7?a=1")',
  'url.mjs': 'export default (Astro) => Astro.rewrite(new URL("/show/8", Astro.url))',
  'relative.mjs': 'export default (Astro) => Astro.rewrite("show/9")',
  'odd.mjs': 'export default (Astro) => Astro.rewrite("/show/é b")',
  'component.mjs': 'export default (Astro) => html`<p>${Astro.rewrite("/show/1")}</p>`',
  'api.mjs': 'export const GET = ({ rewrite }) => rewrite("/show/2")',
  'to-api.mjs': 'export default (Astro) => Astro.rewrite("/json")',
  'json.mjs': 'export const GET = ({ url }) => Response.json(url.pathname)',
  'foreign.mjs': 'export default (Astro) => Astro.rewrite("https://evil.test/x")',
  'slashes.mjs': 'export default (Astro) => Astro.rewrite("//evil.test/x")',
  'nowhere.mjs': 'export default (Astro) => Astro.rewrite("/nope")',
  '404.mjs': 'export default (Astro) => html`nothing at ${Astro.url.pathname}`',
  'state.mjs': `export default (Astro) => {
    Astro.cookies.set("before", "1")
    Astro.locals.user = "Ada"
    Astro.response.status = 418
    return Astro.rewrite("/state-to")
  }`,
  'state-to.mjs':
    'export default (Astro) => (Astro.cookies.set("after", "2"), html`${Astro.locals.user}`)',
  'echo.mjs':
    'export const POST = async ({ request }) => new Response(`${request.method} ${request.headers.get("x-a")} ${await request.text()}`)',
  'forward.mjs': 'export const POST = ({ rewrite }) => rewrite("/echo")',
  'used.mjs':
    'export const POST = async ({ request, rewrite }) => (await request.text(), rewrite("/echo"))',
  'used-unread.mjs':
    'export const POST = async ({ request, rewrite }) => (await request.text(), rewrite("/show/3"))',
  'touched.mjs':
    'export const POST = ({ request, rewrite }) => (request.headers.get("x-a"), rewrite("/echo"))',
  'request.mjs': `export const GET = ({ rewrite, url }) =>
    rewrite(new Request(new URL("/echo", url), { method: "POST", body: "new", headers: { "x-a": "b" } }))`,
  'foreign-request.mjs': `export const GET = ({ rewrite, url }) => {
    const request = new Request(new URL("/echo", url), { method: "POST", body: "new", headers: { "x-a": "b" } })
    const bind = (target, name) => typeof target[name] === "function" ? target[name].bind(target) : target[name]
    return rewrite(new Proxy(request, { get: bind }))
  }`,
  'data.mjs': 'export const POST = async ({ request, rewrite }) => rewrite(await request.json())',
  'self.mjs': 'export default (Astro) => Astro.rewrite("/self")',
  'slow.mjs':
    'export default () => html`first ${new Promise((done) => setTimeout(done, 20, "last"))}`',
  'to-slow.mjs': 'export default (Astro) => Astro.rewrite("/slow")',
}

afterAll(removeSites)

describe('a rewrite', () => {
  test.each([
    [
      'of a page shows the other page, its params and its URL',
      '/from',
      200,
      '/show/7 /show/[id] 7 /from ?a=1',
    ],
    ['takes a URL', '/url', 200, '/show/8 /show/[id] 8 /url '],
    ['takes a path relative to the request', '/relative', 200, '/show/9 /show/[id] 9 /relative '],
    [
      'takes a path with spaces and letters of any kind',
      '/odd',
      200,
      '/show/%C3%A9%20b /show/[id] é b /odd ',
    ],
    ['of a component becomes the answer', '/component', 200, '/show/1 /show/[id] 1 /component '],
    ['of an API route shows a page', '/api', 200, '/show/2 /show/[id] 2 /api '],
    ['of a page runs an API route', '/to-api', 200, '"/json"'],
    ['to another origin is an error', '/foreign', 500, 'host error SSR_PAGES_REWRITE_INVALID'],
    [
      'to another host without a scheme is an error',
      '/slashes',
      500,
      'host error SSR_PAGES_REWRITE_INVALID',
    ],
    ['to what is no page is the 404 page', '/nowhere', 404, 'nothing at /nope'],
    ['begins with a new status and keeps locals', '/state', 200, 'Ada'],
    ['to itself ends', '/self', 508, ''],
    ['to a page that streams arrives whole', '/to-slow', 200, 'first last'],
  ])('%s', async (_, path, status, body) => {
    const response = await supertest(createApp(createSite(FILES))).get(path)
    expect([response.status, response.text.replace('<!DOCTYPE html>', '')]).toEqual([status, body])
  })

  test('keeps the cookies of both pages', async () => {
    const response = await supertest(createApp(createSite(FILES))).get('/state')
    expect(response.headers['set-cookie']).toEqual(['before=1', 'after=2'])
  })

  test.each([
    ['takes the body along', '/forward', 200, 'POST a hello'],
    ['takes the body along when the request was looked at', '/touched', 200, 'POST a hello'],
    ['of a body that was read is an error', '/used', 500, 'host error SSR_PAGES_REWRITE_BODY_USED'],
    [
      'of a body that was read is none where nobody reads it again',
      '/used-unread',
      200,
      '/show/3 /show/[id] 3 /used-unread ',
    ],
  ])('%s', async (_, path, status, body) => {
    const response = await supertest(createApp(createSite(FILES)))
      .post(path)
      .set({ 'content-type': 'text/plain', 'x-a': 'a' })
      .send('hello')
    expect([response.status, response.text.replace('<!DOCTYPE html>', '')]).toEqual([status, body])
  })

  test('accepts a whole request', async () => {
    await supertest(createApp(createSite(FILES)))
      .get('/request')
      .expect(200, 'POST b new')
  })

  test('accepts a request of another realm or library', async () => {
    await supertest(createApp(createSite(FILES)))
      .get('/foreign-request')
      .expect(200, 'POST b new')
  })

  test.each([
    [{ url: '/show/1', method: 'GET', headers: {}, arrayBuffer: 1 }],
    [{ href: '/show/1', toString: '/show/1' }],
    [['/show/1']],
    [5],
    [null],
  ])('to data that is no path is an error: %j', async (target) => {
    await supertest(createApp(createSite(FILES)))
      .post('/data')
      .type('application/json')
      .send(JSON.stringify(target))
      .expect(500, 'host error SSR_PAGES_REWRITE_INVALID')
  })

  test.each<[name: string, mount: string, built: Built | undefined]>([
    ['below a mount path', '/docs', undefined],
    ['below a base', '/', { base: '/docs/' }],
  ])('stays %s, with or without it in the path', async (_, mount, built) => {
    const files = {
      'show/[id].mjs': `export default (Astro) => ${SHOW}`,
      'a.mjs': 'export default (Astro) => Astro.rewrite("/show/1")',
      'b.mjs': 'export default (Astro) => Astro.rewrite("/docs/show/1")',
    }
    const app = express().use(mount, ssrPages({ dir: writeSite(files, built) }))
    for (const path of ['/docs/a', '/docs/b']) {
      const { text } = await supertest(app).get(path)
      expect(text).toBe(`<!DOCTYPE html>/docs/show/1 /show/[id] 1 ${path} `)
    }
  })
})

describe('a rewrite of a middleware', () => {
  const middlewares: [name: string, onRequest: string, seen: string][] = [
    [
      'by next() shows the other page',
      '(c, next) => next("/show/5")',
      '/show/5 /show/[id] 5 /from ',
    ],
    [
      'by context.rewrite() runs the middleware again',
      '(c, next) => { c.locals.runs = (c.locals.runs ?? 0) + 1; return c.locals.runs < 3 ? c.rewrite(`/show/${c.locals.runs}`) : next() }',
      '/show/2 /show/[id] 2 /from ',
    ],
    [
      'by next() is what later middlewares see',
      `sequence((c, next) => next("/show/6"), async (c, next) => {
        const response = await next()
        return new Response(await response.text() + c.routePattern + c.params.id)
      })`,
      '/show/6 /show/[id] 6 /from /show/[id]6',
    ],
    ['without end is answered 508', '(c) => c.rewrite("/from")', ''],
  ]

  test.each(middlewares)('%s', async (_, onRequest, seen) => {
    const files = { ...FILES, '_middleware.mjs': `export const onRequest = ${onRequest}` }
    const response = await supertest(createApp(createSite(files))).get('/from')
    expect(response.text.replace('<!DOCTYPE html>', '')).toBe(seen)
    expect(response.status).toBe(seen === '' ? 508 : 200)
  })
})
