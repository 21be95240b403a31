import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { describe, afterEach, expect, test } from '@jest/globals'
import express from 'express'
import supertest from 'supertest'
import { type Options, ssrPages } from '../src/index.ts'
import { ROOT } from './support/root.ts'

const dir = `${ROOT}/__tests__/fixtures/plain`

describe('a folder of handwritten modules', () => {
  const app = express().use(ssrPages({ dir }))

  test('html`` escapes values, and prints lists, templates and promises', async () => {
    const { text } = await supertest(app).get('/?name=%3Cb%3E&name=%22')
    expect(text).toBe(
      '<!DOCTYPE html><ul><li title="&lt;b&gt;">&lt;b&gt;</li><li title="&quot;">&quot;</li></ul>&lt;end&gt;',
    )
  })

  test('a partial has no doctype', async () => {
    const { text } = await supertest(app).get('/fragment')
    expect(text).toBe('<p>a part</p>')
  })

  test('a param with the name of a context property is the property in GET(), the param in post()', async () => {
    expect((await supertest(app).get('/api/x')).body).toEqual(['x', 'GET'])
    expect((await supertest(app).post('/api/x')).body).toEqual(['x'])
  })
})

describe('errors', () => {
  test.each([
    [
      'a module that cannot be imported',
      '/broken',
      'SSR_PAGES_MODULE_FAILED',
      'broken.mjs failed to load',
    ],
    ['a module without page or handler', '/empty', 'SSR_PAGES_MODULE_EMPTY', 'it exports answer'],
  ])('%s reaches the error handler, named', async (_, path, code, message) => {
    let seen: unknown
    const app = express()
      .use(ssrPages({ dir }))
      .use(((error, _req, res, _next) => {
        seen = error
        res.status(500).end()
      }) as express.ErrorRequestHandler)
    await supertest(app).get(path).expect(500)
    expect(seen).toMatchObject({ code, message: expect.stringContaining(message) })
  })

  test('of a server without next() are reported, and not shown to the client', async () => {
    const errors: unknown[] = []
    const server = createServer(ssrPages({ dir, onError: (error) => errors.push(error) }))
    await supertest(server).get('/empty').expect(500, 'Internal Server Error')
    expect(errors).toMatchObject([{ code: 'SSR_PAGES_MODULE_EMPTY' }])
  })
})

describe('a request without a page', () => {
  test.each<[name: string, options: Options, status: number, body: string]>([
    ['goes on to the host', {}, 404, 'host'],
    [
      'is answered with 404.astro when asked for',
      { notFound: 'render' },
      404,
      '<!DOCTYPE html><p>Nothing at /nope</p>',
    ],
  ])('%s', async (_, options, status, body) => {
    const app = express()
      .use(ssrPages({ dir, ...options }))
      .use((_req, res) => void res.status(404).end('host'))
    await supertest(app).get('/nope').expect(status, body)
  })

  test('is answered with 404.astro when there is no next()', async () => {
    const server = createServer(ssrPages({ dir }))
    await supertest(server).get('/nope').expect(404, '<!DOCTYPE html><p>Nothing at /nope</p>')
  })

  test('leaves OPTIONS to the host', async () => {
    const app = express()
      .use(ssrPages({ dir }))
      .use((_req, res) => void res.end('cors'))
    await supertest(app).options('/api/x').expect(200, 'cors')
  })
})

test('a file has the error status of the host, and one that was deleted is left to it', async () => {
  const root = mkdtempSync(`${ROOT}/__tests__/fixtures/dist-`)
  try {
    mkdirSync(`${root}/pages`)
    mkdirSync(`${root}/client`)
    writeFileSync(`${root}/client/a.txt`, 'a')
    mkdirSync(`${root}/client/_assets`)
    writeFileSync(`${root}/client/_assets/b.css`, 'b{}')
    const manifest = { version: 1, base: '/', client: '../client', routes: [] }
    writeFileSync(`${root}/pages/manifest.json`, JSON.stringify(manifest))
    const app = express()
      .use((_req, res, next) => next(void res.status(410)))
      .use(ssrPages({ dir: `${root}/pages` }))
      .use((_req, res) => void res.end('host'))
    await supertest(app).get('/a.txt').expect(410, 'a')
    const headers = { range: 'bytes=0-0', 'if-modified-since': new Date().toUTCString() }
    await supertest(app).get('/a.txt').set(headers).expect(410, 'a')
    await supertest(app).get('/_assets/b.css').expect(200, 'b{}')
    rmSync(`${root}/client/a.txt`)
    await supertest(app).get('/a.txt').expect(410, 'host')
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})

test('an API route as 404 page leaves OPTIONS to the host without a loop', async () => {
  const root = mkdtempSync(`${ROOT}/__tests__/fixtures/dist-`)
  try {
    writeFileSync(`${root}/404.mjs`, `export const GET = () => new Response('nf', { status: 404 })`)
    const server = createServer(ssrPages({ dir: root }))
    await supertest(server).options('/nope').expect(404, 'Not Found')
    await supertest(server).get('/nope').expect(404, 'nf')
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})

describe('without a page to answer with', () => {
  const made: string[] = []
  const names = ['URL', 'Headers', 'AbortController', 'Request'] as const
  const originals = names.map((name) => globalThis[name])
  let server: Server | undefined

  afterEach(() => {
    for (const [i, name] of names.entries()) Object.assign(globalThis, { [name]: originals[i] })
    server?.close()
  })

  test('no Fetch object is created for the request', async () => {
    const pages = ssrPages({ dir })
    const misses: number[] = []
    for (const name of names) {
      const Counted = class extends (globalThis[name] as new (...args: never[]) => object) {
        constructor(...args: never[]) {
          super(...args)
          made.push(name)
        }
      }
      Object.assign(globalThis, { [name]: Counted })
    }
    server = createServer((req, res) => {
      const before = made.length
      pages(req, res, () => {
        misses.push(made.length - before)
        res.end('host')
      })
    })
    await supertest(server).get('/nope?a=1').expect(200, 'host')
    expect(misses).toEqual([0])
    // The counters do count: a page that reads the URL builds one.
    await supertest(server).get('/?name=a').expect(200)
    expect(made).toContain('URL')
  })
})

describe('fetch()', () => {
  const pages = ssrPages({ dir })

  test('answers without a socket', async () => {
    const response = await pages.fetch(new Request('http://localhost/?name=a'))
    expect(response?.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(await response?.text()).toContain('<li title="a">a</li>')
  })

  test('returns undefined if no page matches', async () => {
    expect(await pages.fetch(new Request('http://localhost/nope'))).toBeUndefined()
  })

  test('a status without a body has none', async () => {
    const response = await pages.fetch(new Request('http://localhost/nothing'))
    expect([response?.status, await response?.text()]).toEqual([204, ''])
  })

  test('a HEAD request has no body', async () => {
    const response = await pages.fetch(new Request('http://localhost/', { method: 'HEAD' }))
    expect([response?.status, await response?.text()]).toEqual([200, ''])
  })
})

test('routes are listed in match order', () => {
  expect(ssrPages({ dir }).routes.map(({ pattern }) => pattern)).toEqual([
    '/404',
    '/api/[request]',
    '/broken',
    '/empty',
    '/fragment',
    '/nothing',
    '/slow',
    '/',
  ])
})
