import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ROOT } from '../support/root.ts'
import { type Server, startServer } from '../support/servers.ts'
import { get } from './attack.ts'
import { exchange } from './exchange.ts'
import { expectAllSafe } from './run-attacks.ts'
import { site } from './site.ts'

const FILES = [
  'index',
  '404',
  '500',
  'boom',
  'empty',
  'rewrite',
  'loop',
  'private/index',
  'feed.xml',
]
const DYNAMIC = ['private/[page]', 'docs/[...path]']

describe.each(['ignore', 'always', 'never'])(
  'a site whose slash at the end is: %s',
  (trailingSlash) => {
    let dir: string
    let server: Server

    beforeAll(async () => {
      dir = mkdtempSync(`${ROOT}/__tests__/fixtures/dist-`)
      cpSync(`${ROOT}/__tests__/fixtures/security/guarded`, dir, { recursive: true })
      writeFileSync(`${dir}/manifest.json`, JSON.stringify(toManifest(trailingSlash)))
      server = await startServer('security.mjs', 'direct', 'express', dir)
    })
    afterAll(async () => {
      await server.stop()
      rmSync(dir, { recursive: true, force: true })
    })

    test.each(site)('$id: $what', ({ request, safe }) => expectAllSafe(server.port, request, safe))

    test('shows to permitted visitors what it hides from others', async () => {
      const target = trailingSlash === 'never' ? '/private' : '/private/'
      const [kept] = await exchange(server.port, get(target), 1)
      expect(kept).toMatchObject({ status: 403, body: 'kept out' })
      const [shown] = await exchange(server.port, get(target, 'Authorization: x'), 1)
      expect(shown?.body).toContain('private page')
    })
  },
)

function toManifest(trailingSlash: string): object {
  const assets = { styles: [], scripts: {}, hasHead: false }
  const routes = [...FILES, ...DYNAMIC].map((name) => ({
    pattern: `/${name}`.replace(/\/index$/, '') || '/',
    file: `${name}.mjs`,
    kind: /docs|feed/.test(name) ? 'endpoint' : 'page',
    ...assets,
  }))
  const redirects = [
    { pattern: '/legacy/[...rest]', destination: '/[...rest]' },
    { pattern: '/go/[host]', destination: 'https://[host].cdn.test/x' },
    { pattern: '/old/[id]', destination: '/new/[id]?x=1' },
  ]
  const middleware = 'middleware.mjs'
  return {
    version: 1,
    base: '/',
    client: '../client',
    routes,
    trailingSlash,
    redirects,
    middleware,
  }
}
