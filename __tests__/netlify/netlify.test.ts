import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { Context, Manifest } from '../../src/index.ts'
import { loadPages } from '../../src/loader/load.ts'
import netlify, {
  type NetlifyHandler,
  type NetlifyOptions,
  createHandler,
} from '../../src/netlify/index.ts'
import { readManifest } from '../../src/loader/manifest.ts'
import { ROOT, runCLI } from '../conformance/start.ts'
import { WatchedDriver } from '../session/start-session.ts'

let root: string
let handler: NetlifyHandler
let config: unknown

// Inside of the repository, so that the function finds the package by its name.
beforeAll(async () => {
  root = await mkdtemp(`${ROOT}/__tests__/fixtures/dist-`)
  await cp(`${ROOT}/__tests__/fixtures/site/src`, `${root}/src`, { recursive: true })
  const { code, printed } = await runCLI('build', root)
  if (code !== 0) throw new Error(printed)
  const pagesDir = `${root}/dist/pages`
  const manifest = readManifest(pagesDir)
  if (manifest === undefined) throw new Error('no manifest')
  await netlify().done({ root, pagesDir, clientDir: `${root}/dist/client`, manifest })
  const entry = await import(
    pathToFileURL(`${root}/netlify/functions/ssr-pages/ssr-pages.mjs`).href
  )
  handler = entry.default
  config = entry.config
}, 60_000)

afterAll(() => rm(root, { recursive: true, force: true }))

test('the function has every page in it', () => {
  const built = loadPages(`${root}/dist/pages`).routes.map(({ file }) => file)
  const copied = loadPages(`${root}/netlify/functions/ssr-pages/pages`).routes
  expect(copied.map(({ file }) => file)).toEqual(built)
})

test('the function takes all paths that no file answers', () => {
  expect(config).toEqual({ path: '/*', preferStatic: true })
})

test.each([
  ['/products/7', 200, '<!DOCTYPE html><p>7</p>'],
  ['/api/products/1', 200, '{"id":"1","name":"Chair"}'],
  ['/missing', 404, ''],
  ['/redirect', 302, ''],
  ['/nope', 404, 'Not Found'],
])('%s is answered', async (path, status, body) => {
  const response = await handler(new Request(`https://shop.test${path}`), { ip: '10.0.0.1' })
  expect([response.status, await response.text()]).toEqual([status, body])
})

test('the client address is the one that Netlify tells', async () => {
  const request = new Request('https://shop.test/where', {
    headers: { 'x-forwarded-for': '6.6.6.6' },
  })
  const response = await handler(request, { ip: '10.0.0.1' })
  expect(await response.text()).toContain('https://shop.test/where true /where 10.0.0.1')
})

describe('a session', () => {
  const manifest: Manifest = {
    version: 1,
    base: '/',
    client: '../client',
    routes: [
      {
        pattern: '/api',
        file: 'api.mjs',
        kind: 'endpoint',
        styles: [],
        scripts: {},
        hasHead: false,
      },
    ],
  }
  const api = {
    GET: async ({ session }: Context) => Response.json((await session?.entries()) ?? null),
    POST: ({ session }: Context) => (session?.set('user', 'Ada'), new Response('made')),
  }
  const modules = { 'api.mjs': () => Promise.resolve(api) }

  function ask(handle: NetlifyHandler, method: string, cookie = ''): Promise<Response> {
    return handle(new Request('https://shop.test/api', { method, headers: { cookie } }), {})
  }

  test('is kept where the function is told, with a Secure cookie', async () => {
    const handle = createHandler(manifest, modules, {
      session: { driver: new WatchedDriver(), ttl: 9 },
    })
    const setCookie = (await ask(handle, 'POST')).headers.get('set-cookie') ?? ''
    expect(setCookie).toMatch(/; Max-Age=9; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    const response = await ask(handle, 'GET', setCookie.split(';', 1)[0])
    expect(await response.json()).toEqual([['user', 'Ada']])
  })

  test("is kept in Netlify's blobs when nothing is said, whose package is named if it is missing", async () => {
    const log = jest.spyOn(console, 'error').mockImplementation(() => {})
    const handle = createHandler(manifest, modules)
    expect((await ask(handle, 'GET')).status).toBe(200)
    expect((await ask(handle, 'POST')).status).toBe(500)
    expect(log.mock.calls).toMatchObject([[{ details: { packages: 'unstorage @netlify/blobs' } }]])
    log.mockRestore()
  })

  test.each([
    [{}, '{}'],
    [{ session: false as const }, '{"session":false}'],
    [{ session: { ttl: 60, cookie: 'id' } }, '{"session":{"ttl":60,"cookie":"id"}}'],
  ])('that the adapter is told %j of is the one of the function', async (options, written) => {
    const folder = await mkdtemp(`${ROOT}/__tests__/fixtures/dist-`)
    try {
      const pagesDir = `${root}/dist/pages`
      await netlify(options).done({ root: folder, pagesDir, clientDir: '', manifest })
      const entry = await readFile(`${folder}/netlify/functions/ssr-pages/ssr-pages.mjs`, 'utf8')
      expect(entry).toContain(`createHandler(manifest, modules, ${written})\n`)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  test('with a misspelt option stops the build', () => {
    const options = { session: { maxAge: 1 } } as NetlifyOptions
    expect(() => netlify(options)).toThrow('no option "session.maxAge"')
  })
})
