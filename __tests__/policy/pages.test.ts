import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import express, { type RequestHandler } from 'express'
import supertest from 'supertest'
import { type Options, ssrPages } from '../../src/index.ts'
import { parsePolicies } from '../../src/policy/policy.ts'
import { toCspSettings } from '../../src/shared/csp.ts'

const PAGES: Readonly<Record<string, string>> = {
  plain: 'html`<p>plain</p>`',
  nonce: 'html`<p>${Astro.locals.cspNonce}</p>`',
  adds: `(Astro.csp.insertDirective("img-src https://a.example"), html\`<p>adds</p>\`)`,
  twice: `(Astro.csp.insertDirective("img-src https://a.example"),
    Astro.csp.insertDirective("img-src https://b.example"), html\`<p>twice</p>\`)`,
  scripts: `(Astro.csp.insertScriptHash('sha256-YQ=='),
    Astro.csp.insertStyleResource('https://s.example'), html\`<p>scripts</p>\`)`,
  moves: `(Astro.csp.insertDirective("img-src https://a.example"), Astro.rewrite('/plain'))`,
  fails: `{ Astro.csp.insertDirective("img-src https://a.example"); throw new Error('failed') }`,
  data: `(Astro.csp.insertDirective(Astro.url.searchParams.get('value')), html\`<p>data</p>\`)`,
  late: `html\`<p>first</p>\${new Promise((done) => setTimeout(done, 30)).then(() => {
    Astro.csp.insertDirective("img-src https://a.example")
  })}\``,
  soon: `html\`<p>first</p>\${new Promise((done) => setTimeout(done, 30))}\``,
  unchanged: `(Astro.response.status = 304, html\`<p>a</p>\`)`,
  own: `(Astro.response.headers.set('content-security-policy', "img-src data:"), html\`<p>a</p>\`)`,
  redirect: `Astro.redirect('/plain')`,
  response: `new Response('a')`,
  offered: 'html`<p>${typeof Astro.csp}</p>`',
  500: 'html`<p>error page</p>`',
}

const MIDDLEWARE = `export const onRequest = async (context, next) => {
  const { searchParams } = context.url
  if (searchParams.has('before')) context.csp.insertDirective('img-src https://m.example')
  const response = await next()
  if (searchParams.has('after')) context.csp.insertDirective('img-src https://m.example')
  return response
}`

const built: string[] = []
let dir: string
let off: string

beforeAll(() => {
  dir = writePages(true)
  off = writePages(false)
})
afterAll(() => {
  for (const one of built) rmSync(one, { recursive: true, force: true })
})

const OWN = /^script-src 'self' 'nonce-([A-Za-z\d+/]{22}==)'; style-src 'self' 'nonce-\1'$/

