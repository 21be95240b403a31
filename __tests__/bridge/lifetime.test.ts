import { describe, expect, test } from '@jest/globals'
import { execFile } from 'node:child_process'
import { AsyncLocalStorage } from 'node:async_hooks'
import express from 'express'
import { type RequestListener, createServer } from 'node:http'
import net from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { promisify } from 'node:util'
import { setTimeout as pause } from 'node:timers/promises'
import type { Middleware } from '../../src/node/serve.ts'
import type { Context } from '../../src/context/context.ts'
import { ROOT } from '../support/root.ts'
import { failOnFaults, realProcess } from '../support/faults.ts'
import { withServer } from '../support/serve.ts'
import { siteOf } from './site.ts'
import { OK, close, exchange, lines, listen, portOf } from '../support/wire.ts'

failOnFaults()

const GET = lines('GET / HTTP/1.1', 'Host: a')

/** What happened when a client left: what it received, and what the page saw. */
interface Trace {
  readonly events: string[]
  readonly pages: Middleware
  /** Resolves when the page has begun to run. */
  readonly entered: Promise<void>
  /**
   * Call it when the server has noticed that the client left: the page's second argument then
   * resolves.
   */
  readonly tellLeft: () => void
}

type Handler = (context: Context, left: Promise<void>) => unknown

/** A page that records in `events` what happens to it, including errors that are reported. */
function trace(make: (events: string[]) => Handler): Trace {
  const events: string[] = []
  const { promise: entered, enter } = createGate()
  const { promise: left, enter: tellLeft } = createGate()
  const handler = make(events)
  const module = { ALL: (context: Context) => (enter(), handler(context, left)) }
  const onError = () => events.push('onError')
  return { events, entered, tellLeft, pages: siteOf({ 'index.ts': module }, { onError }) }
}

function createGate(): { promise: Promise<void>; enter: () => void } {
  let enter = () => {}
  const promise = new Promise<void>((resolve) => (enter = resolve))
  return { promise, enter }
}

/** Requests the page in Express, leaves as soon as it runs, and waits until everything is over. */
async function leave(traced: Trace, bytes = GET): Promise<readonly string[]> {
  const { pages, events, entered, tellLeft } = traced
  const { promise: over, enter: end } = createGate()
  const tell: express.ErrorRequestHandler = (_error, _req, _res, _next) =>
    void events.push('next(error)')
  const app = express()
    .use(async (req, res, next) => {
      req.socket.once('close', () => setImmediate(tellLeft))
      await pages(req, res, next)
      end()
    })
    .use(tell)
  await withServer(app, async ({ port }) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(bytes))
    await entered
    socket.destroy()
    await over
    await nextTurn()
  })
  return events
}

describe('when the client has left', () => {
  const cases: [what: string, make: (events: string[]) => Handler, events: string[]][] = [
    [
      'a page that fails for it tells nobody',
      () =>
        ({ request }) =>
          new Promise((_, reject) => request.signal.addEventListener('abort', reject)),
      [],
    ],
    [
      'a page that fails later tells nobody',
      (events) => async (_context, left) => {
        await left
        events.push('fails')
        throw new Error('late')
      },
      ['fails'],
    ],
    [
      'a Response is dropped, and its body cancelled',
      (events) => async (_context, left) => {
        await left
        return new Response(new ReadableStream({ cancel: () => void events.push('cancel') }))
      },
      ['cancel'],
    ],
    [
      'the signal has one reason, an AbortError',
      (events) =>
        async ({ request: { signal } }, left) => {
          await left
          const { reason } = signal
          events.push(
            String(reason),
            String(reason instanceof DOMException && reason === signal.reason),
          )
          return new Response()
        },
      ['AbortError: The client closed the connection.', 'true'],
    ],
  ]

  test.each(cases)('%s', async (_, make, events) => {
    expect(await leave(trace(make))).toEqual(events)
  })

  test('halfway through its upload, no error is reported', async () => {
    const upload = trace(
      () =>
        async ({ request }) =>
          new Response(await request.text()),
    )
    const bytes = `${lines('POST / HTTP/1.1', 'Host: a', 'Content-Length: 9')}half`
    expect(await leave(upload, bytes)).toEqual([])
  })
})

test('a client that half-closes its connection before the answer does no harm', async () => {
  const { pages, events } = trace(() => () => pause(50).then(() => new Response('late')))
  await withServer(pages as RequestListener, async ({ port }) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.end(GET))
    await new Promise((resolve) =>
      socket
        .on('error', () => undefined)
        .resume()
        .once('close', resolve),
    )
    await pause(80)
    const [answer] = await exchange(port, GET.replace('Host', 'Connection: close\r\nHost'))
    expect([answer?.body, events]).toEqual(['late', []])
  })
})

test('the end of a connection does not abort the requests that it has completed', async () => {
  const signals: AbortSignal[] = []
  const pages = siteOf({
    'index.ts': {
      GET({ request }: Context) {
        signals.push(request.signal)
        return new Response('x')
      },
    },
    'next.ts': { GET: () => new Response('next') },
  })
  await withServer(pages as RequestListener, ({ port }) => exchange(port, GET + GET + OK))
  await pause(30)
  expect(signals.map(({ aborted }) => aborted)).toEqual([false, false])
})

