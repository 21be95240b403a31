import { readFileSync, writeFileSync } from 'node:fs'
import { connect as connectHttp2, createServer as createHttp2, type Http2Server } from 'node:http2'
import { createServer, type RequestListener } from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import express from 'express'
import { ssrPages } from '../../src/index.ts'
import { noteFontLinks } from '../../src/render/font-links.ts'
import { failOnFaults } from '../support/faults.ts'
import { removeSites, writeSite } from '../support/site.ts'

const WAIT = 'await new Promise((resolve) => setTimeout(resolve, 30))'
const slow = (text: string) => `export default async () => { ${WAIT}; return html\`${text}\` }`

const FILES = {
  'slow.mjs': `export default async (Astro) => {
    ${WAIT}
    Astro.response.headers.append('link', '</b>; rel=next')
    return html\`slow\`
  }`,
  'next.mjs': 'export default () => html`next`',
  'nearly.mjs': 'export default async () => { await null; return html`nearly` }',
  'api.mjs': `export const GET = async () => { ${WAIT}; return new Response('api') }`,
  'fails.mjs': `export default async () => { ${WAIT}; throw new Error('broken') }`,
  '404.mjs': slow('missing'),
  '500.mjs': slow('failed'),
  '_card.mjs': slow('card'),
}

const PAGE = {
  styles: ['_assets/a.css', '_assets/ä b😀.css'],
  scripts: {
    '/src/pages/a.astro?astro&type=script&index=0&lang.ts': '_assets/menu.js',
    '/src/pages/a.astro?astro&type=script&index=1&lang.ts': { code: 'inline()' },
    '/src/Island.tsx': '_assets/island.js',
  },
}

const LINK = [
  '</_assets/a.css>; rel=preload; as=style',
  '</_assets/%C3%A4%20b%F0%9F%98%80.css>; rel=preload; as=style',
  '</_assets/menu.js>; rel=modulepreload',
].join(', ')
const HINTS = `HTTP/1.1 103 Early Hints\r\nLink: ${LINK}\r\n\r\n`
const NAVIGATES = 'Sec-Fetch-Mode: navigate'

const dir = writeSite(FILES, PAGE)
const manifest = JSON.parse(readFileSync(`${dir}/manifest.json`, 'utf8'))
const views = [{ name: 'card', file: '_card.mjs', ...PAGE, hasHead: false }]
writeFileSync(`${dir}/manifest.json`, JSON.stringify({ ...manifest, views }))
afterAll(removeSites)

function createApp(earlyHints?: boolean, mount = '/'): express.Express {
  const options = earlyHints === undefined ? {} : { earlyHints }
  const pages = ssrPages({ dir, onError() {}, ...options })
  const app = express().use(pages.views)
  app.get('/view', (_req, res) => res.set('link', '</c>; rel=prev').render('card'))
  app.get('/imitation', (req, res, next) => {
    Object.assign(res, { writeEarlyHints: undefined })
    req.url = '/slow'
    next()
  })
  app.get('/broken', (req, res, next) => {
    res.writeEarlyHints = () => {
      throw new Error('the socket has gone')
    }
    req.url = '/slow'
    next()
  })
  app.use(mount, pages)
  app.use((_req, _res, next) => next(Object.assign(new Error('none'), { status: 404 })))
  return app.use(pages.errors)
}

interface Case {
  readonly path: string
  readonly body: string
  readonly status?: number
  /** The request line and headers, if they are not those of a browser that opens the page. */
  readonly lines?: readonly string[]
  readonly hasHints: boolean
}

const cases: Readonly<Record<string, Case>> = {
  'a page that waits': { path: '/slow', body: 'slow', hasHints: true },
  'a view that waits': { path: '/view', body: 'card', hasHints: true },
  'the page for a path without one': {
    path: '/none',
    body: 'missing',
    status: 404,
    hasHints: true,
  },
  'a page that fails, but not once more before its error page': {
    path: '/fails',
    body: 'failed',
    status: 500,
    hasHints: true,
  },
  'no page that is there at once': { path: '/next', body: 'next', hasHints: false },
  'no page that waits for nothing slow': { path: '/nearly', body: 'nearly', hasHints: false },
  'no API route': { path: '/api', body: 'api', hasHints: false },
  'no answer of a host that imitates responses': {
    path: '/imitation',
    body: 'slow',
    hasHints: false,
  },
  'no answer of a host that cannot send them': { path: '/broken', body: 'slow', hasHints: false },
  'no answer to a client that may not expect them': {
    path: '/slow',
    body: 'slow',
    lines: ['GET /slow HTTP/1.1', 'Host: a'],
    hasHints: false,
  },
  'no answer to a script': {
    path: '/slow',
    body: 'slow',
    lines: ['GET /slow HTTP/1.1', 'Host: a', 'Sec-Fetch-Mode: cors'],
    hasHints: false,
  },
  'no answer to a form': {
    path: '/slow',
    body: 'slow',
    lines: ['POST /slow HTTP/1.1', 'Host: a', 'Content-Length: 0', NAVIGATES],
    hasHints: false,
  },
  'no answer to HEAD': {
    path: '/slow',
    body: '',
    lines: ['HEAD /slow HTTP/1.1', 'Host: a', NAVIGATES],
    hasHints: false,
  },
  'no answer to HTTP/1.0': {
    path: '/slow',
    body: 'slow',
    lines: ['GET /slow HTTP/1.0', NAVIGATES],
    hasHints: false,
  },
}