describe('with security.csp a page', () => {
  test('has one header with a nonce, which its links have, too', async () => {
    const { headers, text } = await get('/plain')
    const [, nonce] = OWN.exec(headers['content-security-policy'] ?? '') ?? []
    expect(nonce).toBeDefined()
    expect(text).toContain(`<link rel="stylesheet" href="/_assets/a.css" nonce="${nonce}">`)
  })

  test('has another nonce for each request', async () => {
    const [first, second] = [await get('/plain'), await get('/plain')]
    expect(first.headers['content-security-policy']).not.toBe(
      second.headers['content-security-policy'],
    )
  })

  test('can print the nonce in elements of its own', async () => {
    const { headers, text } = await get('/nonce')
    const [, nonce] = OWN.exec(headers['content-security-policy'] ?? '') ?? []
    expect(text).toContain(`<p>${nonce}</p>`)
  })

  test('puts no nonce into locals that the host shares between requests', async () => {
    const locals = {}
    await get('/plain', { options: { locals: () => locals } })
    expect(locals).toEqual({})
  })

  test('uses the nonce of the host', async () => {
    const { headers, text } = await get('/plain', { locals: { cspNonce: 'aG9zdA==' } })
    expect(headers['content-security-policy']).toBe(
      "script-src 'self' 'nonce-aG9zdA=='; style-src 'self' 'nonce-aG9zdA=='",
    )
    expect(text).toContain('nonce="aG9zdA=="')
  })

  test.each<[what: string, path: string, policy: Readonly<Record<string, string>>]>([
    ['a directive', '/adds', { 'img-src': 'https://a.example' }],
    ['sources in several calls', '/twice', { 'img-src': 'https://a.example https://b.example' }],
    [
      'a hash and a source',
      '/scripts',
      { 'script-src': "'self' 'sha256-YQ==' NONCE", 'style-src': 'https://s.example NONCE' },
    ],
    ['nothing that a page has added before it rewrote', '/moves', {}],
    ['nothing that a page has added before it failed', '/fails', {}],
    ['what page middleware adds', '/plain?before', { 'img-src': 'https://m.example' }],
    [
      'what page middleware and the page add',
      '/adds?before',
      { 'img-src': 'https://m.example https://a.example' },
    ],
    ['what it sets as header itself', '/own', { 'img-src': 'data:' }],
    ['its policy although it is streamed', '/soon', {}],
  ])('sends %s', async (_, path, policy) => {
    const { headers } = await get(path, { options: rendering(() => {}) })
    expect(read(headers['content-security-policy'])).toEqual({
      'script-src': "'self' NONCE",
      'style-src': "'self' NONCE",
      ...policy,
    })
  })

  test.each([
    ['a redirect', '/redirect', 302],
    ['a Response of its own', '/response', 200],
    ['an answer that the browser has already', '/unchanged', 304],
    ['an API route', '/api', 200],
  ])('sends none with %s', async (_, path, status) => {
    const { headers, status: sent } = await get(path)
    expect(sent).toBe(status)
    expect(headers['content-security-policy']).toBeUndefined()
  })

  test.each(['img-src a; script-src *', 'img-src a\r\nset-cookie: a=b', 'img-src a, script-src *'])(
    'refuses data that is more than a directive: %j',
    async (value) => {
      const errors: unknown[] = []
      const options = rendering((error) => errors.push(error))
      const { headers } = await get(`/data?value=${encodeURIComponent(value)}`, { options })
      expect(errors).toMatchObject([{ code: 'SSR_PAGES_CSP_INVALID' }])
      expect(read(headers['content-security-policy'])).toEqual({
        'script-src': "'self' NONCE",
        'style-src': "'self' NONCE",
      })
    },
  )

  test.each([
    ['that has begun to be sent', '/late', '/late.mjs'],
    ['whose headers page middleware has seen', '/plain?after', '_middleware.mjs'],
  ])('is not changed silently too late, for one %s', async (_, path, file) => {
    const errors: unknown[] = []
    const options = rendering((error) => errors.push(error))
    await get(path, { options }).catch(() => undefined)
    expect(errors).toMatchObject([{ code: 'SSR_PAGES_RESPONSE_SENT' }])
    expect(String((errors[0] as Error).stack)).toContain(file)
  })

  test('joins the header of the host, and no second one is sent', async () => {
    const { headers } = await get('/adds', {
      header: "default-src 'none'; script-src 'nonce-aG9zdA=='; img-src 'self'",
      locals: { cspNonce: 'aG9zdA==' },
    })
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'nonce-aG9zdA=='; img-src 'self' https://a.example; style-src 'nonce-aG9zdA=='",
    )
  })

  test('joins each policy of a list that the host has set', async () => {
    const { headers } = await get('/plain', { header: ["script-src 'self'", "style-src 'self'"] })
    expect(headers['content-security-policy']).toMatch(
      /^script-src 'self' 'nonce-\S+', style-src 'self' 'nonce-\S+'$/,
    )
  })

  test('joins the policy that is only reported, too', async () => {
    const { headers } = await get('/adds', { reported: "default-src 'self'; report-uri /reports" })
    expect(headers['content-security-policy-report-only']).toMatch(
      /^default-src 'self'; report-uri \/reports; img-src 'self' https:\/\/a\.example; script-src 'self' 'nonce-\S+'; style-src 'self' 'nonce-\S+'$/,
    )
    expect(read(headers['content-security-policy'])).toMatchObject({ 'style-src': "'self' NONCE" })
  })

  test('has its policy under a second mount path as well', async () => {
    const app = express().use('/a', ssrPages({ dir })).use('/b', ssrPages({ dir }))
    for (const path of ['/a/plain', '/b/plain']) {
      const { headers } = await supertest(app).get(path).expect(200)
      expect(headers['content-security-policy']).toMatch(OWN)
    }
  })

  test('has its policy from pages.fetch()', async () => {
    const response = await ssrPages({ dir }).fetch(new Request('http://localhost/plain'))
    const [, nonce] = OWN.exec(response?.headers.get('content-security-policy') ?? '') ?? []
    expect(nonce).toBeDefined()
    expect(await response?.text()).toContain(`nonce="${nonce}"`)
  })

  test('gets no nonce from pages.render(), which sends no header', async () => {
    expect(await ssrPages({ dir }).render('/plain', { styles: 'link' })).not.toContain('nonce')
  })

  test('has its policy when the host renders it as a view', async () => {
    const pages = ssrPages({ dir })
    const app = express()
      .use(pages.views)
      .get('/sent', (_req, res) => res.render('card'))
      .get('/called', (_req, res) => res.render('card', {}, (_error, html) => void res.send(html)))
    for (const path of ['/sent', '/called']) {
      const { headers } = await supertest(app).get(path).expect(200)
      expect(read(headers['content-security-policy'])).toEqual({
        'img-src': 'https://v.example',
        'script-src': "'self' NONCE",
        'style-src': "'self' NONCE",
      })
    }
  })
})

