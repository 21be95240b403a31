import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { loadPages } from '../../src/loader/load.ts'
import { createMatcher } from '../../src/routing/match.ts'
import { createRoutes } from '../../src/loader/routes.ts'
import type { Context } from '../../src/index.ts'
import type { Manifest, PrerenderedFile } from '../../src/shared/types.ts'
import { makeFolder, removeFolders } from './folder.ts'
import { toRouteFiles } from '../support/routes.ts'

afterAll(removeFolders)

describe('a prerendered route answers the paths in its list', () => {
  const matcher = createMatcher(
    createRoutes(
      toRouteFiles([
        'about.astro',
        'empty.ts',
        'blog/[id].astro',
        'blog/[...rest].astro',
        '[page].astro',
      ]).map((route) => {
        if (route.file === 'empty.ts') return { ...route, prerendered: [] }
        if (route.file === 'about.astro') return { ...route, prerendered: [toFile('/about')] }
        if (route.file !== 'blog/[id].astro') return route
        return { ...route, prerendered: ['/blog/1', '/blog/c++', '/blog/%C3%BC'].map(toFile) }
      }),
      async () => ({}),
    ),
  )

  test.each<[string, string, string | undefined, string | undefined]>([
    ['a path of its own, unless it made no file', '/empty', '[page].astro', undefined],
    ['a path of its own', '/about', 'about.astro', '/about'],
    ['with a slash at the end', '/about/', 'about.astro', '/about'],
    ['a path in the list', '/blog/1', 'blog/[id].astro', '/blog/1'],
    ['a path in the list with a slash at the end', '/blog/1/', 'blog/[id].astro', '/blog/1'],
    ['a path in the list as it is written', '/blog/c++', 'blog/[id].astro', '/blog/c++'],
    ['a path in the list as it is encoded', '/blog/c%2B%2B', 'blog/[id].astro', '/blog/c++'],
    ['a path of letters', '/blog/%C3%BC', 'blog/[id].astro', '/blog/%C3%BC'],
    ['another, which the next route has', '/blog/2', 'blog/[...rest].astro', undefined],
    ['no path of the list, which the next route has', '/blog', 'blog/[...rest].astro', undefined],
    ['a second spelling, which nobody has', '/blog/%31', undefined, undefined],
    ['the file of a page, which nobody has', '/about/index.html', undefined, undefined],
    ['a second slash, which nobody has', '//about', undefined, undefined],
    ['letters in lower-case hex, which nobody has', '/blog/%c3%bc', undefined, undefined],
  ])('%s', (_name, path, file, prerendered) => {
    const match = matcher(path)
    expect(match?.route.file).toBe(file)
    expect(match?.prerendered).toEqual(prerendered && toFile(prerendered))
  })
})

test.each([
  [['notes/[...a].astro', 'notes/[...b].astro'], 'notes/[...a].astro'],
  [['notes/[...a].astro', 'notes/[...b].astro'], 'notes/[...b].astro'],
  [['notes/[...a].astro', 'notes/[...a].ts'], 'notes/[...a].astro'],
])(
  'of %p, of one form, the prerendered %s answers its list, and the other the rest',
  (files, built) => {
    const routes = toRouteFiles(files).map((route) => {
      return route.file === built ? { ...route, prerendered: [toFile('/notes/1')] } : route
    })
    const matcher = createMatcher(createRoutes(routes, async () => ({})))
    const live = files.find((file) => file !== built)
    expect(['/notes/1', '/notes/2', '/notes'].map((path) => matcher(path)?.route.file)).toEqual([
      built,
      live,
      live,
    ])
  },
)

test('a prerendered route has no module, but answers with its files', async () => {
  const { routes, matcher } = loadPages(makeBuilt([toFile('/p/1')], { 'p/1/index.html': 'one' }))
  const module = await routes[0]?.load()
  const ALL = module?.['ALL'] as (context: Pick<Context, 'params'>) => Promise<Response>
  const response = await ALL({ params: matcher('/p/1')?.params ?? {} })
  expect([response.status, response.headers.get('x-a'), await response.text()]).toEqual([
    203,
    'b',
    'one',
  ])
  expect((await ALL({ params: { id: '2' } })).status).toBe(404)
})

test('files that are served elsewhere may be missing', () => {
  expect(loadPages(makeBuilt([toFile('/p/1')], {})).matcher('/p/1')?.prerendered).toBeDefined()
})

function toFile(path: string): PrerenderedFile {
  const file = `${decodeURIComponent(path).slice(1)}/index.html`
  return { path, file, status: 203, headers: { 'x-a': 'b' } }
}

function makeBuilt(
  prerendered: readonly PrerenderedFile[],
  files: Readonly<Record<string, string>>,
): string {
  const route = { pattern: '/p/[id]', file: 'p/[id].mjs', kind: 'page' as const, prerendered }
  const assets = { styles: [], scripts: {}, hasHead: false }
  const manifest: Manifest = {
    version: 1,
    base: '/',
    client: '../client',
    routes: [{ ...route, ...assets }],
  }
  const dir = makeFolder({ 'manifest.json': JSON.stringify(manifest) })
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(dir, '../client', file, '..'), { recursive: true })
    writeFileSync(join(dir, '../client', file), text)
  }
  return dir
}
