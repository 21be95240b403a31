import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import connect from 'connect'
import express from 'express'
import express4 from 'express4'
import supertest from 'supertest'
import type { SsrPages } from '../../src/index.ts'
import { blocksOf } from '../support/guide.ts'
import { ROOT } from '../support/root.ts'
import { type Server, type Servers, startAll, startUserServer } from '../support/servers.ts'
import { type Files, createSite, removeSites } from '../support/site.ts'
import { until } from '../support/until.ts'

const PAGES: Files = {
  'index.mjs': 'export default () => html`home`',
  'products/[id].mjs': 'export default () => html`a product`',
  'throws.mjs': "export default () => { throw new Error('on purpose') }",
  'streams.mjs':
    'export default () => html`first ${new Promise((resolve) => setTimeout(resolve, 20, "late"))}`',
  'api/[...path].mjs': 'export const GET = () => new Response("api")',
  '404.mjs': 'export default () => html`not found`',
  '500.mjs': 'export default () => html`failed`',
}

afterAll(removeSites)

describe.each([
  ['Express 5', express],
  ['Express 4', express4 as unknown as typeof express],
])('pages.routeOf in %s', (_, framework) => {
  test.each<[what: string, path: string, name: string | undefined]>([
    ['a page', '/products/7?a=1', '/products/[id]'],
    ['the home page', '/', '/'],
    ['an API route', '/api/a/b', '/api/[...path]'],
    ['a page that streams', '/streams', '/streams'],
    ['a page that fails', '/throws', '/throws'],
    ['a page of a mount', '/docs/products/7', '/docs/products/[id]'],
    ['the home page of a mount', '/docs', '/docs'],
    ['a page of a mount that fails', '/docs/throws', '/docs/throws'],
    ['a route of the host', '/users/7', '/users/:id'],
    ['a route of a router', '/admin/users/7', '/admin/users/:id'],
    ['a page that a route of the host lets pass', '/guarded/7', '/guarded/[id]'],
  ])('names %s', async (_what, path, name) => {
    expect(await nameOf(framework, path)).toBe(name)
  })

  test.each([
    ['a path without a route', '/nowhere'],
    ['a route with a regular expression', '/pattern'],
  ])('has no name for %s', async (_what, path) => {
    expect(await nameOf(framework, path)).toBeUndefined()
  })
})

test('pages.routeOf in Connect names a page of a mount', async () => {
  const pages = createSite(PAGES)
  let name: string | undefined
  const app = connect()
    .use((req: IncomingMessage, res: ServerResponse, next: () => void) => {
      res.once('finish', () => (name = pages.routeOf(req)))
      next()
    })
    .use('/docs', pages as connect.NextHandleFunction)
  await supertest(app).get('/docs/products/7').expect(200)
  expect(name).toBe('/docs/products/[id]')
})

async function nameOf(framework: typeof express, path: string): Promise<string | undefined> {
  const guarded = { ...PAGES, 'guarded/[id].mjs': 'export default () => html`guarded`' }
  const pages: SsrPages = createSite(guarded, { onError: () => {} })
  const named = new Promise<string | undefined>((resolve) => {
    const admin = framework.Router().get('/users/:id', (_req, res) => void res.send('admin'))
    const app = framework()
      .use((req, res, next) => {
        res.once('finish', () => resolve(pages.routeOf(req)))
        next()
      })
      .get('/users/:id', (_req, res) => void res.send('user'))
      .get('/guarded/:any', (_req, _res, next) => next())
      .get(/^\/pattern$/, (_req, res) => void res.send('pattern'))
      .use('/admin', admin)
      .use('/docs', pages)
      .use(pages)
      .use(pages.errors)
    void supertest(app).get(path).then()
  })
  return named
}

const blocks = blocksOf(readFileSync(join(ROOT, 'docs/host-tools.md'), 'utf8'))
const snippets = new Map(
  blocks.flatMap(({ code }) => {
    const [, file, text = ''] = /^\/\/ (\S+)\n(.*)$/s.exec(code) ?? []
    return file === undefined ? [] : [[file, text] as const]
  }),
)

describe('of docs/host-tools.md', () => {
  let folder: string
  let servers: Servers<string>

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'route names '))
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'dir')
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    for (const [file, text] of Object.entries(PAGES)) {
      mkdirSync(dirname(join(folder, 'dist/pages', file)), { recursive: true })
      writeFileSync(join(folder, 'dist/pages', file), `import { html } from 'ssr-pages'\n${text}`)
    }
    for (const [file, text] of snippets) writeFileSync(join(folder, file), text)
    const own = 'req.route ? req.baseUrl + req.route.path : undefined'
    const metrics = snippets.get('metrics.js') ?? ''
    writeFileSync(
      join(folder, 'own-metrics.js'),
      metrics.replace('=> pages.routeOf(req)', `=> ${own}`),
    )
    servers = await startAll(['log.js', 'traced.js', 'metrics.js', 'own-metrics.js'], (file) =>
      startUserServer(join(folder, file)),
    )
  }, 60_000)

  afterAll(async () => {
    await servers?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  test('log.js writes the route into each line, and the error', async () => {
    const server = await servers.get('log.js')
    for (const path of ['/products/7', '/users/7', '/nowhere', '/throws']) await ask(server, path)
    const lines = await untilPrinted(server, /^{.*"responseTime".*}$/gm, 4)
    const seen = lines.map((line) => JSON.parse(line))
    expect(seen.map(({ req, route }) => [req.url, route])).toEqual([
      ['/products/7', '/products/[id]'],
      ['/users/7', '/users/:id'],
      ['/nowhere', undefined],
      ['/throws', '/throws'],
    ])
    expect(seen[3].err.message).toBe('on purpose')
  })

  test('traced.js names spans, and tells http.route', async () => {
    const server = await servers.get('traced.js')
    for (const path of ['/docs/products/7', '/users/7', '/docs/streams', '/nowhere']) {
      await ask(server, path)
    }
    const spans = await untilPrinted(server, /^ {2}name: '(.*)'/gm, 4)
    expect(spans.map((line) => line.trim())).toEqual([
      "name: 'GET /docs/products/[id]'",
      "name: 'GET /users/:id'",
      "name: 'GET /docs/streams'",
      "name: 'GET'",
    ])
    expect(server.output().match(/'http\.route': '.*'/g)).toEqual([
      "'http.route': '/docs/products/[id]'",
      "'http.route': '/users/:id'",
      "'http.route': '/docs/streams'",
    ])
  })

  test.each([
    ['gives the route to a token of morgan', 'metrics.js'],
    ['gives the route to a tool that reads req.route', 'own-metrics.js'],
  ])('metrics.js %s', async (_what, file) => {
    const server = await servers.get(file)
    for (const path of ['/docs/products/7', '/users/7', '/nowhere']) await ask(server, path)
    expect(await untilPrinted(server, /^GET .*$/gm, 3)).toEqual([
      'GET /docs/products/[id] 200',
      'GET /users/:id 200',
      'GET - 404',
    ])
  })
})

async function ask(server: Server, path: string): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`)
  await response.text()
}

async function untilPrinted(server: Server, line: RegExp, count: number): Promise<string[]> {
  const lines = () => server.output().match(line) ?? []
  await until(() => lines().length >= count)
  return lines()
}
