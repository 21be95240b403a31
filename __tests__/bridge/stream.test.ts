import { EventEmitter } from 'node:events'
import { describe, expect, jest, test } from '@jest/globals'
import { AsyncLocalStorage } from 'node:async_hooks'
import type { ServerResponse } from 'node:http'
import net from 'node:net'
import { createGzip } from 'node:zlib'
import { setTimeout as pause } from 'node:timers/promises'
import { request } from 'undici'
import { pipeBody } from '../../src/bridge/stream.ts'
import type { PageResult } from '../../src/shared/types.ts'
import { GET, HEAD, createListener, page, respond, send, sendResult } from './send.ts'
import { Arrival, withServer } from '../support/serve.ts'

/** A body of either kind that records what happens to it. */
interface Probe {
  readonly make: () => PageResult
  readonly events: string[]
}

/** Enough chunks to prove that a source was not stopped, with an end in case it never is. */
const MANY = 200

const MEGABYTE = new Uint8Array(1024 * 1024).fill(120)

/** Provides one chunk after another, each after a pause and only on demand. */
function endlessStream(chunk: Uint8Array | string, wait: number): Probe {
  const events: string[] = []
  const body = new ReadableStream({
    async pull(controller) {
      if (events.push('pull') > MANY) return controller.close()
      if (wait > 0) await pause(wait)
      controller.enqueue(chunk)
    },
    cancel: () => void events.push('end'),
  })
  return { events, make: () => respond(new Response(body)) }
}

function endlessPage(chunk: string, wait: number): Probe {
  const events: string[] = []
  async function* html(): AsyncGenerator<string> {
    try {
      while (events.push('pull') < MANY) {
        if (wait > 0) await pause(wait)
        yield chunk
      }
    } finally {
      events.push('end')
    }
  }
  return { events, make: () => page(html()) }
}

/**
 * Sends a request, reads everything or nothing, and leaves; resolves with whether the server is
 * done soon.
 */
async function leave(
  probe: Probe,
  options: { after: number; isReading?: boolean; onLeft?: () => void },
): Promise<boolean> {
  let isDone = false
  const errors: unknown[] = []
  const listener = createListener(probe.make, errors)
  const arrival = new Arrival()
  await withServer(
    async (req, res) => {
      arrival.tell()
      if (options.onLeft) res.once('close', options.onLeft)
      await listener(req, res)
      isDone = true
    },
    async ({ port }) => {
      const socket = net.connect(port, '127.0.0.1', () => socket.write(GET))
      socket.on('error', () => undefined)
      if (options.isReading === true) socket.resume()
      await arrival.done
      await pause(options.after)
      socket.destroy()
      for (let i = 0; i < 30 && !isDone; i++) await pause(100)
      await pause(20)
    },
  )
  expect(errors).toEqual([])
  return isDone
}

describe.each([
  ['a Response', endlessStream],
  ['a page', endlessPage as typeof endlessStream],
])('the stream of %s', (_, endless) => {
  test('ends when the client leaves, once', async () => {
    const probe = endless('x', 5)
    expect(await leave(probe, { after: 60, isReading: true })).toBe(true)
    expect(probe.events.filter((event) => event === 'end')).toHaveLength(1)
    const { length } = probe.events
    await pause(50)
    expect(probe.events).toHaveLength(length)
  })

  test('ends when the client leaves before the first chunk', async () => {
    const probe = endless('x', 90)
    expect(await leave(probe, { after: 30 })).toBe(true)
    expect(probe.events.at(-1)).toBe('end')
  })

  test('ends when the client leaves while it waits for room', async () => {
    const probe = endless('x'.repeat(500_000), 0)
    expect(await leave(probe, { after: 150 })).toBe(true)
    expect(probe.events.at(-1)).toBe('end')
  })

  test('waits for a client that does not read', async () => {
    const probe = endless('x'.repeat(1_000_000), 0)
    await leave(probe, { after: 200 })
    // Only as much as the kernel's socket buffers hold.
    expect(probe.events.length).toBeLessThan(30)
  })

  test('ends at once for HEAD', async () => {
    const probe = endless('x', 5)
    const sent = await send(probe.make, { request: HEAD })
    expect([sent.body, sent.isNextWhole]).toEqual(['', true])
    expect(probe.events.filter((event) => event === 'pull').length).toBeLessThan(2)
  })

  test('sends its first chunk while it waits for the second', async () => {
    const probe = endless('first', 20)
    const order: string[] = []
    const listener = createListener(probe.make)
    await withServer(
      (req, res) => {
        const { write } = res
        res.write = ((...args: Parameters<typeof write>) => {
          order.push(`write after ${probe.events.length}`)
          res.destroy()
          return write.apply(res, args)
        }) as typeof write
        void listener(req, res)
      },
      ({ raw }) => raw(GET),
    )
    // A ReadableStream buffers one chunk itself.
    expect(['write after 1', 'write after 2']).toContain(order[0])
  })
})

