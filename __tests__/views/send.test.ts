import { once } from 'node:events'
import http, { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import connect from 'connect'
import express from 'express'
import express4 from 'express4'
import fastify from 'fastify'
import Koa from 'koa'
import type { SsrPages } from '../../src/index.ts'
import type { SendInit } from '../../src/node/send-view.ts'
import '../support/package.ts'
import { until } from '../support/until.ts'
import { buildViews, loadViews, removeViews } from './site.ts'

type Send = (req: IncomingMessage, res: ServerResponse) => Promise<void>

/** A server whose only handler calls a function, and answers its error with a 500. */
interface Host {
  readonly name: string
  start(send: Send): Promise<{ readonly port: number; close(): Promise<unknown> }>
}

const failed = (error: unknown) => `failed: ${String((error as Error).message).split('\n')[0]}`

async function listen(listener: http.RequestListener) {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    },
  }
}

function answer(res: ServerResponse, error: unknown): void {
  if (res.headersSent) return
  res.statusCode = 500
  res.end(failed(error))
}

const hosts: readonly Host[] = [
  {
    name: 'http',
    start: (send) => listen((req, res) => void send(req, res).catch((error) => answer(res, error))),
  },
  {
    name: 'Connect',
    start: (send) =>
      listen(
        connect()
          .use((req, res, next) => void send(req, res).catch(next))
          .use(((error: unknown, _req: IncomingMessage, res: ServerResponse, _next: unknown) =>
            answer(res, error)) as connect.ErrorHandleFunction),
      ),
  },
  ...[express, express4 as unknown as typeof express].map((framework, index): Host => ({
    name: `Express ${5 - index}`,
    start: (send) =>
      listen(
        framework()
          .use((req, res, next) => void send(req, res).catch(next))
          .use(((error, _req, res, _next) => answer(res, error)) as express.ErrorRequestHandler),
      ),
  })),
  {
    name: 'Fastify',
    async start(send) {
      const app = fastify()
      app.setErrorHandler((error, _request, reply) => reply.code(500).send(failed(error)))
      app.removeAllContentTypeParsers()
      app.addContentTypeParser('*', (_request, _payload, done) => done(null))
      app.all('/*', async (request, reply) => {
        try {
          await send(request.raw, reply.raw)
          return reply.hijack()
        } catch (error) {
          return reply.code(500).send(failed(error))
        }
      })
      await app.listen({ port: 0, host: '127.0.0.1' })
      return { port: (app.server.address() as AddressInfo).port, close: () => app.close() }
    },
  },
  {
    name: 'Koa',
    async start(send) {
      const app = new Koa()
      app.silent = true
      app.use(async (ctx) => {
        try {
          ctx.res.statusCode = 200
          await send(ctx.req, ctx.res)
          ctx.respond = false
        } catch (error) {
          ctx.status = 500
          ctx.body = failed(error)
        }
      })
      return listen(app.callback())
    },
  },
]

let pages: SsrPages
const told: unknown[] = []
beforeAll(() => {
  pages = loadViews(buildViews(), { onError: (error) => told.push(error) })
})
afterAll(removeViews)

interface Row {
  readonly says: string
  readonly view: string
  readonly init?: SendInit
  readonly path?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly status?: number
  readonly text: string | RegExp
  readonly has?: Readonly<Record<string, string>>
}

const rows: readonly Row[] = [
  {
    says: 'with its props',
    view: 'plain',
    init: { props: { text: 'sent' } },
    text: '<!DOCTYPE html><p>sent</p>',
    has: { 'content-type': 'text/html; charset=utf-8' },
  },
  {
    says: 'with a status and headers',
    view: 'plain',
    init: { status: 422, headers: { 'x-own': 'kept', 'set-cookie': ['a=1', 'b=2'] } },
    status: 422,
    text: '<!DOCTYPE html><p>no text</p>',
    has: { 'x-own': 'kept', 'set-cookie': 'a=1, b=2' },
  },
  {
    says: 'whose own status counts',
    view: 'status',
    init: { status: 422 },
    status: 418,
    text: '<!DOCTYPE html><p>teapot</p>',
  },
  {
    says: 'with cookies of the view after those of the call',
    view: 'cookie',
    init: { headers: { 'set-cookie': 'own=1' } },
    text: /cookie/,
    has: { 'set-cookie': 'own=1, seen=yes; Path=/', 'x-view': 'set' },
  },
  {
    says: 'with locals and params of the call, and the URL, cookies and body of the request',
    view: 'context',
    init: { locals: { user: 'Ada' } as App.Locals, params: { id: '7' } },
    path: '/x/7?q=1',
    method: 'POST',
    headers: { cookie: 'theme=dark', 'content-type': 'application/x-www-form-urlencoded' },
    body: 'a=1',
    text: /"href":"http:\/\/127\.0\.0\.1:\d+\/x\/7\?q=1".*"params":\{"id":"7"\},"routePattern":"context","method":"POST","body":"a=1","cookie":"dark","user":"Ada"/,
  },
  {
    says: 'with the nonce of its locals',
    view: 'scripted',
    init: { locals: { cspNonce: 'abc' } as App.Locals },
    text: /<script type="module" src="[^"]+" nonce="abc">/,
  },
  { says: 'that redirects', view: 'redirect', status: 303, text: '', has: { location: '/login' } },
  { says: 'that returns a Response', view: 'response', status: 202, text: 'plain' },
  { says: 'that rewrites', view: 'rewrite', text: '<!DOCTYPE html><p>page ran</p>' },
  { says: 'to HEAD', view: 'plain', method: 'HEAD', text: '', has: { 'content-length': '29' } },
  { says: 'that throws', view: 'broken', status: 500, text: 'failed: broken view' },
  { says: 'that throws later', view: 'later', status: 500, text: 'failed: broken later' },
  {
    says: 'that does not exist',
    view: 'plian',
    status: 500,
    text: 'failed: There is no view "plian".',
  },
]

