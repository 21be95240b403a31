import { cp, mkdtemp, rm } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { loadPages } from '../../src/loader/load.ts'
import netlify, { type NetlifyHandler } from '../../src/netlify/index.ts'
import { readManifest } from '../../src/loader/manifest.ts'
import { ROOT, runCLI } from '../conformance/start.ts'

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
