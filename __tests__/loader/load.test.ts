import { afterAll, describe, expect, test } from '@jest/globals'
import { mkdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { createLoad } from '../../src/loader/load-once.ts'
import { loadPages } from '../../src/loader/load.ts'
import type { Manifest, ManifestRoute } from '../../src/shared/types.ts'
import { makeFolder, removeFolders } from './folder.ts'

afterAll(removeFolders)

const ROUTE: ManifestRoute = {
  pattern: '/p/[id]',
  file: 'p/[id].mjs',
  kind: 'page',
  styles: ['_assets/p.css'],
  scripts: { a: '_assets/a.js' },
  hasHead: true,
}

describe('a built folder', () => {
  test('has the routes of the manifest in match order', () => {
    const rest = { ...ROUTE, pattern: '/[...all]', file: '[...all].mjs', kind: 'endpoint' as const }
    const pages = loadPages(makeBuilt([rest, ROUTE]))
    expect(pages.routes[0]).toEqual({
      pattern: '/p/[id]',
      file: 'p/[id].mjs',
      params: ['id'],
      kind: 'page',
      assets: { styles: ['_assets/p.css'], scripts: { a: '_assets/a.js' }, hasHead: true },
      load: expect.any(Function),
    })
    expect(pages.routes.map(({ file }) => file)).toEqual(['p/[id].mjs', '[...all].mjs'])
    expect(pages.matcher('/p/7')).toEqual({ route: pages.routes[0], params: { id: '7' } })
  })

  test('has its base, its site and the absolute path of its browser files', () => {
    const dir = makeBuilt([ROUTE], { base: '/docs/', site: 'https://example.com' })
    mkdirSync(join(dir, '../client'))
    const pages = loadPages(relative(process.cwd(), dir))
    expect(pages).toMatchObject({ dir, base: '/docs/', site: 'https://example.com' })
    expect(pages.clientDir).toBe(join(dir, '../client'))
  })

  test('has no browser files when their folder is missing', () => {
    expect(loadPages(makeBuilt([ROUTE])).clientDir).toBeUndefined()
  })

  test('does not load if a module of the manifest is missing', () => {
    const dir = makeBuilt([ROUTE])
    rmSync(join(dir, ROUTE.file))
    expectRefused(
      dir,
      'MANIFEST_INVALID',
      'the route /p/[id] needs p/[id].mjs, which does not exist',
    )
  })

  test.each([
    ['ROUTE_CONFLICT', { ...ROUTE, pattern: '/p/[other]', file: 'p/[other].mjs' }],
    ['ROUTE_NAME_INVALID', { ...ROUTE, pattern: '/[__proto__]', file: 'x.mjs' }],
  ])('does not boot with %s', (code, route) => {
    expectRefused(makeBuilt([ROUTE, route]), code, route.file)
  })
})

describe('a plain folder', () => {
  test('is at the root of the site and has no browser files', () => {
    const pages = loadPages(makeFolder({ 'index.js': '' }))
    expect(pages).toMatchObject({ base: '/', site: undefined, clientDir: undefined })
    expect(pages.matcher('/')?.route).not.toHaveProperty('kind')
  })

  test('may be empty', () => {
    const pages = loadPages(makeFolder({}))
    expect(pages.routes).toEqual([])
    expect(pages.matcher('/')).toBeUndefined()
  })

  test.each([
    ['ROUTE_CONFLICT', { 'a.js': '', 'a/index.mjs': '' }, 'a.js and a/index.mjs'],
    ['ROUTE_NAME_INVALID', { '[a.js': '' }, '[a.js'],
  ])('does not boot with %s', (code, files, text) => {
    expectRefused(makeFolder(files), code, text)
  })

  test('loads without running a page', () => {
    const pages = loadPages(makeFolder({ 'a.mjs': 'throw new Error("ran")' }))
    expect(pages.matcher('/a')).toBeDefined()
  })
})

describe('a missing folder is named with its absolute path', () => {
  const dir = makeFolder({ 'a.js': '' })

  test.each(['missing', 'a.js'])('%s', (name) => {
    const path = join(dir, name)
    expectRefused(relative(process.cwd(), path), 'DIR_MISSING', ` ${path}\n`)
  })
})

describe('a module is imported', () => {
  test.each(['with space', 'c#', '100%', '%41', '[x]', 'ä'])(
    'from a folder called %s',
    async (name) => {
      const dir = makeFolder({ 'p q/[id]%20#.mjs': `export const name = 'found'` }, name)
      const route = loadPages(dir).routes[0]
      expect(await route?.load()).toMatchObject({ name: 'found' })
    },
  )

  test('from disk, and a failure names the file and what is missing', async () => {
    const dir = makeFolder({ 'p/a.mjs': `import './gone.mjs'` })
    const load = async () => loadPages(dir).routes[0]?.load()
    await expect(load()).rejects.toThrow(/^p\/a\.mjs failed to load: .*gone\.mjs/)
  })

  test.each([
    ["Cannot find package 'react' imported from /app/a.mjs", /npm install react`.*dependencies/],
    ["Cannot find package '@a/b-c' imported from /app/a.mjs", /npm install @a\/b-c`/],
    ["Cannot find module '/app/gone.mjs' imported from /app/a.mjs", /Correct that module/],
  ])('and the error of Node "%s" comes with what to do', async (message, hint) => {
    const cause = Object.assign(new Error(message), { code: 'ERR_MODULE_NOT_FOUND' })
    const load = createLoad('a.mjs', () => Promise.reject(cause))
    await expect(load()).rejects.toMatchObject({ hint: expect.stringMatching(hint) })
  })
})

function makeBuilt(routes: readonly ManifestRoute[], more: Partial<Manifest> = {}): string {
  const manifest: Manifest = { version: 1, base: '/', client: '../client', routes, ...more }
  const modules = routes.map(({ file }) => [file, ''])
  return makeFolder({
    'manifest.json': JSON.stringify(manifest),
    '_chunks/shared.mjs': '',
    ...Object.fromEntries(modules),
  })
}

function expectRefused(dir: string, code: string, text: string): void {
  const load = () => loadPages(dir)
  expect(load).toThrow(expect.objectContaining({ code: `SSR_PAGES_${code}` }))
  expect(load).toThrow(text)
}
