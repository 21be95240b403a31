import { describe, expect, test } from '@jest/globals'
import type { EventEmitter } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import http2 from 'node:http2'
import net, { type AddressInfo } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { createRequestSource } from '../../src/bridge/request.ts'
import { Arrival, withServer } from '../support/serve.ts'

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'
const POST = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello'

/** A request in progress. */
interface Asked {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  /** Makes the page read `request.signal`. */
  signal(): void
  /** Closes the client's connection; resolves when the server has noticed. */
  leave(): Promise<void>
}

type Page = (asked: Asked) => Promise<unknown>

/**
 * Runs a page whose client leaves during the request; resolves with the signal once everything is
 * over.
 */
async function signalOf(bytes: string, page: Page): Promise<AbortSignal> {
  let signal: AbortSignal | undefined
  let client: net.Socket | undefined
  let tell: (over: Promise<unknown>) => void
  const over = new Promise<unknown>((resolve) => (tell = resolve))
  await withServer(
    (req, res) => {
      const { socket } = req
      const source = createRequestSource(req, res)
      const leave = async () => {
        client?.destroy()
        await closeOf(socket)
        await nextTurn()
      }
      tell(page({ req, res, leave, signal: () => void (signal = source.request.signal) }))
    },
    async ({ port }) => {
      client = net.connect(port, '127.0.0.1', () => client?.write(bytes))
      client.on('error', () => undefined).resume()
      await over
    },
  )
  if (signal === undefined) throw new Error('the page never asked for its signal')
  return signal
}

function closeOf(emitter: EventEmitter): Promise<void> {
  return new Promise((resolve) => emitter.once('close', () => resolve()))
}

function end(res: ServerResponse): Promise<void> {
  return new Promise((resolve) => res.end('done', resolve))
}

describe('the signal of a request', () => {
  const cases: [what: string, bytes: string, page: Page, isAborted: boolean][] = [
    [
      'aborts when the client leaves a page waiting',
      GET,
      async ({ signal, leave }) => {
        signal()
        await leave()
      },
      true,
    ],
    [
      'is aborted already when a page asks after the client left',
      GET,
      async ({ signal, leave }) => {
        await leave()
        signal()
      },
      true,
    ],
    [
      'is aborted already when a response was ended after the client left',
      GET,
      async ({ signal, leave, res }) => {
        await leave()
        res.end('done')
        await nextTurn()
        signal()
      },
      true,
    ],
    [
      'aborts when the client leaves half a response',
      GET,
      async ({ signal, leave, res }) => {
        signal()
        res.write('half')
        await leave()
      },
      true,
    ],
    [
      'stays quiet when the response was sent',
      GET,
      async ({ signal, leave, res }) => {
        signal()
        await end(res)
        await leave()
      },
      false,
    ],
    [
      'stays quiet when a body was read and the response came later',
      POST,
      async ({ signal, leave, req, res }) => {
        signal()
        for await (const _ of req) continue
        await nextTurn()
        await end(res)
        await leave()
      },
      false,
    ],
    [
      'stays quiet when it is asked for after the response',
      GET,
      async ({ signal, leave, res }) => {
        await end(res)
        await leave()
        signal()
      },
      false,
    ],
  ]

  test.each(cases)('%s', async (_, bytes, page, isAborted) => {
    const signal = await signalOf(bytes, page)
    expect(signal.aborted).toBe(isAborted)
    if (isAborted) expect(signal.reason).toMatchObject({ name: 'AbortError' })
  })

  test('aborts over HTTP/2 and only for the stream that was cancelled', async () => {
    const signals = new Map<string, AbortSignal>()
    const arrival = new Arrival()
    let left: Promise<void> | undefined
    const server = http2.createServer((req, res) => {
      const source = createRequestSource(req as never, res as never)
      signals.set(req.url, source.request.signal)
      if (req.url === '/whole') return void res.end('done')
      left = closeOf(res)
      arrival.tell()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const client = http2.connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const whole = client.request({ ':path': '/whole' }).resume()
    const cut = client.request({ ':path': '/cut' })
    cut.on('error', () => undefined)
    await new Promise((resolve) => whole.once('close', resolve))
    await arrival.done
    cut.close(http2.constants.NGHTTP2_CANCEL)
    await left
    client.close()
    server.close()
    expect([signals.get('/whole')?.aborted, signals.get('/cut')?.aborted]).toEqual([false, true])
  })

  test('leaves no listeners on the connection, whether it is used or not', async () => {
    const counts = new Set<string>()
    await withServer(
      (req, res) => {
        const source = createRequestSource(req, res)
        if (req.url === '/asked') source.request.signal.addEventListener('abort', () => undefined)
        const { socket } = req
        counts.add(
          socket
            .eventNames()
            .map((name) => socket.listenerCount(name))
            .join(),
        )
        res.end('ok')
      },
      ({ raw }) =>
        raw(
          `${GET}${GET.replace('/', '/asked')}`.repeat(25) +
            GET.replace('Host', 'Connection: close\r\nHost'),
        ),
    )
    expect([...counts]).toHaveLength(1)
  })
})
