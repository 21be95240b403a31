import { describe, expect, test } from '@jest/globals'
import fastifyMiddie from '@fastify/middie'
import express from 'express'
import fastify from 'fastify'
import {
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestOptions,
  createServer,
  request,
} from 'node:http'
import https from 'node:https'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Context } from '../../src/context/context.ts'
import { failOnFaults } from '../support/faults.ts'
import { askHttp2 } from './http2.ts'
import { withServer } from '../support/serve.ts'
import { siteOf } from './site.ts'

failOnFaults()

const pages = siteOf({
  'index.ts': {
    ALL: ({ url, request: { url: full }, clientAddress }: Context) =>
      Response.json({ origin: url.origin, isSame: url.href === full, clientAddress }),
  },
})

type Send = (options: RequestOptions, answer: (answer: IncomingMessage) => void) => ClientRequest

async function ask(options: RequestOptions, send: Send = request): Promise<unknown> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    send({ host: '127.0.0.1', agent: false, ...options }, resolve)
      .on('error', reject)
      .end()
  })
  const body = await text(answer)
  return answer.statusCode === 200 ? JSON.parse(body) : answer.statusCode
}

describe('over HTTP/2', () => {
  test('the authority is the host', async () => {
    const { body } = await askHttp2(pages, { ':path': '/', ':authority': 'shop.test:81' })
    expect(JSON.parse(body)).toMatchObject({ origin: 'http://shop.test:81', isSame: true })
  })

  test('a Host is enough where there is no authority', async () => {
    const { body } = await askHttp2(pages, { ':path': '/', host: 'shop.test' })
    expect(JSON.parse(body)).toMatchObject({ origin: 'http://shop.test', isSame: true })
  })

  test('a client cannot claim https', async () => {
    const headers = { ':path': '/', ':authority': 'shop.test', ':scheme': 'https' }
    const { body } = await askHttp2(pages, headers)
    expect(JSON.parse(body)).toMatchObject({ origin: 'http://shop.test', isSame: true })
  })

  test('an absolute target is refused by Node', async () => {
    const answer = askHttp2(pages, { ':path': 'http://evil.com/' })
    await expect(answer).rejects.toThrow('NGHTTP2_PROTOCOL_ERROR')
  })
})

describe('the scheme', () => {
  const overTLS = async (headers: IncomingHttpHeaders) => {
    // A pre-shared key: TLS without a certificate.
    const psk = Buffer.alloc(32, 1)
    const ciphers = 'PSK-AES128-GCM-SHA256'
    const tls = { ciphers, maxVersion: 'TLSv1.2' as const }
    const server = https.createServer({ ...tls, pskCallback: () => psk }, pages as never)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const client = {
      pskCallback: () => ({ psk, identity: 'a' }),
      checkServerIdentity: () => undefined,
    }
    try {
      return await ask({ port, headers, ...tls, ...client }, https.request)
    } finally {
      server.closeAllConnections()
      server.close()
    }
  }

  test('is https on an encrypted connection', async () => {
    expect(await overTLS({ host: 'shop.test' })).toMatchObject({ origin: 'https://shop.test' })
  })

  test('is not taken from a forwarded header without Express', async () => {
    const headers = { host: 'shop.test', 'x-forwarded-proto': 'http' }
    expect(await overTLS(headers)).toMatchObject({ origin: 'https://shop.test' })
  })
})

describe('the origin that pages see is the one a browser sends', () => {
  const cases: [what: string, trust: boolean, headers: Record<string, string>, origin: string][] = [
    ['on a port of its own', false, { host: 'shop.test:8080' }, 'http://shop.test:8080'],
    ['on the port of its scheme', false, { host: 'shop.test:80' }, 'http://shop.test'],
    [
      'behind a proxy that speaks TLS',
      true,
      { host: 'shop.test', 'x-forwarded-proto': 'https' },
      'https://shop.test',
    ],
    [
      'behind a proxy with another name and port',
      true,
      { host: 'inner:3000', 'x-forwarded-host': 'shop.test:8443', 'x-forwarded-proto': 'https' },
      'https://shop.test:8443',
    ],
  ]

  test.each(cases)('%s', async (_, trust, headers, origin) => {
    const app = express().set('trust proxy', trust).use(pages)
    await withServer(app, async ({ port }) => {
      const options = { port, method: 'POST', headers: { ...headers, origin } }
      expect(await ask(options)).toMatchObject({ origin, isSame: true })
    })
  })
})

test.each([
  ['a list', ['a', 'b']],
  ['a list of one that is invalid', ['a/admin?']],
])('%s in place of the Host is refused', async (_, host) => {
  const listener = (req: object) => Object.assign(req, { headers: { host } })
  await withServer(
    (req, res) => void pages(listener(req) as never, res),
    async ({ port }) => expect(await ask({ port })).toBe(400),
  )
})

test('Fastify, which adds less to a request than Express, tells host and client', async () => {
  const app = fastify({ trustProxy: true })
  await app.register(fastifyMiddie)
  app.use(pages as never)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const forwarded = {
    'x-forwarded-host': 'shop.test:8443',
    'x-forwarded-proto': 'https',
    'x-forwarded-for': '10.0.0.1',
  }
  try {
    expect(await ask({ port, headers: { host: 'inner:3000' } })).toMatchObject({
      origin: 'http://inner:3000',
      clientAddress: '127.0.0.1',
    })
    expect(await ask({ port, headers: { host: 'inner:3000', ...forwarded } })).toMatchObject({
      origin: 'https://shop.test:8443',
      clientAddress: '10.0.0.1',
    })
  } finally {
    await app.close()
  }
})

test('a client on a socket without addresses has an empty one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ssr-pages-'))
  const socketPath = join(folder, 'socket')
  const server = createServer(pages as never)
  await new Promise<void>((resolve) => server.listen(socketPath, resolve))
  try {
    const expected = { origin: 'http://localhost', clientAddress: '', isSame: true }
    expect(await ask({ socketPath, setHost: false, headers: { host: '' } })).toEqual(expected)
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    rmSync(folder, { recursive: true })
  }
})