describe.each(hosts)('pages.send() on $name', ({ start }) => {
  let close: (() => Promise<unknown>) | undefined
  afterEach(() => close?.())

  async function serve(send: Send): Promise<number> {
    const started = await start(send)
    close = () => started.close()
    return started.port
  }

  test.each(rows)('answers with a view $says', async ({ view, init, text, ...row }) => {
    const port = await serve((req, res) => pages.send(req, res, view, init))
    const { method = 'GET', headers = {}, body, status = 200, has = {} } = row
    const response = await fetch(`http://127.0.0.1:${port}${row.path ?? '/'}`, {
      method,
      headers,
      redirect: 'manual',
      ...(body !== undefined && { body }),
    })
    expect([response.status, await response.text()]).toEqual([
      status,
      text instanceof RegExp ? expect.stringMatching(text) : text,
    ])
    for (const [name, value] of Object.entries(has)) expect(response.headers.get(name)).toBe(value)
  })

  test('sends the first part of a slow view before the rest, and resolves at its end', async () => {
    let finish = (_text: string): void => {}
    const text = new Promise<string>((resolve) => (finish = resolve))
    let isSent = false
    const port = await serve(async (req, res) => {
      await pages.send(req, res, 'slow', { props: { text }, locals: {} })
      isSent = res.writableEnded
    })
    const response = await fetch(`http://127.0.0.1:${port}/`)
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader?.read())?.value).toContain('<p>first</p>')
    expect(isSent).toBe(false)
    finish('slow text')
    let rest = ''
    for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
      rest += part.value
    }
    expect(rest).toBe('<i>slow text</i><p>last</p>')
    await until(() => isSent)
  })

  test('breaks off a view that fails after its first part, and reports the error once', async () => {
    told.length = 0
    let fail = (_error: Error): void => {}
    const text = new Promise<string>((_resolve, reject) => (fail = reject))
    let outcome = ''
    const port = await serve((req, res) =>
      pages.send(req, res, 'slow', { props: { text } }).then(
        () => void (outcome = 'resolved'),
        () => void (outcome = 'rejected'),
      ),
    )
    const response = await fetch(`http://127.0.0.1:${port}/`)
    const reader = response.body?.getReader()
    await reader?.read()
    fail(new Error('broken in the middle'))
    await expect(reader?.read()).rejects.toThrow()
    await until(() => outcome === 'resolved')
    expect(told).toEqual([expect.objectContaining({ message: 'broken in the middle' })])
  })

  test('ends when the client leaves a slow view', async () => {
    told.length = 0
    let isOver = false
    const text = new Promise<string>(() => {})
    const port = await serve(async (req, res) => {
      await pages.send(req, res, 'slow', { props: { text } })
      isOver = true
    })
    const request = http.get({ port, host: '127.0.0.1', path: '/' })
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    response.on('error', () => {})
    await once(response, 'data')
    request.destroy()
    await until(() => isOver)
    expect(told).toEqual([])
  })
})

test('pages.send() rejects for a response that has been sent already', async () => {
  const { port, close } = await listen((req, res) => {
    res.end('sent')
    pages.send(req, res, 'plain').catch((error) => told.push(error))
  })
  told.length = 0
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('sent')
  await until(() => told.length > 0)
  expect(told).toEqual([expect.objectContaining({ code: 'SSR_PAGES_RESPONSE_SENT' })])
  await close()
})

test('a headers value that cannot be sent fails the view before anything is sent', async () => {
  const { port, close } = await listen((req, res) => {
    pages
      .send(req, res, 'plain', { headers: { 'x-bad': 'a\nb' } })
      .catch((error) => answer(res, error))
  })
  const response = await fetch(`http://127.0.0.1:${port}/`)
  expect([response.status, await response.text()]).toEqual([
    500,
    expect.stringContaining('failed: '),
  ])
  await close()
})
