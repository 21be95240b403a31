import { cp, mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { type IncomingHttpHeaders, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import express from 'express'
import supertest from 'supertest'
import { request } from 'undici'
import { type SsrPages, ssrPages } from '../../src/index.ts'
import { createHandler } from '../../src/netlify/index.ts'
import { filesIn, createProjectInRepository } from '../support/project.ts'
import { ROOT } from '../support/root.ts'
import { runCli } from '../support/cli.ts'

const SITE: Readonly<Record<string, string>> = {
  'public/robots.txt': 'public',
  'src/layouts/Page.astro': `<html><head><title>{Astro.props.title}</title></head><body>
<slot /></body></html>
<style is:global>body { margin: 0 }</style>`,
  // The pages that run, and what they share with those that do not.
  'src/pages/index.astro': `---
import Page from '../layouts/Page.astro'
---
<Page title="Live"><p>{String(Astro.isPrerendered)}</p></Page>`,
  'src/pages/blog/post-[id].astro': '<p>live {Astro.params.id}</p>',
  'src/pages/tags/[...rest].astro': '<p>rest {Astro.params.rest}</p>',
  'src/pages/rewritten.astro': "---\nreturn Astro.rewrite('/blog/2')\n---",
  'src/middleware.js': `export async function onRequest(context, next) {
  const response = await next()
  if (context.isPrerendered) response.headers.set('x-built', 'yes')
  return response
}`,
  // Those that are prerendered.
  'src/pages/about.astro': `---
import Page from '../layouts/Page.astro'
import { secret } from '../lib/secret'
export const prerender = true
---
<Page title="About"><p>{String(Astro.isPrerendered)} {secret.length}</p></Page>`,
  'src/lib/secret.ts': "export const secret = 'only the build knows'",
  'src/pages/blog/[...page].astro': `---
export const prerender = true
export async function getStaticPaths({ paginate }) {
  return paginate(['a', 'b', 'c'], { pageSize: 2 })
}
const { page } = Astro.props
---
<p>{page.data.join()} {page.url.next} {page.url.prev}</p>`,
  'src/pages/tags/[tag].astro': `---
export const prerender = true
export const getStaticPaths = () => ['c++', 'ü', 'a b'].map((tag) => ({ params: { tag } }))
---
<p>tag {Astro.params.tag}</p>`,
  'src/pages/moved.astro': `---
export const prerender = true
return Astro.redirect('/about', 301)
---`,
  'src/pages/api/data.ts': `export const prerender = true
export const GET = () => Response.json({ a: 1 }, { headers: { vary: 'accept', 'x-a': '1' } })
export const POST = () => new Response('never')`,
  'src/pages/404.astro': `---
export const prerender = true
---
<h1>Nothing here</h1>
<style>h1 { color: red }</style>`,
  // What is open when the build is over must not keep it.
  'src/pages/open.astro': `---
export const prerender = true
setInterval(() => {}, 1000)
---
<p>open</p>`,
}

let root: string
let printed: string
let pages: SsrPages

beforeAll(async () => {
  root = createProjectInRepository(SITE)
  const result = await runCli('build', root)
  printed = result.printed
  if (result.code !== 0) throw new Error(printed)
  pages = ssrPages({ dir: join(root, 'dist/pages') })
}, 60_000)

afterAll(() => rm(root, { recursive: true, force: true }))

describe('the build', () => {
  test('writes prerendered pages among the browser files', async () => {
    expect(filesIn(root, 'client')).toEqual([
      '404.html',
      '_assets/404.HASH.css',
      '_assets/Page.HASH.css',
      'about/index.html',
      'api/data',
      'blog/2/index.html',
      'blog/index.html',
      'moved/index.html',
      'open/index.html',
      'robots.txt',
      'tags/a b/index.html',
      'tags/c++/index.html',
      'tags/ü/index.html',
    ])
  })

  test('leaves modules of prerendered pages, and what only they import, out of the server', async () => {
    expect(filesIn(root, 'pages')).toEqual([
      '_chunks/Page-HASH.mjs',
      '_middleware.mjs',
      '_prerendered/404.mjs',
      '_site.mjs',
      'blog/post-[id].mjs',
      'index.mjs',
      'manifest.json',
      'rewritten.mjs',
      'tags/[...rest].mjs',
    ])
    const texts = await Promise.all(
      ['index.mjs', 'manifest.json'].map((file) =>
        readFile(join(root, 'dist/pages', file), 'utf8'),
      ),
    )
    expect(texts.join()).not.toContain('only the build knows')
  })

  test('prints what it does', () => {
    expect(printed).toContain('\nprerendering pages (10)\nwriting ')
    expect(printed).toMatch(/^\/tags\/\[tag\] +3 files /m)
    expect(printed).toContain(
      'warning src/pages/api/data.ts is prerendered, so its handlers for other methods never run: POST\n',
    )
  })

  test('leaves nothing beside its two folders', async () => {
    expect(await readdir(join(root, 'dist'))).toEqual(['client', 'pages'])
  })
})

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

const HTML = 'text/html; charset=utf-8'

describe.each([
  ['Express', true],
  ['plain http', false],
])('in %s, a prerendered page', (_name, isApp) => {
  let origin: string
  let close: () => void

  beforeAll(async () => {
    const app = express()
    app.use((_req, res, next) => {
      res.set('Vary', 'Accept-Encoding')
      next()
    })
    app.use(pages)
    app.post('/about', (_req, res) => void res.send('host'))
    app.use((_req, res) => void res.status(404).send('host 404'))
    const server = createServer((req, res) => {
      res.statusCode = Number(req.headers['x-status'] ?? 200)
      if (isApp) void app(req, res)
      else pages(req, res)
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    close = () => server.close()
  })
  afterAll(() => close())

  test.each<[path: string, status: number, type: string | undefined, body: string]>([
    ['/', 200, HTML, '<p>false</p>'],
    ['/about', 200, HTML, '<p>true 20</p>'],
    ['/about/', 200, HTML, '<p>true 20</p>'],
    ['/blog', 200, HTML, '<p>a,b /blog/2 </p>'],
    ['/blog/2', 200, HTML, '<p>c  /blog</p>'],
    ['/blog/2?utm=1', 200, HTML, '<p>c  /blog</p>'],
    ['/blog/post-1', 200, HTML, '<p>live 1</p>'],
    ['/tags/c++', 200, HTML, '<p>tag c++</p>'],
    ['/tags/c%2B%2B', 200, HTML, '<p>tag c++</p>'],
    ['/tags/%C3%BC', 200, HTML, '<p>tag ü</p>'],
    ['/tags/a%20b', 200, HTML, '<p>tag a b</p>'],
    ['/tags/other', 200, HTML, '<p>rest other</p>'],
    ['/rewritten', 200, HTML, '<p>c  /blog</p>'],
    ['/moved', 301, HTML, 'url=/about'],
    ['/api/data', 200, 'application/json', '{"a":1}'],
    ['/robots.txt', 200, 'text/plain; charset=utf-8', 'public'],
    ['/404', 404, HTML, 'Nothing here'],
  ])('%s is answered', async (path, status, type, body) => {
    const answer = await get(path)
    expect([answer.status, answer.headers['content-type']]).toEqual([status, type])
    expect(answer.body).toContain(body)
  })

  test.each([
    ['under the name of its file', '/about/index.html'],
    ['under half the name of its file', '/about/index'],
    ['with another slash', '//about'],
    ['in other letters', '/About'],
    ['that is not in the list', '/blog/3'],
    ['by the number of the first', '/blog/1'],
  ])('is not there %s', async (_case, path) => {
    expect((await get(path)).status).toBe(404)
  })

  test('is the destination of redirects from needlessly escaped paths', async () => {
    const { status, headers } = await get('/%61bout?a=1')
    expect([status, headers.location]).toEqual([301, '/about?a=1'])
    expect((await get('/%61bout/index.html')).status).toBe(404)
  })

  test('is answered with 404.astro only when the host has no answer', async () => {
    const { body, headers } = await get('/nope')
    if (isApp) expect(body).toBe('host 404')
    else expect([body.includes('Nothing here'), headers['content-type']]).toEqual([true, HTML])
  })

  test('can be cached, but is revalidated each time', async () => {
    const { headers } = await get('/about')
    expect(headers['cache-control']).toBe('public, max-age=0')
    expect(headers['last-modified']).toBeDefined()
    const again = await get('/about', { headers: { 'if-none-match': headers.etag } })
    expect([again.status, again.body, again.headers.etag]).toEqual([304, '', headers.etag])
    const since = { 'if-modified-since': headers['last-modified'] }
    expect((await get('/about', { headers: since })).status).toBe(304)
  })

  test('is sent in part for a range request, unless it is a redirect', async () => {
    const headers = { range: 'bytes=0-8' }
    const { status, body } = await get('/about', { headers })
    expect([status, body]).toEqual([206, '<!DOCTYPE'])
    expect((await get('/moved', { headers })).status).toBe(301)
  })

  test('redirects', async () => {
    const { headers } = await get('/moved')
    expect([headers.location, headers['accept-ranges']]).toEqual(['/about', undefined])
  })

  test('has the headers it was rendered with, in addition to those of the host', async () => {
    const { headers } = await get('/api/data')
    expect(headers['x-a']).toBe('1')
    expect(headers.vary).toBe(isApp ? 'Accept-Encoding, accept' : 'accept')
  })

  test('runs the page middleware at build only', async () => {
    expect((await get('/about')).headers['x-built']).toBe('yes')
    expect((await get('/')).headers['x-built']).toBeUndefined()
  })

  test('has no body for HEAD', async () => {
    const { status, headers, body } = await get('/about', { method: 'HEAD' })
    expect([status, headers['content-type'], body]).toEqual([200, HTML, ''])
    expect(Number(headers['content-length'])).toBeGreaterThan(100)
  })

  test('has the status that the host has set, and is then sent whole', async () => {
    const headers = { 'x-status': '422' }
    const answer = await get('/about', { headers: { ...headers, range: 'bytes=0-8' } })
    expect([answer.status, answer.body]).toEqual([422, (await get('/about')).body])
    const { etag } = answer.headers
    expect((await get('/about', { headers: { ...headers, 'if-none-match': etag } })).status).toBe(
      422,
    )
    const none = await get('/about', { headers: { 'x-status': '204' } })
    expect([none.status, none.body, none.headers['content-length']]).toEqual([204, '', undefined])
    expect((await get('/moved', { headers })).status).toBe(301)
    expect((await get('/robots.txt', { headers })).status).toBe(422)
    const gone = { 'x-status': '410' }
    expect((await get('/404', { headers: gone })).status).toBe(410)
    expect((await get('/404')).status).toBe(404)
  })

  test('leaves other methods to the host', async () => {
    const about = await get('/about', { method: 'POST' })
    expect([about.status, about.body.includes('host')]).toEqual(isApp ? [200, true] : [404, false])
    expect((await get('/api/data', { method: 'POST' })).status).toBe(404)
    expect((await get('/about', { method: 'OPTIONS' })).status).toBe(404)
  })

  async function get(
    path: string,
    init: { method?: 'HEAD' | 'POST' | 'OPTIONS'; headers?: IncomingHttpHeaders } = {},
  ): Promise<Answer> {
    const { statusCode, headers, body } = await request(origin + path, init)
    return { status: statusCode, headers, body: await body.text() }
  }
})

describe('without a socket, a prerendered page', () => {
  test('is rendered to its HTML, with its styles in it', async () => {
    expect(await pages.render('/about')).toMatch(
      /<title>About<\/title><style>body\{margin:0\}\n<\/style><\/head>[^]*<p>true 20<\/p>/,
    )
  })

  test('has the given nonce on its styles', async () => {
    expect(await pages.render('/about', { nonce: 'bm9uY2U=' })).toContain(
      '<style nonce="bm9uY2U=">body{margin:0}',
    )
  })

  test.each(['/moved', '/api/data'])('is no HTML at %s', async (path) => {
    await expect(pages.render(path)).rejects.toMatchObject({ code: 'SSR_PAGES_PAGE_NOT_HTML' })
  })

  test.each<[string, number, string | null, string]>([
    ['/blog/2', 200, HTML, '<p>c  /blog</p>'],
    ['/api/data', 200, 'application/json', '{"a":1}'],
    ['/moved', 301, HTML, 'url=/about'],
  ])('is fetched at %s', async (path, status, type, body) => {
    const response = await pages.fetch(new Request(`http://localhost${path}`))
    expect([response?.status, response?.headers.get('content-type')]).toEqual([status, type])
    expect(await response?.text()).toContain(body)
  })

  test('has no answer to a form', async () => {
    const form = {
      method: 'POST',
      body: new URLSearchParams(),
      headers: { origin: 'http://b.test' },
    }
    expect(await pages.fetch(new Request('http://localhost/about', form))).toBeUndefined()
  })
})

test('prerendered pages are served even if the option assets is off, unless their files are missing', async () => {
  const elsewhere = ssrPages({ dir: join(root, 'dist/pages'), assets: false })
  expect(await answerOf(elsewhere, '/about')).toContain('<p>true 20</p>')
  expect(await answerOf(elsewhere, '/robots.txt')).not.toContain('public')

  const copy = await mkdtemp(`${ROOT}/__tests__/fixtures/dist-`)
  await cp(join(root, 'dist/pages'), join(copy, 'pages'), { recursive: true })
  const alone = ssrPages({ dir: join(copy, 'pages') })
  expect(await answerOf(alone, '/about')).toContain('Nothing here')
  await mkdir(join(copy, 'client'))
  const empty = ssrPages({ dir: join(copy, 'pages') })
  expect(await answerOf(empty, '/about')).toContain('Nothing here')
  const app = express().use(empty, (_req, res) => void res.send('host'))
  const { status, headers } = await supertest(app).get('/moved')
  expect([status, headers['location']]).toEqual([200, undefined])
  await rm(copy, { recursive: true })
})

test('the function for Netlify has the pages that are rendered on demand, and the error page', async () => {
  const { manifest, modules } = await import(pathToFileURL(join(root, 'dist/pages/_site.mjs')).href)
  expect(Object.keys(modules)).toEqual([
    '_prerendered/404.mjs',
    'blog/post-[id].mjs',
    'rewritten.mjs',
    'tags/[...rest].mjs',
    'index.mjs',
    '_middleware.mjs',
  ])
  const handler = createHandler(manifest, modules)
  const answers = ['/blog/post-1', '/tags/ü', '/about'].map((path) => {
    return handler(new Request(`https://shop.test${path}`), {})
  })
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 404])
})

async function answerOf(handler: SsrPages, path: string): Promise<string> {
  const server = createServer(handler)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const { body } = await request(`http://127.0.0.1:${port}${path}`)
  const text = await body.text()
  server.close()
  return text
}
