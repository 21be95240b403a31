import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import express from 'express'
import express4 from 'express4'
import type { RequestListener } from 'node:http'
import { createPages } from '../../src/loader/pages.ts'
import { type Middleware, createMiddleware } from '../../src/node/serve.ts'
import { toSettings } from '../../src/node/options.ts'
import { html } from '../../src/render/html.ts'
import type { Context } from '../../src/context/context.ts'
import { fetchPage } from '../../src/core/fetch.ts'
import { toRouteFiles } from '../support/routes.ts'
import { close, exchange, lines, listen, portOf } from '../support/wire.ts'

const clientDir = mkdtempSync(join(tmpdir(), 'spelling-'))
mkdirSync(join(clientDir, 'img'))
for (const file of ['logo@2x.png', 'img/a b.txt', 'img/é.txt', 'a+b.txt']) {
  writeFileSync(join(clientDir, file), 'file')
}
afterAll(() => rmSync(clientDir, { recursive: true }))

const page = { default: () => html`page` }
const modules = {
  '你.astro': page,
  'a-b.astro': page,
  'admin.astro': page,
  'x^y.astro': page,
  'items/[id].astro': { default: (Astro: Context) => html`${Astro.params['id']}` },
  'files/[...path].astro': { default: (Astro: Context) => html`${Astro.params['path']}` },
  'data.json.ts': { GET: () => new Response('{}') },
  'feeds/[name].xml.ts': { GET: () => new Response('<a/>') },
  'form.ts': { ALL: () => new Response('form') },
}

function siteFor(base: string): Middleware {
  const routes = toRouteFiles(Object.keys(modules))
  const pages = createPages({ base, routes }, async (file) => Reflect.get(modules, file) ?? {})
  return createMiddleware({ ...pages, dir: '', clientDir }, toSettings({}))
}

const inExpress = (framework: typeof express, mount: string, base: string): RequestListener =>
  framework()
    .use(mount, siteFor(base))
    .use((_req, res) => void res.status(404).end('host'))

const hosts: readonly [name: string, prefix: string, listener: RequestListener][] = [
  ['plain http', '', siteFor('/') as RequestListener],
  ['plain http with a base', '/docs', siteFor('/docs/') as RequestListener],
  ['Express 5', '', inExpress(express, '/', '/')],
  ['Express 5 below a mount', '/docs', inExpress(express, '/docs', '/')],
  ['Express 5 below the base', '/docs', inExpress(express, '/docs', '/docs/')],
  [
    'Express 4 below a mount',
    '/docs',
    inExpress(express4 as unknown as typeof express, '/docs', '/'),
  ],
]

/** A path and the path that it is redirected to. */
const redirected: readonly [path: string, location: string][] = [
  ['/%e4%bd%a0', '/%E4%BD%A0'],
  ['/%E4%bd%A0?a=%2f&b', '/%E4%BD%A0?a=%2f&b'],
  ['/a%2Db', '/a-b'],
  ['/a%2db/', '/a-b/'],
  ['/%61dmin', '/admin'],
  ['/%61%64%6d%69%6e', '/admin'],
  ['/logo%402x.png', '/logo@2x.png'],
  ['/img/%c3%a9.txt', '/img/%C3%A9.txt'],
  ['/a%2Bb.txt', '/a+b.txt'],
  ['/items/%c3%a9', '/items/%C3%A9'],
  ['/items/%2d%2f', '/items/-%2F'],
  ['/files/%61/b', '/files/a/b'],
  ['/data%2ejson', '/data.json'],
]

const notFound = [
  '/%2561dmin',
  '/%2e%2e/admin',
  '/x/%2e%2e/admin',
  '/%2fadmin',
  '/%2F%2Fevil.test/%61',
  '//evil.test/%61dmin',
  '/%5cevil.test/%61dmin',
  '/%5C%61dmin',
  '/files/%2e%2e/x',
  '/files//%61',
  '/x%5Ey',
  '/%61dmin/more',
  '/%4',
  '/items/%ff',
  '/%61dmin%ff',
  '/nope%2D',
  '/data.json/',
  '/data%2ejson/',
  '/feeds/a.xml/',
]

