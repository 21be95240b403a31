import { afterAll, describe, expect, test } from '@jest/globals'
import express from 'express'
import supertest from 'supertest'
import { ssrPages } from '../../src/index.ts'
import { createApp, createSite, removeSites, writeSite } from '../support/site.ts'

const FILES = {
  'index.mjs': 'export default () => html`home`',
  'about.mjs': 'export default () => html`about`',
  'items/[id].mjs': 'export default (Astro) => html`item ${Astro.params.id}`',
  'feed.xml.mjs': 'export const GET = () => new Response("feed")',
  'files/[...path].mjs': 'export const GET = () => new Response("file")',
  'export.[format].mjs': 'export const GET = () => new Response("data")',
  'api.mjs': 'export const GET = () => new Response("api")\nexport const POST = GET',
  'v1.2.mjs': 'export default () => html`page with a dot`',
}

afterAll(removeSites)

describe('a trailing slash', () => {
  test.each([
    ['ignore', 'get', '/about', 200, undefined],
    ['ignore', 'get', '/about/', 200, undefined],
    ['ignore', 'get', '/feed.xml', 200, undefined],
    ['ignore', 'get', '/feed.xml/', 404, undefined],
    ['ignore', 'get', '/export.csv/', 404, undefined],
    ['ignore', 'get', '/v1.2/', 200, undefined],
    ['always', 'get', '/about', 301, '/about/'],
    ['always', 'get', '/about?a=1', 301, '/about/?a=1'],
    ['always', 'get', '/about/', 200, undefined],
    ['always', 'get', '/', 200, undefined],
    ['always', 'post', '/api', 308, '/api/'],
    ['always', 'get', '/items/a%20b', 301, '/items/a%20b/'],
    ['always', 'get', '/feed.xml', 200, undefined],
    ['always', 'get', '/feed.xml/', 301, '/feed.xml'],
    ['always', 'get', '/export.csv', 200, undefined],
    ['always', 'get', '/files/a', 301, '/files/a/'],
    ['always', 'get', '/files/a/', 200, undefined],
    ['always', 'get', '/v1.2', 301, '/v1.2/'],
    ['always', 'get', '/nope', 404, undefined],
    ['never', 'get', '/about', 200, undefined],
    ['never', 'get', '/about/', 301, '/about'],
    ['never', 'get', '/about/?a=1', 301, '/about?a=1'],
    ['never', 'get', '/', 200, undefined],
    ['never', 'post', '/api/', 308, '/api'],
    ['never', 'head', '/about/', 301, '/about'],
    ['never', 'get', '/nope/', 404, undefined],
  ] as const)('with %s: %s %s', async (trailingSlash, method, path, status, location) => {
    const app = createApp(createSite(FILES, {}, { trailingSlash }))
    const response = await supertest(app)[method](path).redirects(0)
    expect([response.status, response.headers['location']]).toEqual([status, location])
  })

  test.each(['always', 'never'])(
    'is never corrected towards another host: %s',
    async (trailingSlash) => {
      const pages = createSite(
        { '[...all].mjs': 'export default () => html`any`' },
        {},
        { trailingSlash },
      )
      for (const path of ['//evil.test/', '//evil.test', '/%5Cevil.test/', '///evil.test//']) {
        const response = await pages.fetch(new Request(`http://localhost${path}`))
        expect(response?.headers.get('location') ?? '/ok').toMatch(/^\/(?![/\\])/)
      }
    },
  )

  const below: [path: string, trailingSlash: string, location: string | undefined][] = [
    ['/docs/about', 'always', '/docs/about/'],
    ['/docs/about/?a=//b', 'never', '/docs/about?a=//b'],
    ['/docs', 'always', '/docs/'],
    ['/docs?a=1', 'always', '/docs/?a=1'],
    ['/docs/', 'always', undefined],
    ['/docs/', 'never', '/docs'],
    ['/docs', 'never', undefined],
    ['/docs', 'ignore', undefined],
  ]

  test.each(below.flatMap((row) => [[...row, '/docs'] as const, [...row, '/'] as const]))(
    'of %s is as it should be with %s: %s (mounted at %s)',
    async (path, trailingSlash, location, mount) => {
      const built = { trailingSlash, ...(mount === '/' && { base: '/docs/' }) }
      const app = express().use(mount, ssrPages({ dir: writeSite(FILES, built) }))
      const response = await supertest(app).get(path).redirects(0)
      const status = location === undefined ? 200 : 301
      expect([response.status, response.headers['location']]).toEqual([status, location])
    },
  )
})
