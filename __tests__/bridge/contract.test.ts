import { describe, expect, test } from '@jest/globals'
import fastifyMiddie from '@fastify/middie'
import express from 'express'
import express4 from 'express4'
import fastify from 'fastify'
import { execFile } from 'node:child_process'
import type { RequestListener } from 'node:http'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { setTimeout as pause } from 'node:timers/promises'
import type { Context } from '../../src/context/context.ts'
import { ROOT } from '../support/root.ts'
import { failOnFaults } from '../support/faults.ts'
import { withServer } from '../support/serve.ts'
import { siteOf } from './site.ts'
import { type Answer, OK, exchange, lines } from '../support/wire.ts'

failOnFaults()

const thrown = Object.assign(new Error('of the page'), { status: 418 })

const pages = siteOf({
  'next.ts': { GET: () => new Response('next') },
  'page.ts': { GET: () => new Response('page') },
  'url.ts': { GET: ({ url }: Context) => new Response(url.pathname) },
  'read.ts': { POST: async ({ request }: Context) => Response.json(await request.json()) },
  'throws.ts': {
    GET() {
      throw thrown
    },
  },
  'rejects.ts': { GET: () => pause(5).then(() => Promise.reject(thrown)) },
  'route.ts': { GET: () => Promise.reject('route') },
})

const get = (path: string, ...headers: string[]) =>
  lines(`GET ${path} HTTP/1.1`, 'Host: a', ...headers)
const post = (path: string, body: string) =>
  lines(
    `POST ${path} HTTP/1.1`,
    'Host: a',
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
  ) + body

/**
 * Sends two requests on one connection; returns the first answer. The second answer must be
 * complete.
 */
async function ask(listener: RequestListener, bytes: string): Promise<Answer | undefined> {
  const [answer, next] = await withServer(listener, ({ port }) => exchange(port, bytes + OK))
  expect(next?.body).toBe('next')
  return answer
}

describe.each([
  ['Express 5', express],
  ['Express 4', express4 as unknown as typeof express],
])('in %s', (_, framework) => {
  test('an error of the host skips the pages', async () => {
    expect(pages).toHaveLength(3)
    const app = framework()
    app.get('/page', (_req, _res, next) => next(new Error('of the host')))
    const answerError: express.ErrorRequestHandler = (error, _req, res, _next) =>
      void res.end(error.message)
    app.use(pages, answerError)
    expect((await ask(app, get('/page')))?.body).toBe('of the host')
  })

  test('a request without a page is passed on once, with its body', async () => {
    let calls = 0
    const app = framework().use(pages)
    app.post('/host', (_req, _res, next) => (calls++, next()), framework.json())
    app.use((req, res) => void res.json(req.body))
    expect((await ask(app, post('/host', '{"a":1}')))?.body).toBe('{"a":1}')
    expect(calls).toBe(1)
  })

  test.each(['/throws', '/rejects'])('the error of %s is handed over as it is', async (path) => {
    const seen: unknown[] = []
    const keep: express.ErrorRequestHandler = (error, _req, res, _next) => {
      seen.push(error)
      res.status(error.status).end('handled')
    }
    const answer = await ask(framework().use(pages, keep), get(path))
    expect([answer?.status, answer?.body, seen[0] === thrown, seen.length]).toEqual([
      418,
      'handled',
      true,
      1,
    ])
  })

  test('a page that throws the word "route" does not skip to the next route', async () => {
    const tell: express.ErrorRequestHandler = (error, _req, res, _next) => void res.end(error.code)
    const app = framework()
    app.get('/route', pages, (_req, res) => void res.end('same route'))
    app.get('/route', (_req, res) => void res.end('other route'))
    expect((await ask(app.use(pages, tell), get('/route')))?.body).toBe('SSR_PAGES_THROWN_VALUE')
  })

  test.each(['route', 'router'] as const)(
    'next(%j) of the host leads to the pages',
    async (where) => {
      const router = framework.Router()
      router.get('/page', (_req, _res, next) => next(where))
      const answer = await ask(framework().use(router, pages), get('/page'))
      expect(answer?.body).toBe('page')
    },
  )

  test('pages answer in nested apps and routers, and below patterns', async () => {
    const app = framework()
    const inner = framework().use(pages)
    app.use('/app', inner)
    app.use((req, res, next) => (req.hostname === 'b' ? inner(req, res, next) : next()))
    app.all(framework === express ? '/{*all}' : '*', pages)
    for (const [path, host, seen] of [
      ['/app/url', 'a', '/app/url'],
      ['/url', 'b', '/url'],
      ['/url', 'a', '/url'],
    ] as const) {
      expect((await ask(app, get(path).replace('Host: a', `Host: ${host}`)))?.body).toBe(seen)
    }
  })

  test('a failure after the response has started is reported to onError, once, and not to the host', async () => {
    const events: unknown[] = []
    const late = siteOf(
      {
        'index.ts': {
          GET: () =>
            new Response(
              Readable.toWeb(
                Readable.from(
                  (async function* () {
                    yield 'half'
                    await pause(20)
                    throw thrown
                  })(),
                ),
              ) as ReadableStream,
            ),
        },
      },
      { onError: (error) => void events.push(error) },
    )
    const tell: express.ErrorRequestHandler = (_error, _req, _res, _next) =>
      void events.push('next')
    const answers = await withServer(framework().use(late, tell), ({ port }) =>
      exchange(port, get('/') + OK),
    )
    expect(answers.map(({ body }) => body)).toEqual(['half[cut]'])
    expect(events).toEqual([thrown])
  })
})

describe('in Fastify', () => {
  test.each([
    ['in front of its parsers', 'onRequest'],
    ['behind its parsers', 'preHandler'],
  ] as const)('a page %s reads the body', async (_, hook) => {
    const app = fastify()
    await app.register(fastifyMiddie, { hook })
    app.use(pages as never)
    app.post('/read', () => 'fastify')
    app.get('/next', () => 'fastify')
    await app.ready()
    const answer = await ask(app.routing.bind(app) as RequestListener, post('/read', '{"a":1}'))
    expect(answer?.body).toBe('{"a":1}')
    await app.close()
  })

  test('a simulated request is answered', async () => {
    const script = `
      import fastifyMiddie from '@fastify/middie'
      import fastify from 'fastify'
      import { ssrPages } from 'ssr-pages'
      const app = fastify()
      await app.register(fastifyMiddie)
      app.use(ssrPages({ dir: '__tests__/fixtures/plain' }))
      for (const url of ['/api/x', '/slow']) console.log((await app.inject(url)).body)`
    const args = ['--input-type=module', '--eval', script]
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT })
    expect(stdout).toBe('["x","GET"]\n<!DOCTYPE html><h1>first</h1><p>last</p><i>end</i>\n')
  })
})

test('a request without a socket is answered', async () => {
  const bare = siteOf({
    'index.ts': {
      GET: ({ url, clientAddress }: Context) => Response.json([url.href, clientAddress]),
    },
  })
  const listener: RequestListener = (req, res) => {
    const isFirst = req.url === '/'
    const seen = Object.create(req, { socket: { value: undefined } }) as typeof req
    void (isFirst ? bare(seen, res) : pages(req, res))
  }
  expect((await ask(listener, get('/')))?.body).toBe('["http://a/",""]')
  const nowhere = lines('GET / HTTP/1.1', 'Host:')
  expect((await ask(listener, nowhere))?.body).toBe('["http://localhost/",""]')
})
