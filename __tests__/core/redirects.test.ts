import { afterAll, describe, expect, test } from '@jest/globals'
import express from 'express'
import supertest from 'supertest'
import { ssrPages } from '../../src/index.ts'
import { type Built, createApp, createSite, removeSites, writeSite } from '../support/site.ts'

const FILES = {
  'index.mjs': 'export default () => html`home`',
  'about.mjs': 'export default () => html`about`',
  'items/[id].mjs': 'export default (Astro) => html`item ${Astro.params.id}`',
}

afterAll(removeSites)

describe('a redirect of the configuration', () => {
  const redirects = [
    { pattern: '/old', destination: '/about' },
    { pattern: '/gone', destination: '/about', status: 302 },
    { pattern: '/things/[id]', destination: '/items/[id]' },
    { pattern: '/docs/[...path]', destination: '/help/[...path]' },
    { pattern: '/root/[...path]', destination: '/[...path]' },
    { pattern: '/moved/[...path]/[id]', destination: '/[...path]/[id]' },
    { pattern: '/middle/[...path]/end', destination: '/a/[...path]/b' },
    { pattern: '/letters', destination: '/日本/ü?q=é#ñ' },
    { pattern: '/spaces', destination: '/target with spaces?q=a b#c d' },
    { pattern: '/escapes', destination: '/a%20b/100%/"x"' },
    { pattern: '/away', destination: 'https://example.com/x' },
    { pattern: '/away/[id]', destination: 'https://example.com/[id]' },
    { pattern: '/query', destination: '/about?own=1' },
    { pattern: '/hash', destination: '/about#top' },
  ]

  test.each([
    ['is permanent', 'get', '/old', 301, '/about'],
    ['of another method keeps method and body', 'post', '/old', 308, '/about'],
    ['has the status it is given', 'get', '/gone', 302, '/about'],
    ['answers with a slash at the end, too', 'get', '/old/', 301, '/about'],
    ['fills in params', 'get', '/things/7', 301, '/items/7'],
    ['fills in rest params', 'get', '/docs/a/b', 301, '/help/a/b'],
    ['fills in an empty rest param', 'get', '/docs', 301, '/help/'],
    [
      'encodes characters that end a segment',
      'get',
      '/things/a%2Fb%3Fc%23d',
      301,
      '/items/a%2Fb%3Fc%23d',
    ],
    ['leads to no other host by a param', 'get', '/root/evil.test', 301, '/evil.test'],
    ['leads to no other host by an empty rest param', 'get', '/moved/evil.test', 301, '/evil.test'],
    ['leaves no empty segment for an empty rest param', 'get', '/middle/end', 301, '/a/b'],
    ['fills in a rest param between segments', 'get', '/middle/x/y/end', 301, '/a/x/y/b'],
    [
      'encodes letters of any kind',
      'get',
      '/letters',
      301,
      '/%E6%97%A5%E6%9C%AC/%C3%BC?q=%C3%A9#%C3%B1',
    ],
    ['encodes spaces', 'get', '/spaces', 301, '/target%20with%20spaces?q=a%20b#c%20d'],
    ['keeps escapes and encodes all else', 'get', '/escapes', 301, '/a%20b/100%25/%22x%22'],
    ['leads to another site', 'get', '/away', 301, 'https://example.com/x'],
    [
      'cannot be sent to another host by a param',
      'get',
      '/away/%40evil.test',
      301,
      'https://example.com/%40evil.test',
    ],
    ['keeps the query', 'get', '/old?a=1&b=%20', 301, '/about?a=1&b=%20'],
    ['keeps its own query', 'get', '/query?a=1', 301, '/about?own=1'],
    ['puts the query in front of its hash', 'get', '/hash?a=1', 301, '/about?a=1#top'],
  ] as const)('%s', async (_, method, path, status, location) => {
    const app = createApp(createSite(FILES, {}, { redirects }))
    const response = await supertest(app)[method](path).redirects(0)
    expect([response.status, response.headers['location'], response.text]).toEqual([
      status,
      location,
      '',
    ])
  })

  test('does not match a path with two slashes', async () => {
    const pages = createSite(FILES, {}, { redirects })
    const response = await pages.fetch(new Request('http://localhost/root//evil.test'))
    expect(response).toBeUndefined()
  })

  test.each<[name: string, mount: string, built: Built]>([
    ['below a mount path', '/shop', { redirects }],
    ['below a base', '/', { redirects, base: '/shop/' }],
  ])('stays %s', async (_, mount, built) => {
    const app = express().use(mount, ssrPages({ dir: writeSite(FILES, built) }))
    const response = await supertest(app).get('/shop/old').redirects(0)
    expect(response.headers['location']).toBe('/shop/about')
  })

  test.each<[string, mount: string, base: string, destination: string, location: string]>([
    ['has the base in front already', '/', '/docs/', '/docs/new', '/docs/new'],
    ['is the base', '/', '/docs/', '/docs', '/docs?a=1'],
    ['has the base and a query', '/', '/docs/', '/docs?b=2', '/docs?b=2'],
    ['has the base in front, below a mount path', '/app', '/docs/', '/docs/new', '/app/docs/new'],
    ['has no base in front, below a mount path', '/app', '/docs/', '/new', '/app/docs/new'],
    ['begins like the base', '/', '/docs/', '/docsearch', '/docs/docsearch'],
    ['has the base in front twice', '/', '/docs/', '/docs/docs/new', '/docs/docs/new'],
    ['has the base in front, and is mounted there', '/docs', '/docs/', '/docs/new', '/docs/new'],
    ['fills in params behind the base', '/', '/docs/', '/docs/[id]', '/docs/docs'],
    ['gets the base when a param is its name', '/', '/docs/', '/[id]', '/docs/docs'],
  ])('whose target %s', async (_, mount, base, destination, location) => {
    const built = { base, redirects: [{ pattern: '/old/[id]', destination }] }
    const app = express().use(mount, ssrPages({ dir: writeSite(FILES, built) }))
    const path = `${mount === '/' || mount === '/docs' ? '' : mount}/docs/old/docs`
    const response = await supertest(app)
      .get(location.includes('?a') ? `${path}?a=1` : path)
      .redirects(0)
    expect(response.headers['location']).toBe(location)
  })

  test('runs no page middleware', async () => {
    const files = {
      ...FILES,
      '_middleware.mjs': 'export const onRequest = () => new Response("mine")',
    }
    const app = createApp(createSite(files, {}, { redirects }))
    await supertest(app).get('/old').redirects(0).expect(301)
  })

  test('for the path of a page is refused, and both are named', () => {
    const conflict = [{ pattern: '/items/[name]', destination: '/about' }]
    expect(() => createSite(FILES, {}, { redirects: conflict })).toThrow(
      /The configuration redirects \/items\/\[(?:id|name)\], which items\/\[id\]\.mjs answers/,
    )
  })

  test('is listed among the routes', () => {
    const { routes } = createSite(FILES, {}, { redirects })
    expect(routes.find(({ pattern }) => pattern === '/old')).toMatchObject({
      redirect: { destination: '/about' },
    })
  })
})

test.each([
  ['/target with spaces', '/target%20with%20spaces'],
  ['/a%20b?q=a b', '/a%20b?q=a%20b'],
  ['/日本 1', '/%E6%97%A5%E6%9C%AC%201'],
  ['https://example.com/a b', 'https://example.com/a%20b'],
])('a redirect of a page to %s is a Location that is a URL', async (to, location) => {
  const redirect = `({ redirect }) => redirect(${JSON.stringify(to)})`
  const files = {
    'page.mjs': `export default ${redirect}`,
    'api.mjs': `export const GET = ${redirect}`,
  }
  for (const path of ['/page', '/api']) {
    const response = await supertest(createApp(createSite(files)))
      .get(path)
      .redirects(0)
    expect([response.status, response.headers['location']]).toEqual([302, location])
  }
})
