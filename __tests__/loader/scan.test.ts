import { afterAll, expect, test } from '@jest/globals'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { scanFolder } from '../../src/loader/scan.ts'
import { makeFolder, removeFolders } from './folder.ts'

afterAll(removeFolders)

// Files with their patterns; `null` for a file that is not a route.
const FILES: Readonly<Record<string, string | null>> = {
  'index.mjs': '/',
  'about.js': '/about',
  'feed.xml.js': '/feed.xml',
  'products/[id].mjs': '/products/[id]',
  'blog/[...slug].js': '/blog/[...slug]',
  'blog/index.js': '/blog',
  '.well-known/security.txt.js': '/.well-known/security.txt',
  'folder.js/page.js': '/folder.js/page',
  '_layout.js': null,
  '_chunks/shared.mjs': null,
  'blog/_card.js': null,
  '.env.js': null,
  '.cache/page.js': null,
  'about.d.ts': null,
  'about.js.map': null,
  'source.ts': null,
  'page.astro': null,
  'old.cjs': null,
  'style.css': null,
  'data.json': null,
  'README.md': null,
}

test('a plain folder has a route for each public module', () => {
  const dir = makeFolder(Object.fromEntries(Object.keys(FILES).map((file) => [file, ''])))
  const expected = Object.entries(FILES).filter(([, pattern]) => pattern)
  const found = scanFolder(dir).routes.map(({ file, pattern }) => [file, pattern])
  expect(new Set(found)).toEqual(new Set(expected))
})

test('a route of a plain folder has no assets, and leaves its kind to the module', () => {
  const [route] = scanFolder(makeFolder({ 'a.js': '' })).routes
  expect(route).toEqual({ pattern: '/a', file: 'a.js', styles: [], scripts: {}, hasHead: false })
})

test('a link is a route when it leads to a file', () => {
  const dir = makeFolder({ 'a.js': '' })
  symlinkSync(join(dir, 'a.js'), join(dir, 'b.js'))
  symlinkSync(join(dir, 'gone.js'), join(dir, 'c.js'))
  expect(
    scanFolder(dir)
      .routes.map(({ file }) => file)
      .sort(),
  ).toEqual(['a.js', 'b.js'])
})

test('the page middleware of a plain folder is _middleware.mjs', () => {
  const dir = makeFolder({ 'a.js': '', '_middleware.mjs': '', 'b/_middleware.js': '' })
  expect(scanFolder(dir)).toMatchObject({
    middleware: '_middleware.mjs',
    routes: [{ file: 'a.js' }],
  })
})

test('a linked folder has its routes, and circular links are not followed', () => {
  const dir = makeFolder({ 'index.mjs': '', 'a/x.mjs': '' })
  const other = makeFolder({ 'y.mjs': '', '_z.mjs': '' })
  symlinkSync(other, join(dir, 'linked'))
  symlinkSync(join(other, 'y.mjs'), join(dir, 'file.mjs'))
  symlinkSync(dir, join(dir, 'a/around'))
  symlinkSync(dir, join(other, 'back'))
  symlinkSync('self', join(dir, 'self'))
  symlinkSync(join(dir, 'nowhere'), join(dir, 'broken.mjs'))
  const found = scanFolder(dir).routes.map(({ pattern }) => pattern)
  expect(found.toSorted()).toEqual(['/', '/a/x', '/file', '/linked/y'])
})
