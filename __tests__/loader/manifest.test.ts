import { afterAll, describe, expect, test } from '@jest/globals'
import { join } from 'node:path'
import { readManifest } from '../../src/loader/manifest.ts'
import type { Manifest } from '../../src/shared/types.ts'
import { makeFolder, removeFolders } from './folder.ts'

afterAll(removeFolders)

const GOOD: Manifest = {
  version: 1,
  base: '/docs/',
  site: 'https://example.com',
  client: '../client',
  routes: [
    {
      pattern: '/products/[id]',
      file: 'products/[id].mjs',
      kind: 'page',
      styles: ['_assets/a.css'],
      scripts: { menu: '_assets/menu.js' },
      hasHead: true,
    },
    {
      pattern: '/about',
      file: 'about.mjs',
      kind: 'page',
      styles: [],
      scripts: {},
      hasHead: false,
      prerendered: [
        { path: '/about', file: 'about/index.html', status: 200, headers: { 'x-a': 'b' } },
      ],
    },
  ],
  content: [
    {
      file: 'src/content/a.mdx',
      styles: ['_assets/a.css'],
      scripts: {},
      preloads: { a: ['b.js'] },
    },
  ],
}

test('a manifest is read as it was written', () => {
  expect(read(JSON.stringify(GOOD))).toEqual(GOOD)
})

test('a manifest without a site is read', () => {
  const { site: _, ...rest } = GOOD
  expect(read(JSON.stringify(rest))).toEqual(rest)
})

test('a field of a later release is ignored', () => {
  expect(read(JSON.stringify({ ...GOOD, later: true }))).toEqual(GOOD)
})

test('a folder without a manifest is not an error', () => {
  expect(readManifest(makeFolder({}))).toBeUndefined()
})

const nothing = undefined

describe('a broken field is named, with what was seen', () => {
  test.each<[field: string, seen: unknown]>([
    ['version', nothing],
    ['version', 2],
    ['version', '1'],
    ['base', nothing],
    ['base', 'docs/'],
    ['base', '/docs'],
    ['base', ''],
    ['site', 'example.com'],
    ['site', null],
    ['client', nothing],
    ['client', ''],
    ['client', '/srv/client'],
    ['client', 'C:/client'],
    ['client', '..\\client'],
    ['routes', nothing],
    ['routes', {}],
    ['routes', 'all'],
    ['content', {}],
    ['content', 'all'],
  ])('%s: %j', (field, seen) => {
    expectRefused({ ...GOOD, [field]: seen }, field, seen)
  })

  test.each<[field: string, seen: unknown]>([
    ['pattern', nothing],
    ['pattern', 'products'],
    ['pattern', 7],
    ['file', nothing],
    ['file', ''],
    ['file', '../../etc/passwd'],
    ['file', 'a/../../b.mjs'],
    ['file', '/etc/passwd'],
    ['file', 'C:/secret.mjs'],
    ['file', '\\\\server\\share.mjs'],
    ['file', 'a\\..\\..\\b.mjs'],
    ['kind', nothing],
    ['kind', 'api'],
    ['styles', nothing],
    ['styles', '_assets/a.css'],
    ['styles', [1]],
    ['scripts', nothing],
    ['scripts', []],
    ['scripts', { a: 1 }],
    ['scripts', null],
    ['hasHead', nothing],
    ['hasHead', 'true'],
    ['prerendered', true],
    ['prerendered', [{}]],
    ['prerendered', [{ path: 'a', file: 'a', status: 200, headers: {} }]],
    ['prerendered', [{ path: '/a', file: '../a', status: 200, headers: {} }]],
    ['prerendered', [{ path: '/a', file: 'a', status: 0, headers: {} }]],
    ['prerendered', [{ path: '/a', file: 'a', status: 200, headers: { a: 1 } }]],
  ])('routes[0].%s: %j', (field, seen) => {
    const routes = [{ ...GOOD.routes[0], [field]: seen }]
    expectRefused({ ...GOOD, routes }, `routes[0].${field}`, seen)
  })

  test.each<[content: unknown]>([[null], [[]], ['text'], [1]])(
    'the whole content: %j',
    (content) => {
      expectRefused(content, 'the content', content)
    },
  )

  test.each<[route: unknown]>([[null], [[]], ['text']])('a route: %j', (route) => {
    expectRefused({ ...GOOD, routes: [GOOD.routes[0], route] }, 'routes[1]', route)
  })
})

test('a manifest that was cut off says so, with the place in its cause', () => {
  const cut = () => read('{"version": 1')
  expect(cut).toThrow('manifest.json is not JSON')
  expect(cut).toThrow(
    expect.objectContaining({
      code: 'SSR_PAGES_MANIFEST_INVALID',
      cause: expect.objectContaining({ name: 'SyntaxError' }),
    }),
  )
})

test('a folder named like the manifest is refused', () => {
  const dir = makeFolder({ 'manifest.json/a.txt': '' })
  expect(() => readManifest(dir)).toThrow(`${join(dir, 'manifest.json')} cannot be read`)
})

function read(text: string): Manifest | undefined {
  return readManifest(makeFolder({ 'manifest.json': text }))
}

function expectRefused(content: unknown, field: string, seen: unknown): void {
  const refuse = () => read(JSON.stringify(content))
  const text = seen === undefined ? 'nothing' : JSON.stringify(seen)
  expect(refuse).toThrow(expect.objectContaining({ code: 'SSR_PAGES_MANIFEST_INVALID' }))
  expect(refuse).toThrow(`manifest.json: ${field} must be `)
  expect(refuse).toThrow(`saw ${text}\n`)
}
