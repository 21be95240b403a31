import { describe, expect, test } from '@jest/globals'
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import http2 from 'node:http2'
import net, { type AddressInfo } from 'node:net'
import { createRequestSource } from '../../src/bridge/request.ts'
import { Arrival, pause, withServer } from './serve.ts'

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'
const POST = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello'

type Page = (signal: () => AbortSignal, req: IncomingMessage, res: ServerResponse) => unknown

/** Runs a page, drops the connection some time later, and gives the signal when all is over. */
async function signalAfter(bytes: string, page: Page, leaveAfter = 60): Promise<AbortSignal> {
  let signal: AbortSignal | undefined
  let over: Promise<unknown> | undefined
  const arrival = new Arrival()
  await withServer(
    (req, res) => {
      const source = createRequestSource(req, res)
      const asked = page(() => (signal = source.request.signal), req, res)
      over = Promise.all([asked, once(res, 'close')])
      arrival.tell()
    },
    async ({ port }) => {
      const socket = net.connect(port, '127.0.0.1', () => socket.write(bytes))
      socket.on('error', () => undefined).resume()
      await arrival.done
      await pause(leaveAfter)
      socket.destroy()
      await over
      await pause(20)
    },
  )
  if (signal === undefined) throw new Error('the page never asked for its signal')
  return signal
}

describe('the signal of a request', () => {
  const cases: [what: string, bytes: string, page: Page, isAborted: boolean][] = [
    ['aborts when the client leaves a page waiting', GET, (signal) => signal(), true],
    [
      'is aborted already when a page asks after the client left',
      GET,
      async (signal) => {
        await pause(120)
        signal()
      },
      true,
    ],
    [
      'is aborted already when a response was ended after the client left',
      GET,
      async (signal, _, res) => {
        await pause(120)
        res.end('done')
        await pause(20)
        signal()
      },
      true,
    ],
    [
      'aborts when the client leaves half a response',
      GET,
      (signal, _, res) => {
        signal()
        res.write('half')
      },
      true,
    ],
    [
      'stays quiet when the response was sent',
      GET,
      (signal, _, res) => {
        signal()
        res.end('done')
      },
      false,
    ],
    [
      'stays quiet when a body was read and the response came later',
      POST,
      async (signal, req, res) => {
        signal()
        for await (const _ of req) continue
        await pause(20)
        res.end('done')
      },
      false,
    ],
    [
      'stays quiet when it is asked for after the response',
      GET,
      async (signal, _, res) => {
        res.end('done')
        await pause(100)
        signal()
      },
      false,
    ],
  ]

  test.each(cases)('%s', async (_, bytes, page, isAborted) => {
    const signal = await signalAfter(bytes, page)
    expect(signal.aborted).toBe(isAborted)
    if (isAborted) expect(signal.reason).toMatchObject({ name: 'AbortError' })
  })

  test('aborts over HTTP/2 and only for the stream that was cancelled', async () => {
    const signals = new Map<string, AbortSignal>()
    const server = http2.createServer((req, res) => {
      const source = createRequestSource(req as never, res as never)
      signals.set(req.url, source.request.signal)
      if (req.url === '/whole') res.end('done')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const client = http2.connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const whole = client.request({ ':path': '/whole' }).resume()
    const cut = client.request({ ':path': '/cut' })
    cut.on('error', () => undefined)
    await new Promise((resolve) => whole.once('close', resolve))
    cut.close(http2.constants.NGHTTP2_CANCEL)
    await pause(50)
    client.close()
    server.close()
    expect([signals.get('/whole')?.aborted, signals.get('/cut')?.aborted]).toEqual([false, true])
  })

  test('adds nothing to the connection, whether asked for or not', async () => {
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
