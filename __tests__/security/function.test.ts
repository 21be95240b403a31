import { describe, expect, test } from '@jest/globals'
import { createHandler } from '../../src/netlify/index.ts'
import type { Manifest, PageModule } from '../../src/shared/types.ts'

/** Without Express: only the platform's information counts, not the client's. */
const route = { styles: [], scripts: {}, hasHead: false, kind: 'endpoint' as const }
const manifest: Manifest = {
  version: 1,
  base: '/',
  client: '../client',
  routes: [
    { ...route, pattern: '/echo', file: 'echo.mjs' },
    { ...route, pattern: '/docs/[...path]', file: 'echo.mjs' },
  ],
}
const echo: PageModule = {
  ALL: ({ url, clientAddress }: { url: URL; clientAddress: string }) =>
    Response.json({ url: url.href, clientAddress }),
  constructor: () => new Response('called'),
  helper: () => new Response('called'),
}
const modules = { 'echo.mjs': async () => echo }
const handler = createHandler(manifest, modules)
const OWN = { url: 'https://shop.test/echo', clientAddress: '1.2.3.4' }

describe('as a Netlify function', () => {
  test.each([
    { host: 'evil.test' },
    { 'x-forwarded-host': 'evil.test', 'x-forwarded-proto': 'javascript' },
    { 'x-forwarded-for': '6.6.6.6', 'x-nf-client-connection-ip': '6.6.6.6' },
    { 'x-astro-path': '/docs/x', 'x-astro-locals': '{}' },
  ])('CVE-2026-33768: no header changes URL or client: %j', async (headers) => {
    const response = await ask('/echo', { headers })
    expect(await response.json()).toEqual(OWN)
  })

  test.each(['//evil.test/echo', '//echo', '/docs/..%2Fecho', '/docs//echo'])(
    'platform-path: a path that is spelled otherwise is no page: %s',
    async (path) => {
      expect((await ask(path)).status).toBe(404)
    },
  )

  test('platform-path: a path with needless escapes is redirected to the path without them', async () => {
    const { status, headers } = await ask('/%65cho')
    expect([status, headers.get('location')]).toEqual([301, '/echo'])
  })

  test.each(['/appecho', '/app%2Fecho', '/app//echo', '/app;/echo', '/echo', '/APP/echo'])(
    'GHSA-376h-93r7-7g6f: a base ends where a segment ends: %s',
    async (path) => {
      const handleBase = createHandler({ ...manifest, base: '/app/' }, modules)
      const at = (target: string) => new Request(`https://shop.test${target}`)
      expect((await handleBase(at('/app/echo'), {})).status).toBe(200)
      expect((await handleBase(at(path), {})).status).toBe(404)
    },
  )

  test.each(['constructor', 'helper', 'default', '__proto__', 'all'])(
    'inherited-actions: a method that is the name of something calls nothing else: %s',
    async (method) => {
      expect(await (await ask('/echo', { method })).json()).toEqual(OWN)
    },
  )

  test('CVE-2026-73423: a form of another site is refused', async () => {
    const init = { method: 'POST', headers: { origin: 'https://evil.test' }, body: 'a=1' }
    expect((await ask('/echo', init)).status).toBe(403)
  })
})

function ask(path: string, init?: RequestInit): Promise<Response> {
  return handler(new Request(`https://shop.test${path}`, init), { ip: '1.2.3.4' })
}