test('requests that are left to the host leave no listeners behind', async () => {
  const pages = siteOf({ 'index.ts': { GET: () => new Response('x') } })
  const processEvents = ['unhandledRejection', 'uncaughtException', 'exit', 'SIGTERM']
  const countAll = (emitter: NodeJS.EventEmitter) =>
    emitter.eventNames().map((name) => `${String(name)} ${emitter.listenerCount(name)}`)
  const countProcess = () => processEvents.map((name) => realProcess.listenerCount(name))
  const before = countProcess()
  const seen = new Set<string>()
  const app = express()
    .use((req, res, next) => {
      const start = [req, res].map(countAll)
      res.locals['start'] = start
      next()
    })
    .use(pages)
    .use((req, res) => {
      expect([req, res].map(countAll)).toEqual(res.locals['start'])
      seen.add(countAll(req.socket).join())
      res.end(req.url === '/next' ? 'next' : 'host')
    })
  const many = lines('GET /host HTTP/1.1', 'Host: a').repeat(50)
  const answers = await withServer(app, ({ port }) => exchange(port, many + OK))
  expect(answers.map(({ body }) => body)).toEqual([...Array(50).fill('host'), 'next'])
  expect([seen.size, countProcess()]).toEqual([1, before])
})

test('the context of the host reaches the page and each of its chunks', async () => {
  const storage = new AsyncLocalStorage<string>()
  let left = 30
  const pages = siteOf({
    'index.ts': {
      GET: () =>
        new Response(
          new ReadableStream({
            async pull(controller) {
              await pause(1)
              const isLast = left-- === 0
              controller.enqueue(
                new TextEncoder().encode(isLast ? storage.getStore() : 'x'.repeat(50_000)),
              )
              if (isLast) controller.close()
            },
          }),
          { headers: { 'x-store': storage.getStore() ?? 'lost' } },
        ),
    },
  })
  const app = express()
    .use((_req, _res, next) => storage.run('kept', next))
    .use(pages)
  const bytes = lines('GET / HTTP/1.1', 'Host: a', 'Connection: close')
  const [answer] = await withServer(app, ({ port }) => exchange(port, bytes))
  expect([answer?.headers['x-store'], answer?.body.slice(-4)]).toEqual(['kept', 'kept'])
})

test('a server that closes finishes its responses, and the process ends', async () => {
  const script = `
    import http from 'node:http'
    import { ssrPages } from 'ssr-pages'
    const server = http.createServer(ssrPages({ dir: '__tests__/fixtures/plain' }))
    server.listen(0, '127.0.0.1', () => {
      http.get({ port: server.address().port, path: '/slow', agent: false }, (answer) => {
        let text = ''
        answer.once('data', () => server.close())
        answer.on('data', (chunk) => (text += chunk)).on('end', () => console.log(text))
      })
    })`
  const args = ['--input-type=module', '--eval', script]
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: ROOT,
    timeout: 15_000,
  })
  expect(stdout).toBe('<!DOCTYPE html><h1>first</h1><p>last</p><i>end</i>\n')
})

test('the time limits of the server stay its own', async () => {
  const { pages, events } = trace(
    () =>
      async ({ request }) =>
        new Response(await request.text()),
  )
  const limits = { headersTimeout: 100, requestTimeout: 200, connectionsCheckingInterval: 50 }
  const timeouts: unknown[] = []
  const server = createServer(limits, (req, res) => {
    timeouts.push(req.socket.timeout)
    void pages(req, res)
    timeouts.push(req.socket.timeout)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const bytes = `${lines('POST / HTTP/1.1', 'Host: a', 'Content-Length: 9')}half`
  const [answer] = await exchange(portOf(server), bytes)
  expect([answer?.status, events]).toEqual([408, []])
  expect(timeouts[1]).toBe(timeouts[0])
  await close(server)
})

test('a connection that is reset causes no error, whatever was being sent', async () => {
  const body = () =>
    new ReadableStream({ pull: (controller) => controller.enqueue(Buffer.alloc(9999)) })
  const pages = siteOf({
    'index.ts': { GET: () => new Response('x') },
    'endless.ts': { GET: () => new Response(body()) },
    'read.ts': { POST: async ({ request }: Context) => new Response(await request.text()) },
    'ignore.ts': { POST: () => pause(30).then(() => new Response('x')) },
  })
  const half = (path: string) =>
    `${lines(`POST ${path} HTTP/1.1`, 'Host: a', 'Content-Length: 9')}half`
  const all = [
    GET.repeat(20),
    lines('GET /endless HTTP/1.1', 'Host: a'),
    half('/read'),
    half('/ignore'),
  ]
  const server = await listen(pages as RequestListener)
  for (const bytes of all) {
    const socket = net.connect(portOf(server), '127.0.0.1', () => socket.write(bytes))
    socket.on('error', () => undefined)
    await pause(40)
    socket.resetAndDestroy()
    await pause(40)
  }
  await close(server)
})