describe('over HTTP/1, early hints go before', () => {
  failOnFaults()
  const port = serve(createApp(true))

  test.each(Object.keys(cases))('%s', async (name) => {
    const { path = '', body = '', status = 200, lines, hasHints = false } = cases[name] ?? {}
    const asked = lines ?? [`GET ${path} HTTP/1.1`, 'Host: a', 'Accept: text/html', NAVIGATES]
    const text = await send(port(), [...asked, 'Connection: close', '', ''].join('\r\n'))
    const start = text.slice(0, text.lastIndexOf(`HTTP/1.1 ${status} `))
    expect(start).toBe(hasHints ? HINTS : '')
    expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `, 'm'))
    expect(text.slice(text.lastIndexOf('\r\n\r\n') + 4)).toContain(body)
  })

  test('the right answer, on a connection with several requests', async () => {
    const one = ['GET /slow HTTP/1.1', 'Host: a', NAVIGATES]
    const all = [...one, '', ...one, '', ...one, 'Connection: close', '', ''].join('\r\n')
    const text = await send(port(), all)
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(
      [1, 2, 3].flatMap(() => ['HTTP/1.1 103', 'HTTP/1.1 200']),
    )
  })

  test('headers of the host and of the page, which stay', async () => {
    const ask = (path: string) =>
      send(
        port(),
        [`GET ${path} HTTP/1.1`, 'Host: a', NAVIGATES, 'Connection: close', '', ''].join('\r\n'),
      )
    expect(await ask('/slow')).toMatch(/200 OK[^]*\r\nlink: <\/b>; rel=next\r\n/i)
    expect(await ask('/view')).toMatch(/200 OK[^]*\r\nlink: <\/c>; rel=prev\r\n/i)
  })
})

describe('once a page has printed fonts', () => {
  const pages = ssrPages({ dir, earlyHints: true })
  const port = serve(pages as RequestListener)

  test('early hints name their files, too', async () => {
    const route = pages.routes.find(({ pattern }) => pattern === '/slow')
    if (route === undefined) throw new Error('there is no such route')
    noteFontLinks(route.assets, [
      { file: '_assets/fonts/a.css', as: 'style' },
      { file: '_assets/fonts/a.woff2', as: 'font', type: 'font/woff2' },
    ])
    const text = await send(
      port(),
      ['GET /slow HTTP/1.1', 'Host: a', NAVIGATES, 'Connection: close', '', ''].join('\r\n'),
    )
    expect(text).toContain(
      '.css>; rel=preload; as=style, </_assets/fonts/a.css>; rel=preload; as=style, ' +
        '</_assets/fonts/a.woff2>; rel=preload; as=font; type=font/woff2; crossorigin, ',
    )
  })
})

describe('without the option', () => {
  const port = serve(createApp())

  test('there are no early hints', async () => {
    const request = ['GET /slow HTTP/1.1', 'Host: a', NAVIGATES, 'Connection: close', '', '']
    expect(await send(port(), request.join('\r\n'))).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  })
})

describe('under a path of the host', () => {
  const port = serve(createApp(true, '/shop/:id'))

  test('the addresses of hints begin with it, and cannot end a header', async () => {
    const request = [
      'GET /shop/%3E%0d%0aX:1,/slow HTTP/1.1',
      'Host: a',
      NAVIGATES,
      'Connection: close',
      '',
      '',
    ]
    const text = await send(port(), request.join('\r\n'))
    const link = LINK.replaceAll('</', '</shop/%3E%0d%0aX:1,/')
    expect(text).toMatch(/^HTTP\/1\.1 103 Early Hints\r\n/)
    expect(text.split('\r\n')[1]).toBe(`Link: ${link}`)
  })
})

describe('over HTTP/2', () => {
  failOnFaults()
  let server: Http2Server
  beforeAll(async () => {
    server = createHttp2(ssrPages({ dir, earlyHints: true }))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterAll(() => new Promise<void>((resolve) => void server.close(() => resolve())))

  test.each([
    ['a page that waits has early hints', '/slow', 'navigate', [103, 200], LINK],
    ['a page that does not wait has none', '/next', 'navigate', [200], undefined],
    ['a script gets none', '/slow', 'cors', [200], undefined],
  ])('%s', async (_, path, mode, statuses, link) => {
    const session = connectHttp2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const stream = session.request({ ':path': path, 'sec-fetch-mode': mode })
    const seen: [status: number | undefined, link: unknown][] = []
    const keep = (headers: { ':status'?: number; link?: unknown }) =>
      void seen.push([headers[':status'], headers.link])
    stream.on('headers', keep).on('response', keep)
    let body = ''
    for await (const chunk of stream.setEncoding('utf8')) body += chunk
    session.close()
    expect(seen.map(([status]) => status)).toEqual(statuses)
    if (link !== undefined) expect(seen[0]?.[1]).toBe(link)
    expect(body).toContain(path.slice(1))
  })
})

function serve(listener: RequestListener): () => number {
  const server = createServer(listener)
  beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)))
  afterAll(() => new Promise<void>((resolve) => void server.close(() => resolve())))
  return () => (server.address() as AddressInfo).port
}

/** Sends bytes, and resolves with those that the server sends until it closes the connection. */
function send(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'))
    let text = ''
    socket.on('data', (data) => (text += data.toString('latin1')))
    socket.on('error', reject)
    socket.on('close', () => resolve(text))
  })
}
