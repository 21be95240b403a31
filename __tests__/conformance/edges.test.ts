import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Case, endpoints, pages, secrets } from './cases.ts'
import { ROOT, type Server, runCLI, startServer } from './start.ts'

const SITE = `${ROOT}/__tests__/fixtures/site`
const DIR = `${SITE}/dist/pages`

interface Edge {
  readonly name: string
  readonly args: readonly [file: string, ...args: string[]]
  /** Whether the fixture is an app with routes, a 404 and an error handler of its own. */
  readonly isApp: boolean
}

const edges: Edge[] = [
  { name: 'Express 5, ESM', args: ['express.mjs', DIR, 'express'], isApp: true },
  { name: 'Express 5, CommonJS', args: ['express.cjs', DIR, 'express'], isApp: true },
  { name: 'Express 4, ESM', args: ['express.mjs', DIR, 'express4'], isApp: true },
  { name: 'Express 4, CommonJS', args: ['express.cjs', DIR, 'express4'], isApp: true },
  { name: 'plain http', args: ['http.mjs', DIR], isApp: false },
]

beforeAll(async () => {
  const { code, printed } = await runCLI('build', SITE)
  if (code !== 0) throw new Error(printed)
}, 60_000)

describe.each(edges)('in $name', ({ args, isApp }) => {
  let server: Server

  beforeAll(async () => {
    server = await startServer(...args)
  })
  afterAll(() => server.stop())

  test.each([...pages, ...endpoints])('$name', async (given) => {
    await expectAnswer(server.port, given)
  })

  test('bytes arrive as they were', async () => {
    const { body } = await send(server.port, { path: '/api/bytes' })
    expect(Buffer.from(body, 'latin1')).toEqual(Buffer.from([0, 128, 255]))
  })

  test('hashed files are kept for a year', async () => {
    const { body } = await send(server.port, { path: '/' })
    for (const [, url = ''] of body.matchAll(/"(\/_assets\/[^"]+)"/g)) {
      const { status, headers } = await send(server.port, { path: url })
      expect([status, headers['cache-control']]).toEqual([
        200,
        'public, max-age=31536000, immutable',
      ])
    }
  })

  test.each(secrets)('nobody can read %s', async (path) => {
    const { status, body } = await send(server.port, { path })
    expect(status).toBe(404)
    expect(body).not.toMatch(/routes|createComponent|ssr-pages\/runtime|frontmatter/)
  })

  test('the first part of a slow page does not wait for the rest', async () => {
    const chunks = await readChunks(server.port, '/slow')
    expect(chunks[0]?.text).toMatch(/<p>beginning<\/p>/)
    expect(chunks[0]?.text).not.toMatch(/end/)
    expect(chunks.at(-1)?.text).toMatch(/end/)
  })

  test('an error after the first part breaks the response off and tells nothing', async () => {
    const raw = await sendRaw(server.port, '/throws-late')
    expect(raw).toMatch(/<p>beginning<\/p>/)
    expect(raw).not.toMatch(/secret|Error|\r\n0\r\n\r\n$/)
    expect(server.output()).toContain('onError')
  })

  test('the server keeps running when pages fail', async () => {
    await sendRaw(server.port, '/throws-late')
    await send(server.port, { path: '/throws' })
    await expectAnswer(server.port, pages[0] as Case)
  })

  test.each(['list', 'slot', 'element', 'dropped', 'value'])(
    'a page that fails twice does not end the server: %s',
    async (name) => {
      expect((await send(server.port, { path: `/crash/${name}` })).status).toBe(500)
      await wait(20)
      await expectAnswer(server.port, pages[0] as Case)
    },
  )

  test('a range that no file has is the mistake of the client', async () => {
    const headers = { range: 'bytes=999-' }
    expect((await send(server.port, { path: '/robots.txt', headers })).status).toBe(416)
  })

  if (!isApp) {
    test('a page that fails is a bare status without its message', async () => {
      const answer = await send(server.port, { path: '/throws' })
      expect(answer).toMatchObject({ status: 503, body: 'Service Unavailable' })
    })

    test('an unknown path is a bare 404', async () => {
      const answer = await send(server.port, { path: '/nope' })
      expect(answer).toMatchObject({ status: 404, body: 'Not Found' })
    })
    return
  }

  test.each([
    ['the route of the host stays its own', '/host', 200, '{"host":true}'],
    ['an unknown path gets the 404 of the host', '/nope', 404, 'host 404'],
    [
      'a page that throws reaches the error handler of the host',
      '/throws',
      503,
      'host error Error',
    ],
    [
      'a handler that returns a string is an error',
      '/api/wrong',
      500,
      'host error SSR_PAGES_ENDPOINT_RESULT_INVALID',
    ],
    [
      'a later route of the host sees the request as it came',
      '/after?a=1',
      200,
      '{"url":"/after?a=1","seen":null}',
    ],
    ['mounted pages match below their mount', '/docs/products/7', 200, '<!DOCTYPE html><p>7</p>'],
    ['pages in a router match below it', '/area/inner/products/7', 200, '<!DOCTYPE html><p>7</p>'],
    ['a mount ends at a segment', '/docsproducts/7', 404, 'host 404'],
  ])('%s', async (_, path, status, body) => {
    expect(await send(server.port, { path })).toMatchObject({ status, body })
  })

  test('mounted pages know their full URL and link their own files', async () => {
    const host = `127.0.0.1:${server.port}`
    const where = await send(server.port, { path: '/docs/where?a=1' })
    expect(where.body).toContain(`http://${host}/docs/where?a=1 true /where 127.0.0.1`)
    const index = await send(server.port, { path: '/docs/' })
    const [, url = ''] = /href="(\/docs\/_assets\/[^"]+\.css)"/.exec(index.body) ?? []
    expect((await send(server.port, { path: url })).status).toBe(200)
  })

  test('headers of the host stay', async () => {
    const { headers } = await send(server.port, { path: '/cookies' })
    expect(headers['vary']).toBe('Accept-Encoding')
    expect(headers['set-cookie']).toEqual(['host=1', 'one=1; Path=/; HttpOnly', 'two=2'])
  })
})

