import { describe, expect, test } from '@jest/globals'
import connect from 'connect'
import express from 'express'
import express4 from 'express4'
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http'
import supertest from 'supertest'
import type { Context } from '../../src/context/context.ts'
import { html } from '../../src/render/html.ts'
import type { Middleware } from '../../src/node/serve.ts'
import { siteOf } from './site.ts'

/** Middleware that changes the response before the pages see it. */
type Before = (req: IncomingMessage, res: ServerResponse) => void

const later = () => new Promise((resolve) => setTimeout(resolve, 20, 'late'))
const setting = (status: number) => (Astro: Context) => {
  Astro.response.status = status
  return html`set`
}

const modules = {
  'plain.astro': { default: () => html`plain` },
  'streams.astro': { default: () => html`first ${later()}` },
  'sets-200.astro': { default: setting(200) },
  'sets-404.astro': { default: setting(404) },
  'reads.astro': { default: (Astro: Context) => html`${Astro.response.status}` },
  'headers.astro': {
    default: (Astro: Context) => {
      Astro.response.headers.set('x-page', '1')
      return html`headers`
    },
  },
  'text.astro': {
    default: (Astro: Context) => {
      Astro.response.statusText = 'Mine'
      return html`text`
    },
  },
  'redirects.astro': { default: (Astro: Context) => Astro.redirect('/plain') },
  'responds.astro': { default: () => new Response('responds') },
  'rewrites.astro': { default: (Astro: Context) => Astro.rewrite('/plain') },
  'api.ts': { GET: () => new Response('api') },
  'created.ts': { GET: () => new Response('created', { status: 201 }) },
  'rewrites-to-404.astro': { default: (Astro: Context) => Astro.rewrite('/404') },
  'data.ts': { get: () => ({ body: 'data' }) },
  'data-201.ts': { get: () => ({ body: 'data', status: 201 }) },
  'throws-503.astro': {
    default: () => {
      throw Object.assign(new Error('on purpose'), { status: 503 })
    },
  },
  '404.astro': { default: () => html`not found` },
  '500.astro': { default: () => html`failed` },
  'throws.astro': {
    default: () => {
      throw new Error('on purpose')
    },
  },
}

const pages = siteOf(modules, { notFound: 'render', serverError: 'render', onError: () => {} })

const fromExpress = (framework: typeof express) => (before: Before, site: Middleware) =>
  framework()
    .use((req, res, next) => {
      before(req, res)
      next()
    })
    .use(site)

const hosts: readonly [
  name: string,
  build: (before: Before, site: Middleware) => RequestListener,
][] = [
  ['Express 5', fromExpress(express)],
  ['Express 4', fromExpress(express4 as unknown as typeof express)],
  [
    'Connect',
    (before, site) =>
      connect()
        .use((req, res, next) => {
          before(req, res)
          next()
        })
        .use(site as connect.NextHandleFunction),
  ],
  [
    'plain http',
    (before, site) => (req, res) => {
      before(req, res)
      void site(req, res)
    },
  ],
]

const to =
  (status: number): Before =>
  (_req, res) =>
    void (res.statusCode = status)