test('without security.csp, Astro.csp is undefined and no header is sent', async () => {
  const app = express().use(ssrPages({ dir: off }))
  const { headers, text } = await supertest(app).get('/offered')
  expect(text).toContain('undefined')
  expect(headers['content-security-policy']).toBeUndefined()
})

interface Host {
  readonly options?: Options
  readonly locals?: object
  readonly header?: string | string[]
  readonly reported?: string
}

function rendering(onError: (error: unknown) => void): Options {
  return { serverError: 'render', onError }
}

async function get(path: string, { options, locals, header, reported }: Host = {}) {
  const host: RequestHandler = (_req, res, next) => {
    Object.assign(res.locals, locals)
    if (header !== undefined) res.setHeader('content-security-policy', header)
    if (reported !== undefined) res.setHeader('content-security-policy-report-only', reported)
    next()
  }
  const app = express().use(host, ssrPages({ dir, ...options }))
  return supertest(app).get(path)
}

// Directives with their values; the nonce differs in each response.
function read(header = ''): Readonly<Record<string, string>> {
  const [policy] = parsePolicies(header)
  return Object.fromEntries(
    [...(policy ?? [])].map(([name, values]) => [
      name,
      values.join(' ').replace(/'nonce-[^']+'/, 'NONCE'),
    ]),
  )
}

function writePages(hasCsp: boolean): string {
  const folder = mkdtempSync(`${import.meta.dirname}/../fixtures/dist-`)
  built.push(folder)
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text)
  for (const [name, code] of Object.entries(PAGES)) {
    const text = `import { html } from 'ssr-pages'\nexport default (Astro) => ${code}`
    write(`${name}.mjs`, text)
  }
  write('api.mjs', 'export const GET = ({ csp }) => new Response(typeof csp)')
  const view = "(Astro.csp.insertDirective('img-src https://v.example'), html`<p>card</p>`)"
  write('card.mjs', `import { html } from 'ssr-pages'\nexport default (Astro) => ${view}`)
  write('_middleware.mjs', MIDDLEWARE)
  const parts = { styles: ['_assets/a.css'], scripts: {}, hasHead: false }
  const manifest = {
    version: 1,
    base: '/',
    client: '../client',
    routes: [...Object.keys(PAGES), 'api'].map((name) => ({
      pattern: `/${name}`,
      file: `${name}.mjs`,
      kind: name === 'api' ? 'endpoint' : 'page',
      ...parts,
    })),
    views: [{ name: 'card', file: 'card.mjs', ...parts }],
    ...(hasCsp && { csp: toCspSettings(true), middleware: '_middleware.mjs' }),
  }
  write('manifest.json', JSON.stringify(manifest))
  return folder
}