describe('a failing stream', () => {
  const fail = (chunks: string[], wait = 0) =>
    async function* failing(): AsyncGenerator<string> {
      yield* chunks
      await pause(wait)
      throw new Error('broken')
    }
  const failStream = () =>
    new Response(
      new ReadableStream({ start: (controller) => controller.error(new Error('broken')) }),
    )

  test.each<[string, () => PageResult]>([
    ['of a page', () => page(fail([])())],
    ['of a page that took its time', () => page(fail([], 30)())],
    ['of a Response', () => respond(failStream())],
  ])('%s before the first chunk leaves room for an error page', async (_, make) => {
    const sent = await send(make)
    expect([sent.errors, sent.line]).toEqual([
      [new Error('broken')],
      'HTTP/1.1 500 Internal Server Error',
    ])
    expect(sent.isNextWhole).toBe(true)
  })

  test('of a Response that fails right after its first chunk still allows an error page', async () => {
    const body = new ReadableStream({
      pull(controller) {
        controller.enqueue('half')
        controller.error(new Error('broken'))
      },
    })
    const sent = await send(() => respond(new Response(body)))
    expect([sent.errors, sent.line]).toEqual([
      [new Error('broken')],
      'HTTP/1.1 500 Internal Server Error',
    ])
  })

  test.each([0, 1, 2])('is an error when chunk %d is neither text nor bytes', async (place) => {
    const cancelled: unknown[] = []
    let count = 0
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(count++ === place ? {} : 'x'),
      cancel: () => void cancelled.push('stream'),
    })
    const sent = await send(() => respond(new Response(body)))
    expect(sent.errors).toMatchObject([{ code: 'SSR_PAGES_RESPONSE_INVALID' }])
    expect(cancelled).toEqual(['stream'])
  })

  test('halfway does not look like a whole page', async () => {
    const sent = await send(() => page(fail(['half'], 20)()))
    expect([sent.errors, sent.body, sent.isNextWhole]).toEqual([
      [new Error('broken')],
      '4\r\nhalf\r\n',
      false,
    ])
  })

  test.each<[string, () => unknown]>([
    ['rejects', () => Promise.reject(new Error('cancel'))],
    [
      'throws',
      () => {
        throw new Error('cancel')
      },
    ],
  ])('whose cancel() %s hurts nobody', async (_, cancel) => {
    const body = () => new ReadableStream({ cancel: () => cancel() as Promise<void> })
    const probe = { events: [], make: () => respond(new Response(body())) }
    expect(await leave(probe, { after: 30 })).toBe(true)
    expect((await send(probe.make, { request: HEAD })).isNextWhole).toBe(true)
  })

  test('after the client has left is not reported', async () => {
    const left = new Arrival()
    async function* html(): AsyncGenerator<string> {
      yield 'x'
      await left.done
      throw new Error('broken')
    }
    const options = { after: 30, onLeft: () => left.tell() }
    expect(await leave({ events: [], make: () => page(html()) }, options)).toBe(true)
  })

  test('that never settles does not keep the request of a client that has left', async () => {
    const never = new ReadableStream<string>({ pull: () => new Promise(() => undefined) })
    async function* forever(): AsyncGenerator<string> {
      yield await new Promise<string>(() => undefined)
    }
    for (const make of [() => respond(new Response(never)), () => page(forever())]) {
      expect(await leave({ events: [], make }, { after: 30 })).toBe(true)
    }
  })
})

describe('chunks', () => {
  const backing = new TextEncoder().encode('0123456789').buffer
  const shared = new SharedArrayBuffer(2)
  new Uint8Array(shared).set([104, 105])

  test.each<[string, unknown, string]>([
    ['a string', 'h\u00e9', 'h\xc3\xa9'],
    ['bytes', new Uint8Array(backing, 2, 3), '234'],
    ['a Buffer', Buffer.from(backing, 2, 3), '234'],
    ['an ArrayBuffer', backing, '0123456789'],
    ['a SharedArrayBuffer', shared, 'hi'],
    ['a DataView on part of a buffer', new DataView(backing, 4, 2), '45'],
    ['another typed array', new Uint16Array(backing, 2, 2), '2345'],
  ])('of %s are sent', async (_, chunk, expected) => {
    const stream = new ReadableStream({
      start(controller) {
        controller.enqueue(new Uint8Array(0))
        controller.enqueue(chunk)
        controller.enqueue('')
        controller.close()
      },
    })
    const result = { html: stream as unknown as AsyncIterable<string> }
    const sent = await send(() => page('', result))
    const size = Buffer.byteLength(expected, 'latin1').toString(16)
    expect(sent.body).toBe(`${size}\r\n${expected}\r\n0\r\n\r\n`)
  })
})