describe.each(hosts)('the status that %s has set', (_, build) => {
  test.each<[what: string, path: string, host: number, expected: number, body: string]>([
    ['stays for a page that sets none', '/plain', 422, 422, 'plain'],
    ['stays for a page that streams', '/streams', 503, 503, 'first late'],
    ['is what a page reads as its own status', '/reads', 422, 422, '422'],
    ['stays for the 404 page', '/nowhere', 410, 410, 'not found'],
    ['stays for a 404 page that is asked for', '/404', 410, 410, 'not found'],
    ['stays for a 500 page that is asked for', '/500', 503, 503, 'failed'],
    ['stays for a page that sets headers alone', '/headers', 422, 422, 'headers'],
    ['stays for a page that rewrites to one which sets none', '/rewrites', 422, 422, 'plain'],
    ['gives way to a page that sets 200', '/sets-200', 422, 200, 'set'],
    ['gives way to a page that sets 404', '/sets-404', 422, 404, 'set'],
    ['gives way to a redirect', '/redirects', 422, 302, ''],
    ['gives way to the Response of a page', '/responds', 422, 200, 'responds'],
    ['gives way to the Response of an API route', '/api', 503, 200, 'api'],
    ['gives way to the status of an API route', '/created', 422, 201, 'created'],
    ['gives way to the 404 page when it is no error', '/nowhere', 201, 404, 'not found'],
    ['gives way to a rewrite to the 404 page', '/rewrites-to-404', 422, 404, 'not found'],
    ['gives way to the 500 page of a page that fails', '/throws', 422, 500, 'failed'],
    ['gives way to the status of an error', '/throws-503', 422, 503, 'failed'],
    ['stays for data of an API route that has no status', '/data', 422, 422, 'data'],
    ['gives way to the status of such data', '/data-201', 422, 201, 'data'],
    ['is 200 when it was left alone', '/plain', 200, 200, 'plain'],
  ])('%s', async (_what, path, host, expected, body) => {
    const answer = await supertest(build(to(host), pages)).get(path)
    expect([answer.status, answer.text.replace(/^<!DOCTYPE html>/, '')]).toEqual([expected, body])
  })

  test('stays for HEAD', async () => {
    expect((await supertest(build(to(422), pages)).head('/plain')).status).toBe(422)
  })

  test('without a body drops the body of a page', async () => {
    const { status, text, headers } = await supertest(build(to(204), pages)).get('/plain')
    expect([status, text, headers['content-type']]).toEqual([204, '', undefined])
  })

  const EDIT = async (_context: unknown, next: () => Promise<Response>) => {
    const response = await next()
    response.headers.set('x-seen', '1')
    return response
  }
  const READ = async (_context: unknown, next: () => Promise<Response>) => {
    const response = await next()
    await response.clone().text()
    return response
  }
  const COPY = async (_context: unknown, next: () => Promise<Response>) => {
    const response = await next()
    return new Response(await response.text(), response)
  }
  test.each([
    ['looks past the page', EDIT],
    ['reads the page', READ],
    ['copies the page', COPY],
  ])('stays behind page middleware that %s', async (_what, onRequest) => {
    const site = siteOf({ ...modules, '_middleware.ts': { onRequest } })
    expect((await supertest(build(to(422), site)).get('/plain')).status).toBe(422)
    expect((await supertest(build(to(422), site)).get('/sets-200')).status).toBe(200)
  })

  test('stays for a page that copies the answer of a rewrite', async () => {
    const rewrites = async (Astro: Context) => {
      const response = await Astro.rewrite('/plain')
      return new Response(await response.text(), { status: response.status })
    }
    const site = siteOf({ ...modules, 'copies.astro': { default: rewrites } })
    const { status, text } = await supertest(build(to(422), site)).get('/copies')
    expect([status, text]).toEqual([422, '<!DOCTYPE html>plain'])
  })

  test('gives way to a Response that page middleware has made', async () => {
    const onRequest = () => new Response('mine')
    const site = siteOf({ ...modules, '_middleware.ts': { onRequest } })
    const { status, text } = await supertest(build(to(422), site)).get('/plain')
    expect([status, text]).toEqual([200, 'mine'])
  })

  test('keeps the status text it was set with', async () => {
    const before: Before = (_req, res) =>
      void Object.assign(res, { statusCode: 422, statusMessage: 'Odd' })
    expect(await lineOf(build(before, pages), '/plain')).toBe('422 Odd')
    expect(await lineOf(build(before, pages), '/text')).toBe('422 Mine')
    expect(await lineOf(build(before, pages), '/sets-404')).toBe('404 Not Found')
  })
})

test('an error handler of Express sets a status and lets a page say so', async () => {
  for (const framework of [express, express4 as unknown as typeof express]) {
    const app = framework()
    app.get('/fails', () => {
      throw new Error('on purpose')
    })
    app.use(((_error, req, res, next) => {
      res.status(503)
      req.url = '/plain'
      next()
    }) as express.ErrorRequestHandler)
    app.use(pages)
    const { status, text } = await supertest(app).get('/fails')
    expect([status, text]).toEqual([503, '<!DOCTYPE html>plain'])
  }
})

test('410 stays for a path without a page on a site without a 404 page', async () => {
  const bare = siteOf({ 'plain.astro': { default: () => html`plain` } }, { notFound: 'render' })
  for (const [status, text] of [
    [410, '410'],
    [200, 'Not Found'],
  ] as const) {
    const app = express().use((_req, res, next) => next(void res.status(status)), bare)
    const answer = await supertest(app).get('/nowhere')
    expect([answer.status, answer.text]).toEqual([status === 200 ? 404 : status, text])
  }
})

test('a status that Express 4 was given as a string stays', async () => {
  const app = (express4 as unknown as typeof express)()
  app.use((_req, res, next) => next(void res.status('422' as unknown as number)))
  app.use(pages)
  expect((await supertest(app).get('/plain')).status).toBe(422)
  expect((await supertest(app).get('/streams')).status).toBe(422)
})

async function lineOf(listener: RequestListener, path: string): Promise<string> {
  const server = createServer(listener)
  const response = supertest(server).get(path)
  return new Promise((resolve, reject) => {
    response.buffer(false).parse((res, done) => {
      const { statusCode, statusMessage } = res as unknown as IncomingMessage
      resolve(`${statusCode} ${statusMessage}`)
      done(null, '')
      ;(res as unknown as IncomingMessage).resume()
    })
    response.then(() => {}, reject)
  })
}
