import { rmSync } from 'node:fs'
import { IncomingMessage, type RequestListener, ServerResponse, createServer } from 'node:http'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import supertest from 'supertest'
import { createHandler } from '../../src/netlify/index.ts'
import { createPages } from '../../src/loader/pages.ts'
import { createMiddleware } from '../../src/node/serve.ts'
import { createServedSite } from '../../src/node/served-site.ts'
import { type Options, toSettings } from '../../src/node/options.ts'
import { resolve } from '../../src/node/resolve.ts'
import type { LoadedPages } from '../../src/loader/load.ts'
import type { Manifest, PageModule, PrerenderedFile } from '../../src/shared/types.ts'
import { makeFolder, removeFolders } from '../loader/folder.ts'
import { toRouteFiles } from '../support/routes.ts'

const clientDir = makeFolder({ 'logo@2x.png': 'logo', 'about/index.html': '<h1>About</h1>' })
afterAll(removeFolders)

const ABOUT: PrerenderedFile = {
  path: '/about',
  file: 'about/index.html',
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
}

const RUN: string[] = []
const noted = (name: string): PageModule => ({ ALL: () => (RUN.push(name), new Response(name)) })
const ROUTES = toRouteFiles(['index.ts', 'a-b.ts', 'items/[id].ts', 'about.astro']).map((route) =>
  route.file === 'about.astro' ? { ...route, prerendered: [ABOUT] } : route,
)

function pagesOf(
  site: Partial<Manifest> = {},
  others: Record<string, PageModule> = {},
): LoadedPages {
  const routes = [...ROUTES, ...toRouteFiles(Object.keys(others))]
  const load = async (file: string) => others[file] ?? noted(file)
  return { ...createPages({ ...site, routes }, load), dir: '', clientDir }
}

function resolveIn(site: Partial<Manifest>, method: string, url: string, headers = {}) {
  const req = Object.assign(new IncomingMessage(new Socket()), { method, url })
  req.headers = { host: 'localhost', ...headers }
  const res = new ServerResponse(req)
  return resolve(createServedSite(pagesOf(site), toSettings({}), undefined), {
    req,
    res,
    next: undefined,
  })
}

function serve(pages: LoadedPages, options: Options = {}): ReturnType<typeof supertest> {
  return supertest(createServer(createMiddleware(pages, toSettings(options)) as RequestListener))
}

const DOCS = { base: '/docs/' }
const SLASHES = { trailingSlash: 'always' } as const

describe('a request is resolved', () => {
  test.each<[string, Partial<Manifest>, string, string, object]>([
    ['to its page', {}, 'GET', '/a-b', { kind: 'page', match: { route: { file: 'a-b.ts' } } }],
    ['to its page, whatever the method', {}, 'PUT', '/a-b', { kind: 'page' }],
    ['to a browser file', {}, 'HEAD', '/logo@2x.png', { kind: 'file', file: 'logo@2x.png' }],
    ['to no browser file that it would change', {}, 'PUT', '/logo@2x.png', { kind: 'notFound' }],
    ['to a prerendered file', {}, 'GET', '/about', { kind: 'prerendered', file: ABOUT }],
    [
      'to nothing, where a prerendered file would be changed',
      {},
      'POST',
      '/about',
      { kind: 'notFound', match: { route: { file: 'about.astro' } } },
    ],
    ['to the spelling of a page', {}, 'GET', '/a%2db?c', { kind: 'redirect' }],
    ['to the spelling of a file', {}, 'GET', '/logo%402x.png', { kind: 'redirect' }],
    ['to the slash of a page', SLASHES, 'GET', '/items/7', { kind: 'redirect' }],
    ['to the slash of a prerendered page', SLASHES, 'GET', '/about', { kind: 'redirect' }],
    ['to nothing', {}, 'GET', '/nowhere', { kind: 'notFound', match: undefined }],
    ['to the host, outside of the base', DOCS, 'GET', '/docsearch', { kind: 'leave' }],
    ['to its page, below the base', DOCS, 'GET', '/docs/a-b', { kind: 'page' }],
    ['to 204 for the server as a whole', {}, 'OPTIONS', '*', { kind: 'status', status: 204 }],
    ['to 400 without a path', {}, 'GET', 'a:80', { kind: 'status', status: 400 }],
    ['to 501 for TRACE', {}, 'TRACE', '/a-b', { kind: 'status', status: 501 }],
    ['to 400 for a misspelt method', {}, 'post', '/a-b', { kind: 'status', status: 400 }],
  ])('%s', (_name, site, method, url, outcome) => {
    RUN.length = 0
    expect(resolveIn(site, method, url)).toMatchObject(outcome)
    expect(RUN).toEqual([])
  })

  test('to the same object for each path without a page, and for each that is left', () => {
    expect(resolveIn({}, 'GET', '/nowhere')).toBe(resolveIn({}, 'GET', '/elsewhere'))
    expect(resolveIn(DOCS, 'GET', '/nowhere')).toBe(resolveIn(DOCS, 'GET', '/elsewhere'))
  })

  test('to no redirect for a form of another site', () => {
    const headers = { origin: 'http://evil.test', 'content-type': 'text/plain' }
    expect(() => resolveIn(SLASHES, 'POST', '/items/7', headers)).toThrow('CROSS_SITE_FORM')
  })
})

describe('a prerendered page that gets a form', () => {
  const others = { '404.ts': { ALL: () => new Response('the 404 route', { status: 404 }) } }

  test('is not found on a server of its own', async () => {
    const { status, text } = await serve(pagesOf({}, others)).post('/about')
    expect([status, text]).toEqual([404, 'the 404 route'])
  })

  test('is not found in a Netlify function, with the same answer', async () => {
    const files = pagesOf({}, others).routes.map(({ file }) => file)
    const modules = Object.fromEntries(
      files.map((file) => [file, async () => Reflect.get(others, file) ?? noted(file)]),
    )
    const routes = [...ROUTES, ...toRouteFiles(Object.keys(others))]
    const manifest = { version: 1, base: '/', client: '../client', routes } as Manifest
    const answer = createHandler(manifest, modules, { session: false })
    const response = await answer(new Request('http://localhost/about', { method: 'POST' }))
    expect([response.status, await response.text()]).toEqual([404, 'the 404 route'])
  })
})

test('a 404 page that throws in the place of a file that is gone ends its request only', async () => {
  const errors: unknown[] = []
  const failing = {
    '404.ts': {
      ALL: () => {
        throw new Error('of the 404 page')
      },
    },
  }
  const folder = makeFolder({ 'gone.txt': 'gone' })
  const pages = { ...pagesOf({}, failing), clientDir: folder }
  const host = serve(pages, { onError: (error) => void errors.push(error) })
  rmSync(join(folder, 'gone.txt'))
  const { status } = await host.get('/gone.txt')
  expect([status, errors]).toEqual([500, [new Error('of the 404 page')]])
})