async function expectAnswer(port: number, given: Case): Promise<void> {
  const answer = await send(port, given)
  expect(answer.status).toBe(given.status)
  if (given.statusText !== undefined) expect(answer.statusText).toBe(given.statusText)
  if (typeof given.answer === 'string') expect(answer.body).toBe(given.answer)
  if (given.answer instanceof RegExp) expect(answer.body).toMatch(given.answer)
  for (const [name, value] of Object.entries(given.has ?? {})) {
    const seen = answer.headers[name]
    if (value instanceof RegExp) expect(String(seen)).toMatch(value)
    else expect(seen).toEqual(value)
  }
}

interface Answer {
  readonly status: number | undefined
  readonly statusText: string | undefined
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** Node's own client: it sends a path as it is, and shows the status text. */
function send(
  port: number,
  { path, method = 'GET', headers, body }: Pick<Case, 'path' | 'method' | 'headers' | 'body'>,
): Promise<Answer> {
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port, path, method, headers: { ...headers, ...length }, agent: false },
      (response) => {
        response.setEncoding(path.endsWith('bytes') ? 'latin1' : 'utf8')
        text(response).then(
          (body) =>
            resolve({
              status: response.statusCode,
              statusText: response.statusMessage,
              headers: response.headers,
              body,
            }),
          reject,
        )
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}

function readChunks(port: number, path: string): Promise<{ text: string }[]> {
  return new Promise((resolve, reject) => {
    httpRequest({ host: '127.0.0.1', port, path, agent: false }, (response) => {
      const chunks: { text: string }[] = []
      response.on('data', (chunk: Buffer) => chunks.push({ text: chunk.toString() }))
      response.on('end', () => resolve(chunks))
    })
      .on('error', reject)
      .end()
  })
}

/** All bytes until the server closes the connection. */
function sendRaw(port: number, path: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let received = ''
    socket.on('data', (data) => (received += data.toString('latin1')))
    socket.on('error', () => {})
    socket.on('close', () => resolve(received))
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
  })
}
