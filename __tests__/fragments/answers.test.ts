import { createServer } from 'node:http'
import { mkdirSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import express, { type ErrorRequestHandler, type Request, type Response } from 'express'
import express4 from 'express4'
import supertest from 'supertest'
import '../support/package.ts'
import type { SsrPages } from '../../src/index.ts'
import { buildViews, loadViews, removeViews } from '../views/site.ts'

const VARY = 'HX-Request, HX-Request-Type, HX-Boosted, HX-History-Restore-Request, Turbo-Frame'

const FILES = {
  'src/middleware.ts': `
    export const onRequest = ({ url, redirect }, next) =>
      url.searchParams.has('guest') ? redirect('/login') : next()`,
  'src/components/Lines.astro': `---
const { lines } = Astro.props
---
<ul id="lines">{lines.map((line) => <li>{line}</li>)}</ul><style>li { color: rgb(1, 2, 3) }</style>`,
  'src/components/Seen.astro': `---
Astro.cookies.set('seen', 'yes', { path: '/' })
Astro.response.headers.set('x-component', 'set')
const { params, locals, url } = Astro
---
<p>{params.id} {locals.user} {url.search} {Astro.routePattern}</p>`,
  'src/components/Stream.astro': '<turbo-stream action="refresh"></turbo-stream>',
  'src/components/Gone.astro': "---\nreturn Astro.redirect('/login', 303)\n---\n",
  'src/components/Slow.astro': `---
await new Promise((done) => setTimeout(done, 20))
---
<i>slow</i>`,
  'src/components/Broken.astro': '---\nthrow new Error("broken fragment")\n---\n<p>never</p>',
  'src/views/cart.astro': `---
import Lines from '../components/Lines.astro'
import Seen from '../components/Seen.astro'
import Stream from '../components/Stream.astro'
import Gone from '../components/Gone.astro'
import Slow from '../components/Slow.astro'
import Broken from '../components/Broken.astro'
export const fragments = {
  lines: Lines, seen: Seen, stream: Stream, gone: Gone, slow: Slow, broken: Broken,
  text: 'no component', plain: () => 'no component',
}
if (Astro.props.lines === undefined) throw new Error('the view ran')
---
<html><head><title>cart</title></head><body><Lines lines={Astro.props.lines} /></body></html>`,
  'src/views/products/index.astro': `---
import Lines from '../../components/Lines.astro'
export const fragments = { 'all-lines': Lines }
---
<p>all</p>`,
  'src/views/plain.astro': '<p>plain</p>',
}

let folder: string
let pages: SsrPages

beforeAll(() => {
  folder = buildViews(FILES)
  pages = loadViews(folder)
  mkdirSync(`${folder}/ejs`)
  writeFileSync(`${folder}/ejs/other#part.ejs`, 'by ejs: <%= text %>')
})

afterAll(removeViews)

type Handler = (req: Request, res: Response) => unknown

/** Answers one request by a handler in one version of Express. */
function ask(
  version: typeof express | typeof express4,
  handler: Handler,
  path: string = '/shop/7?page=2',
) {
  const create = version as typeof express
  const app = create()
  app.set('views', `${folder}/ejs`)
  app.set('view engine', 'ejs')
  app.use(pages.views)
  app.get('/shop/:id', handler as express.RequestHandler)
  const report: ErrorRequestHandler = (error, _req, res, next) => {
    if (res.headersSent) return next(error)
    res.status(500).json({ code: error.code, message: error.message })
  }
  app.use(report)
  return supertest(app).get(path)
}

describe.each([
  ['Express 5', express],
  ['Express 4', express4],
])('in %s', (_, version) => {
  test('a fragment is its component alone, with its own props', async () => {
    const { text, status, headers } = await ask(version, (_req, res) =>
      res.render('cart#lines', { lines: ['tea', '<cup>'] }),
    )
    expect(text).toMatch(/^<ul id="lines"[^>]*><li[^>]*>tea<\/li><li[^>]*>&lt;cup&gt;<\/li><\/ul>$/)
    expect([status, headers['content-type'], headers['vary']]).toEqual([
      200,
      'text/html; charset=utf-8',
      VARY,
    ])
  })

  test('the view itself varies too, and has the styles of its fragments', async () => {
    const { text, headers } = await ask(version, (_req, res) => {
      res.vary('Accept').render('cart', { lines: [] })
    })
    expect(text).toMatch(/^<!DOCTYPE html>.*<link rel="stylesheet".*<ul id="lines"/s)
    expect(headers['vary']).toBe(`Accept, ${VARY}`)
  })

  test('a view without fragments varies only by what the host says', async () => {
    const { headers } = await ask(version, (_req, res) => res.render('plain'))
    expect(headers['vary']).toBeUndefined()
  })

  test('status, headers, params, locals and cookies are those of the request', async () => {
    const { text, status, headers } = await ask(version, (_req, res) => {
      res.locals['user'] = 'Ada'
      res.status(422).set('HX-Trigger', 'cart-changed').cookie('of', 'host')
      res.render('cart#seen')
    })
    expect(text).toBe('<p>7 Ada ?page=2 /shop/:id</p>')
    expect(status).toBe(422)
    expect(headers['hx-trigger']).toBe('cart-changed')
    expect(headers['x-component']).toBe('set')
    expect(headers['set-cookie']).toEqual(['of=host; Path=/', 'seen=yes; Path=/'])
  })

  test('a content type that the handler has set stays', async () => {
    const { text, headers } = await ask(version, (_req, res) => {
      res.type('text/vnd.turbo-stream.html').render('cart#stream')
    })
    expect(text).toBe('<turbo-stream action="refresh"></turbo-stream>')
    expect(headers['content-type']).toMatch(/^text\/vnd\.turbo-stream\.html/)
  })

  test('a component may redirect, be slow, or fail', async () => {
    const gone = await ask(version, (_req, res) => res.render('cart#gone'))
    expect([gone.status, gone.headers['location'], gone.headers['vary']]).toEqual([
      303,
      '/login',
      VARY,
    ])
    const slow = await ask(version, (_req, res) => res.render('cart#slow'))
    expect(slow.text).toBe('<i>slow</i>')
    const broken = await ask(version, (_req, res) => res.render('cart#broken'))
    expect(broken.body).toEqual({ message: 'broken fragment' })
  })

  test.each(['cart#lines', 'cart#line'])(
    'page middleware can answer in place of %s',
    async (name) => {
      const { status, headers } = await ask(
        version,
        (_req, res) => res.render(name, { lines: [] }),
        '/shop/7?guest',
      )
      expect([status, headers['location'], headers['vary']]).toEqual([302, '/login', VARY])
    },
  )

  test('a callback receives the fragment as a string', async () => {
    const { text, headers } = await ask(version, (_req, res) =>
      res.render('cart#slow', (error: unknown, html: string) =>
        res.send(`${String(error)} ${html}`),
      ),
    )
    expect(text).toBe('null <i>slow</i>')
    expect(headers['vary']).toContain('HX-Request')
  })

  test.each([
    ['cart#line', 'The view "cart" has no fragment "line".'],
    ['cart#', 'The view "cart" has no fragment "".'],
    ['cart#toString', 'The view "cart" has no fragment "toString".'],
    ['cart#__proto__', 'The view "cart" has no fragment "__proto__".'],
    ['cart#lines#lines', 'The view "cart" has no fragment "lines#lines".'],
    ['plain#lines', 'The view "plain" has no fragment "lines".'],
  ])('%s is an error, and not a view of the other engine', async (name, message) => {
    const { body } = await ask(version, (_req, res) => res.render(name))
    expect(body).toEqual({
      code: 'SSR_PAGES_VIEW_UNKNOWN',
      message: expect.stringContaining(message),
    })
  })

  test.each(['cart#text', 'cart#plain'])('%s is an error, as it is no component', async (name) => {
    const { body } = await ask(version, (_req, res) => res.render(name))
    expect(body.code).toBe('SSR_PAGES_FRAGMENTS_INVALID')
  })

  test.each(['cart.astro#lines', 'products#all-lines', 'products/index#all-lines'])(
    '%s is found like its view',
    async (name) => {
      const { text } = await ask(version, (_req, res) => res.render(name, { lines: ['a'] }))
      expect(text).toMatch(/^<ul id="lines"/)
    },
  )

  test('a name with # that is no view of ours goes to the other engine', async () => {
    const { text } = await ask(version, (_req, res) => res.render('other#part', { text: 'hello' }))
    expect(text).toBe('by ejs: hello')
  })
})

test('the nearest fragment is named', async () => {
  const send = pages.render('cart#linse', { props: { lines: [] } })
  await expect(send).rejects.toThrow(/Did you mean "cart#lines"\?/)
  await expect(pages.render('cart#x')).rejects.toThrow(/Its fragments are lines, seen, stream/)
  await expect(pages.render('plain#x')).rejects.toThrow(/export const fragments/)
})

test('pages.render() returns a fragment as a string', async () => {
  expect(await pages.render('cart#lines', { props: { lines: ['a'] } })).toMatch(
    /^<ul id="lines"[^>]*><li[^>]*>a<\/li><\/ul>$/,
  )
})

test('pages.send() answers with a fragment on a plain server', async () => {
  const server = createServer((req, res) => {
    const headers = { 'content-type': 'text/vnd.turbo-stream.html', vary: 'Accept' }
    void pages.send(req, res, 'cart#stream', { status: 201, headers })
  })
  const { text, status, headers } = await supertest(server).get('/')
  expect([text, status]).toEqual(['<turbo-stream action="refresh"></turbo-stream>', 201])
  expect(headers['content-type']).toBe('text/vnd.turbo-stream.html')
  expect(headers['vary']).toBe(`Accept, ${VARY}`)
})