test('the base of the site has only one spelling, too', async () => {
  const server = await listen(siteFor('/docs/') as RequestListener)
  const bytes = lines('GET /%64ocs/a%2Db HTTP/1.1', 'Host: a', 'Connection: close')
  const [answer] = await exchange(portOf(server), bytes)
  await close(server)
  expect([answer?.status, answer?.headers['location']]).toEqual([301, '/docs/a-b'])
})

describe.each(hosts)('in %s, a path', (_, prefix, listener) => {
  const ask = async (path: string, method = 'GET', host = listener) => {
    const server = await listen(host)
    const bytes = lines(`${method} ${path} HTTP/1.1`, 'Host: a', 'Connection: close')
    const [answer] = await exchange(portOf(server), bytes)
    await close(server)
    return answer
  }

  test.each(redirected)(
    '%s is redirected to the spelling that is answered',
    async (path, location) => {
      const answer = await ask(prefix + path)
      expect([answer?.status, answer?.headers['location']]).toEqual([301, prefix + location])
      expect((await ask(prefix + path, 'HEAD'))?.status).toBe(301)
      expect((await ask(String(answer?.headers['location'])))?.status).toBe(200)
    },
  )

  test.each(notFound)('%s is not found', async (path) => {
    const answer = await ask(prefix + path)
    expect([answer?.status, answer?.headers['location']]).toEqual([404, undefined])
  })

  test('with other methods than GET and HEAD is not redirected', async () => {
    expect((await ask(`${prefix}/%66orm`, 'POST'))?.status).toBe(404)
    expect((await ask(`${prefix}/form`, 'POST'))?.status).toBe(200)
  })
})

test('a page for any path does not answer other spellings of the paths of pages and files', async () => {
  const all = { ...modules, '[...all].astro': { default: () => html`all` } }
  const routes = toRouteFiles(Object.keys(all))
  const pages = createPages({ base: '/', routes }, async (file) => Reflect.get(all, file) ?? {})
  const site = createMiddleware({ ...pages, dir: '', clientDir }, toSettings({}))
  const server = await listen(site as RequestListener)
  const ask = async (path: string) => {
    const bytes = lines(`GET ${path} HTTP/1.1`, 'Host: a', 'Connection: close')
    const [answer] = await exchange(portOf(server), bytes)
    return [answer?.status, answer?.headers['location']]
  }
  expect(await ask('/logo%402x.png')).toEqual([301, '/logo@2x.png'])
  expect(await ask('/items/%40x')).toEqual([200, undefined])
  expect(await ask('/any%40thing')).toEqual([200, undefined])
  expect((await fetchPage(pages, new Request('http://a/any%40thing')))?.status).toBe(200)
  await close(server)
})

test('middleware in front of the pages sees both spellings', async () => {
  const seen: string[] = []
  const app = express()
    .use((req, _res, next) => {
      seen.push(req.url)
      next()
    })
    .use('/admin', (_req, res) => void res.status(403).end())
    .use(siteFor('/'))
  const server = await listen(app)
  const get = (path: string) =>
    exchange(portOf(server), lines(`GET ${path} HTTP/1.1`, 'Host: a', 'Connection: close'))
  const [first] = await get('/%61dmin')
  const [second] = await get(String(first?.headers['location']))
  await close(server)
  expect([first?.status, second?.status, seen]).toEqual([301, 403, ['/%61dmin', '/admin']])
})

describe('without a socket, a path', () => {
  const routes = toRouteFiles(Object.keys(modules))
  const pages = createPages(
    { base: '/docs/', routes },
    async (file) => Reflect.get(modules, file) ?? {},
  )
  const ask = (path: string, method = 'GET') =>
    fetchPage(pages, new Request(`http://a/docs${path}`, { method }))
  const isPage = ([path]: readonly [string, string]) => !/\.(?:png|txt)/.test(path)

  test.each(redirected.filter(isPage))(
    '%s is redirected to the spelling that is answered',
    async (path, location) => {
      const response = await ask(path)
      expect([response?.status, response?.headers.get('location')]).toEqual([
        301,
        `/docs${location}`,
      ])
    },
  )

  // The URL class itself normalizes the others.
  test.each(notFound.filter((path) => !path.includes('%2e')))('%s is no page', async (path) => {
    expect(await ask(path)).toBeUndefined()
  })

  test('with the method of a form is not found', async () => {
    expect(await ask('/%66orm', 'POST')).toBeUndefined()
  })
})
