import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import express from 'express'
import supertest from 'supertest'
import { type Options, ssrPages } from '../../src/index.ts'

const FORM = 'application/x-www-form-urlencoded'
const OWN = 'https://shop.test'

interface Post {
  readonly method?: string
  readonly type?: string
  readonly origin?: string
  readonly site?: string
}

const refused: [name: string, post: Post][] = [
  ['a form of another site', { type: FORM, origin: 'https://evil.test' }],
  ['a form of a subdomain', { type: FORM, origin: 'https://evil.shop.test', site: 'same-site' }],
  ['a form of the same host by http', { type: FORM, origin: 'http://shop.test' }],
  ['a form of another port', { type: FORM, origin: 'https://shop.test:8443' }],
  ['a form that hides its origin', { type: FORM, origin: 'null' }],
  ['a form of another site without an origin', { type: FORM, site: 'cross-site' }],
  ['a form of the same site without an origin', { type: FORM, site: 'same-site' }],
  ['a form with two origins', { type: FORM, origin: `${OWN}, https://evil.test` }],
  ['an upload', { type: 'multipart/form-data; boundary=x', origin: 'https://evil.test' }],
  ['plain text', { type: 'TEXT/PLAIN;charset=utf-8', origin: 'https://evil.test' }],
  ['no type', { origin: 'https://evil.test' }],
  ['a type that is none', { type: 'json', origin: 'https://evil.test' }],
  ['two types', { type: 'multipart/form-data, application/json', origin: 'https://evil.test' }],
  ['a type with a type as parameter', { type: 'text/plain;application/json', site: 'cross-site' }],
  ...['PUT', 'PATCH', 'DELETE', 'PROPFIND'].map((method): [string, Post] => [
    method,
    { method, type: FORM, origin: 'https://evil.test' },
  ]),
]

const accepted: [name: string, post: Post][] = [
  ['a form of the site itself', { type: FORM, origin: OWN }],
  ['a form of the site itself, as the browser says', { type: FORM, site: 'same-origin' }],
  [
    'a form behind a proxy that is not trusted, as the browser says',
    { type: FORM, origin: 'https://public.test', site: 'same-origin' },
  ],
  ['a form the user typed the address of', { type: FORM, site: 'none' }],
  ['a form of a program', { type: FORM }],
  [
    'JSON of another site, for which a browser asks first',
    { type: 'application/json', origin: 'https://evil.test', site: 'cross-site' },
  ],
  ['JSON with a charset', { type: 'application/json; charset=utf-8', origin: 'https://evil.test' }],
  ...['GET', 'HEAD'].map((method): [string, Post] => [
    `${method} of another site`,
    { method, origin: 'https://evil.test', site: 'cross-site' },
  ]),
]

const PAGE = `import { html } from 'ssr-pages'
export default (Astro) => (Astro.locals.runs.push('page'), html\`ran\`)`
const ROUTE = `export const ALL = ({ locals }) => (locals.runs.push('route'), new Response('ran'))`

describe.each(['/page', '/route'])('to %s', (path) => {
  let dir: string
  const runs: string[] = []

  beforeAll(() => {
    dir = mkdtempSync(`${import.meta.dirname}/../fixtures/dist-`)
    writeFileSync(`${dir}/page.mjs`, PAGE)
    writeFileSync(`${dir}/route.mjs`, ROUTE)
  })
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  test.each(refused)('is refused before anything runs: %s', async (_, post) => {
    expect((await send(post)).status).toBe(403)
    expect(runs).toEqual([])
  })

  test.each(accepted)('is answered: %s', async (_, post) => {
    expect((await send(post)).status).toBe(200)
    expect(runs.splice(0)).toEqual([path.slice(1)])
  })

  test.each<[name: string, checkOrigin: Options['checkOrigin'], status: number]>([
    ['nobody is refused when the check is off', false, 200],
    ['a listed origin may send forms', ['https://pay.test'], 200],
    ['the site itself may send forms beside listed origins', ['https://other.test'], 403],
  ])('%s', async (_, checkOrigin = true, status) => {
    const post = { type: FORM, origin: 'https://pay.test', site: 'cross-site' }
    expect((await send(post, { checkOrigin })).status).toBe(status)
    expect((await send({ type: FORM, origin: OWN }, { checkOrigin })).status).toBe(200)
    runs.length = 0
  })

  test('a refused form reaches the error handler of the host with its details', async () => {
    const { body } = await send({ type: FORM, origin: 'https://evil.test' })
    expect(body).toEqual({
      code: 'SSR_PAGES_CROSS_SITE_FORM',
      details: { origin: 'https://evil.test', own: OWN },
    })
  })

  test('pages.fetch() refuses it too', async () => {
    const headers = { 'content-type': FORM, origin: 'https://evil.test' }
    const request = new Request(`${OWN}${path}`, { method: 'POST', headers })
    await expect(ssrPages({ dir }).fetch(request)).rejects.toMatchObject({ status: 403 })
    expect(runs).toEqual([])
  })

  function send({ method = 'POST', type, origin, site }: Post, options: Options = {}) {
    const app = express()
      .set('trust proxy', true)
      .use((_req, res, next) => {
        res.locals['runs'] = runs
        next()
      })
      .use(ssrPages({ dir, ...options }))
      .use(((error, _req, res, _next) => {
        res.status(error.status).json({ code: error.code, details: error.details })
      }) as express.ErrorRequestHandler)
    const request = supertest(app)
      [method.toLowerCase() as 'post'](path)
      .set({ 'x-forwarded-proto': 'https', 'x-forwarded-host': 'shop.test' })
    if (type !== undefined) void request.set('content-type', type)
    if (origin !== undefined) void request.set('origin', origin)
    if (site !== undefined) void request.set('sec-fetch-site', site)
    return request
  }
})
