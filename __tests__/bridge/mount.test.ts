import { describe, expect, test } from '@jest/globals'
import fastifyMiddie from '@fastify/middie'
import connect from 'connect'
import express from 'express'
import express4 from 'express4'
import fastify from 'fastify'
import type { RequestListener } from 'node:http'
import { request } from 'undici'
import type { Middleware } from '../../src/node/serve.ts'
import type { Context } from '../../src/context/context.ts'
import { failOnFaults } from '../support/faults.ts'
import { withServer } from '../support/serve.ts'
import { siteOf } from './site.ts'

failOnFaults()

const where = ({ url, request: { url: full }, params, clientAddress }: Context) =>
  Response.json({ url: url.href, isSame: url.href === full, id: params['id'], clientAddress })

const modules = { 'index.ts': { GET: where }, 'p/[id].ts': { GET: where } }

/** Mounts pages in a host at a path. */
type Mount = (path: string, pages: Middleware) => Promise<RequestListener> | RequestListener

const mounts: [host: string, mount: Mount][] = [
  ['Express 5', (path, pages) => express().use(path, pages)],
  ['Express 4', (path, pages) => express4().use(path, pages as never)],
  ['Connect', (path, pages) => connect().use(path, pages as never)],
  [
    'Fastify',
    async (path, pages) => {
      const app = fastify()
      await app.register(fastifyMiddie)
      app.use(path, pages as never)
      await app.ready()
      return app.routing.bind(app) as RequestListener
    },
  ],
  [
    'a plugin of Fastify with a prefix',
    async (path, pages) => {
      const app = fastify()
      await app.register(fastifyMiddie)
      await app.register(
        async (inner) => {
          inner.use('/', pages as never)
          for (const route of ['/', '/*']) inner.get(route, (_req, reply) => reply.callNotFound())
        },
        { prefix: path },
      )
      await app.ready()
      return app.routing.bind(app) as RequestListener
    },
  ],
]

async function ask(
  listener: RequestListener,
  path: string,
): Promise<{ status: number; body: Record<string, unknown> }> {
  return withServer(listener, async ({ url }) => {
    const answer = await request(url + path, { headers: { host: 'shop.test:81' } })
    const text = await answer.body.text()
    const isOurs = text.includes('isSame')
    return { status: answer.statusCode, body: isOurs ? JSON.parse(text) : {} }
  })
}

describe.each(mounts)('pages mounted in %s', (_, mount) => {
  test.each([
    ['/app', '/app/p/a%2Fb?c', 'a/b'],
    ['/app', '/app', undefined],
    ['/app', '/app/?c', undefined],
    ['/a/b', '/a/b/p/1', '1'],
  ])('at %s answer %s with the whole URL', async (path, target, id) => {
    const { status, body } = await ask(await mount(path, siteOf(modules)), target)
    expect([status, body]).toEqual([
      200,
      { url: `http://shop.test:81${target}`, isSame: true, id, clientAddress: '127.0.0.1' },
    ])
  })

  test.each(['/appp/1', '/app%2Fp/1', '/app//p/1', '/App%2F', '/x/app/p/1', '/app/../p/1'])(
    'at /app are not reached by %s',
    async (target) => {
      const { status, body } = await ask(await mount('/app', siteOf(modules)), target)
      expect([status, body]).toEqual([404, {}])
    },
  )

  test('at the base they were built for answer with that base', async () => {
    const { body } = await ask(await mount('/docs', siteOf(modules, {}, '/docs/')), '/docs/p/1')
    expect(body).toMatchObject({ url: 'http://shop.test:81/docs/p/1', id: '1' })
  })
})

test('a mount path beyond ASCII is removed in the form it was sent', async () => {
  const app = express().use('/:lang', siteOf(modules))
  const { body } = await ask(app, '/%C3%A9/p/1')
  expect(body).toMatchObject({ url: 'http://shop.test:81/%C3%A9/p/1', id: '1' })
})

test('a router with mergeParams does not change the params of pages', async () => {
  const router = express.Router({ mergeParams: true }).use(siteOf(modules))
  const { body } = await ask(express().use('/:id', router), '/of-host/p/ours')
  expect(body).toMatchObject({ url: 'http://shop.test:81/of-host/p/ours', id: 'ours' })
})

test('a request without a path is for the root', async () => {
  const pages = siteOf(modules)
  const { body } = await ask((req, res) => void pages(Object.assign(req, { url: '' }), res), '/x')
  expect(body).toMatchObject({ url: 'http://shop.test:81/' })
})

test('a path that middleware has rewritten is the one that pages answer', async () => {
  const app = express()
    .use((req, _res, next) => {
      req.url = req.url.replace('/old/', '/p/')
      next()
    })
    .use(siteOf(modules))
  const { body } = await ask(app, '/old/7?a')
  expect(body).toMatchObject({ url: 'http://shop.test:81/p/7?a', id: '7' })
})