test('a large body arrives whole through a slow reader', async () => {
  let left = 40
  const body = new ReadableStream({
    pull(controller) {
      if (left-- > 0) controller.enqueue(MEGABYTE)
      else controller.close()
    },
  })
  const total = await withServer(
    createListener(() => respond(new Response(body))),
    async ({ url }) => {
      const answer = await request(url)
      let seen = 0
      for await (const chunk of answer.body) {
        if (seen === 0) await pause(100)
        seen += (chunk as Buffer).length
      }
      return seen
    },
  )
  expect(total).toBe(40 * MEGABYTE.length)
})

test('headers of a Response go out before its first chunk', async () => {
  const body = new ReadableStream({ pull: () => new Promise(() => undefined) })
  const listener = createListener(() => respond(new Response(body, { headers: { 'x-a': '1' } })))
  const status = await withServer(listener, async ({ url }) => {
    const answer = await request(url, { headersTimeout: 1000 })
    answer.body.on('error', () => undefined).destroy()
    return answer.headers['x-a']
  })
  expect(status).toBe('1')
})

test('output that a compressing host holds back is flushed while the page waits', async () => {
  let goOn = () => {}
  const hasFirst = new Promise<void>((resolve) => (goOn = resolve))
  async function* slow(): AsyncGenerator<string> {
    yield 'first '
    await hasFirst
    yield 'second'
  }
  const text = await withServer(
    (req, res) => {
      compress(res)
      void sendResult(page(slow()), req, res)
    },
    async ({ url }) => {
      const response = await fetch(url)
      let seen = ''
      for await (const chunk of response.body ?? []) {
        seen += Buffer.from(chunk).toString()
        if (seen === 'first ') goOn()
      }
      return seen
    },
  )
  expect(text).toBe('first second')
})

test('no listener stays on a response, however slow it is', async () => {
  const events = ['drain', 'close', 'error', 'finish']
  const counts: number[][] = []
  const count = (res: ServerResponse) => counts.push(events.map((name) => res.listenerCount(name)))
  async function* html(): AsyncGenerator<string> {
    for (let i = 0; i < 50; i++) yield 'x'.repeat(100_000)
  }
  await withServer(
    async (req, res) => {
      count(res)
      await sendResult(page(html()), req, res)
      count(res)
    },
    async ({ url }) => (await request(url)).body.dump({ limit: 1e9 }),
  )
  expect(counts[1]).toEqual(counts[0])
})

test('the context of the host is there in late chunks', async () => {
  const storage = new AsyncLocalStorage<string>()
  const body = () => {
    let left = 30
    return new ReadableStream({
      pull(controller) {
        if (left-- > 0) controller.enqueue(new Uint8Array(100_000).fill(120))
        else {
          controller.enqueue(storage.getStore() ?? 'lost')
          controller.close()
        }
      },
    })
  }
  async function* html(): AsyncGenerator<string> {
    for (let i = 0; i < 30; i++) yield 'x'.repeat(100_000)
    yield storage.getStore() ?? 'lost'
  }
  for (const make of [() => respond(new Response(body())), () => page(html())]) {
    const text = await withServer(
      (req, res) => storage.run('kept', () => void createListener(make)(req, res)),
      async ({ url }) => {
        const answer = await request(url)
        await pause(50)
        return answer.body.text()
      },
    )
    expect(text.slice(-4)).toBe('kept')
  }
})

/** The essence of what `compression` does to a response. */
function compress(res: ServerResponse): void {
  const gzip = createGzip()
  const write = res.write.bind(res)
  const end = res.end.bind(res)
  res.setHeader('content-encoding', 'gzip')
  gzip.on('data', (chunk: Buffer) => write(chunk)).on('end', () => end())
  res.write = ((chunk: string) => gzip.write(chunk)) as typeof res.write
  res.end = (() => (gzip.end(), res)) as typeof res.end
  Object.assign(res, { flush: () => gzip.flush() })
}

test('a stream that a client reads at full speed lets other requests run', async () => {
  // A clock that advances by 1 ms with each chunk: on a busy machine the real one may jump.
  let now = 0
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => now)
  let isTurn = false
  setImmediate(() => (isTurn = true))
  async function* body(): AsyncGenerator<string> {
    for (; !isTurn && now < 2000; now++) yield 'x'.repeat(1000)
  }
  // If the network accepts everything at once, Node emits `drain` before any other task runs.
  const res = Object.assign(new EventEmitter(), {
    headersSent: false,
    write() {
      process.nextTick(() => res.emit('drain'))
      return false
    },
  })
  const start = { isEager: true, looksAhead: false, length: undefined, writeHead: () => undefined }
  try {
    await pipeBody(body(), res as unknown as ServerResponse, start)
  } finally {
    clock.mockRestore()
  }
  expect([isTurn, now > 10, now < 100]).toEqual([true, true, true])
})
