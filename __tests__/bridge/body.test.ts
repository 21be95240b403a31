import { describe, expect, test } from '@jest/globals'
import express from 'express'
import type { AddressInfo } from 'node:net'
import http2 from 'node:http2'
import type { RequestListener } from 'node:http'
import net from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { RequestSource } from '../../src/shared/request-source.ts'
import { keptRequest } from '../../src/shared/kept-request.ts'
import { createRequestSource } from '../../src/bridge/request.ts'
import { Arrival, parseAnswer, reply, withServer } from '../support/serve.ts'

const OK = 'GET /next HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'

const post = (body: string, headers = `Content-Length: ${body.length}\r\n`) =>
  `POST / HTTP/1.1\r\nHost: a\r\n${headers}\r\n${body}`

const chunked = (...chunks: string[]) =>
  post(
    chunks.map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`).join('') + '0\r\n\r\n',
    'Transfer-Encoding: ChuNked\r\n',
  )

/** Sends a request and another one on the same connection; both answers must be complete. */
async function answers(first: string, listener: RequestListener): Promise<string[]> {
  const answer = await withServer(
    (req, res) => {
      if (req.url === '/next') res.end('"next"')
      else listener(req, res)
    },
    ({ raw }) => raw(first + OK),
  )
  return answer.split(/(?=HTTP\/1\.1 )/)
}

async function readOne(
  first: string,
  read: (source: RequestSource) => unknown,
  bodyLimit?: number,
): Promise<unknown> {
  const [answer = '', next = ''] = await answers(first, reply(read, { bodyLimit }))
  expect(parseAnswer(next)).toEqual({ status: 200, body: 'next' })
  return parseAnswer(answer).body
}

describe('a request body', () => {
  const everyByte = Array.from({ length: 256 }, (_, i) => i)
  const bytes = String.fromCharCode(...everyByte)

  test.each<[string, string, (source: RequestSource) => unknown, unknown]>([
    ['text', post('hello'), (s) => s.request.text(), 'hello'],
    ['JSON', post('{"a":1}'), (s) => s.request.json(), { a: 1 }],
    [
      'bytes',
      post(bytes),
      async (s) => [...new Uint8Array(await s.request.arrayBuffer())],
      everyByte,
    ],
    ['chunks in odd case', chunked('hel', 'lo'), (s) => s.request.text(), 'hello'],
    [
      'a clone',
      post('hello'),
      (s) => Promise.all([s.request.clone().text(), s.request.text()]),
      ['hello', 'hello'],
    ],
    ['none at all', post('', ''), (s) => s.request.body, null],
    ['an announced nothing', post(''), (s) => s.request.body, null],
    ['of GET, which is skipped', post('hello').replace('POST', 'GET'), (s) => s.request.body, null],
    ['of QUERY', post('hello').replace('POST', 'QUERY'), (s) => s.request.text(), 'hello'],
    ['before it is used', post('hello'), (s) => s.request.bodyUsed, false],
  ])('of %s arrives', async (_, request, read, expected) => {
    expect(await readOne(request, read)).toEqual(expected)
  })

  test('of a form arrives with the bytes of its file', async () => {
    // Node 20's parser wants boundaries as long as those of browsers.
    const boundary = 'a-boundary-of-at-least-27-characters'
    const form = `--${boundary}\r\nContent-Disposition: form-data; name="f"; filename="x.bin"\r\n\r\n${bytes}\r\n--${boundary}--\r\n`
    const headers = `Content-Length: ${form.length}\r\nContent-Type: multipart/form-data; boundary=${boundary}\r\n`
    const seen = await readOne(post(form, headers), async (source) => {
      const file = (await source.request.formData()).get('f') as File
      return [file.name, ...new Uint8Array(await file.arrayBuffer())]
    })
    expect(seen).toEqual(['x.bin', ...everyByte])
  })

  test('is the same after middleware has called setEncoding()', async () => {
    const handle = reply(async (source) => [...new Uint8Array(await source.request.arrayBuffer())])
    const [answer = ''] = await answers(post(bytes), (req, res) => {
      req.setEncoding('latin1')
      void handle(req, res)
    })
    expect(parseAnswer(answer).body).toEqual(everyByte)
  })

  test('cannot be read twice', async () => {
    const seen = await readOne(post('hello'), async (source) => {
      await source.request.text()
      const again = await source.request.text().catch((error: Error) => error.name)
      return [again, source.request.bodyUsed]
    })
    expect(seen).toEqual(['TypeError', true])
  })

  test('waits for its reader instead of filling memory', async () => {
    const seen = await withServer(
      reply(async (source) => {
        const reader = source.request.body?.getReader()
        const first = await reader?.read()
        await pause(200)
        let total = first?.value?.byteLength ?? 0
        for (;;) {
          const part = await reader?.read()
          if (part === undefined || part.done) return total
          expect(part.value.byteLength).toBeLessThan(1024 * 1024)
          total += part.value.byteLength
        }
      }),
      ({ raw }) =>
        raw(post('x'.repeat(8_000_000), 'Content-Length: 8000000\r\nConnection: close\r\n')),
    )
    expect(parseAnswer(seen).body).toBe(8_000_000)
  })
})

/** The request of code that passes it on, and of code that keeps it. */
const KINDS: [kind: string, toRequest: (source: RequestSource) => Request][] = [
  ['a Request', (source) => source.request],
  ['a kept request', keptRequest],
]

describe.each(KINDS)('a body limit of %s', (_, toRequest) => {
  const tooLarge = { error: 'SSR_PAGES_BODY_TOO_LARGE' }

  test.each([
    ['exactly the limit', post('12345'), '12345'],
    ['one byte more', post('123456'), tooLarge],
    ['exactly the limit in chunks', chunked('123', '45'), '12345'],
    ['one byte more in chunks', chunked('123', '456'), tooLarge],
    ['far more in one chunk', chunked('x'.repeat(100_000)), tooLarge],
  ])('decides about %s', async (_, request, expected) => {
    expect(await readOne(request, (source) => toRequest(source).text(), 5)).toEqual(expected)
  })

  test.each(['text', 'json', 'arrayBuffer', 'blob', 'formData'] as const)(
    'shows as 413 in %s()',
    async (method) => {
      const headers = `Content-Length: 6\r\nContent-Type: application/x-www-form-urlencoded\r\n`
      const [answer = ''] = await answers(
        post('123456', headers),
        reply((source) => toRequest(source)[method](), { bodyLimit: 5 }),
      )
      expect(parseAnswer(answer).status).toBe(413)
    },
  )

  test('refuses what is announced too large without waiting for it', async () => {
    const handle = reply((source) => toRequest(source).text(), { bodyLimit: 5 })
    const start = post('123', 'Content-Length: 6\r\n')
    const answer = await withServer(handle, ({ raw }) => raw(start, 200))
    expect(parseAnswer(answer).status).toBe(413)
  })

  test('does not apply to a page that ignores the body', async () => {
    expect(await readOne(post('123456'), (source) => toRequest(source).method, 5)).toBe('POST')
  })
})

describe('the connection survives', () => {
  const large = post('x'.repeat(2_000_000))

  test.each<[string, (source: RequestSource) => unknown]>([
    ['a body nobody asks for', () => 'ok'],
    ['a Request made and not read', (source) => source.request.method && 'ok'],
    ['a body half read', async (s) => (await s.request.body?.getReader().read()) && 'ok'],
    ['a cancelled body', async (s) => (await s.request.body?.cancel(), 'ok')],
    [
      'a body cancelled half way',
      async (s) => {
        const reader = s.request.body?.getReader()
        await reader?.read()
        await reader?.cancel()
        return 'ok'
      },
    ],
  ])('%s', async (_, read) => {
    expect(await readOne(large, read)).toBe('ok')
  })

  test.each(KINDS)('refusing a large upload of %s early', async (_, toRequest) => {
    const handle = reply((source) => toRequest(source).text(), { bodyLimit: 10 })
    const body = Array.from({ length: 20 }, () => 'x'.repeat(1_000_000))
    const [answer = '', next = ''] = await answers(chunked(...body), handle)
    expect([parseAnswer(answer).status, parseAnswer(next).body]).toEqual([413, 'next'])
  })

  test('a kept request that is read after its answer', async () => {
    let tell: (seen: unknown) => void
    const seen = new Promise((resolve) => (tell = resolve))
    const [answer = '', next = ''] = await answers(large, (req, res) => {
      const text = keptRequest(createRequestSource(req, res)).text()
      text.then(tell!, (error: Error) => tell([error.name, error.message]))
      res.end('"early"')
    })
    expect([parseAnswer(answer).body, parseAnswer(next).body]).toEqual(['early', 'next'])
    expect(await seen).toEqual(['AbortError', 'The response was sent before the body was read.'])
  })

  test('does not wait for an endless upload', async () => {
    const handle = reply(async (source) => {
      await source.request.body?.getReader().read()
      return 'enough'
    })
    const megabyte = 'x'.repeat(1024 * 1024)
    const sent = await withServer(handle, async ({ port }) => {
      const socket = net.connect(port, '127.0.0.1')
      let megabytes = 0
      socket.on('error', () => undefined)
      socket.write(post(megabyte, 'Content-Length: 999999999999\r\n'))
      while (!socket.destroyed && megabytes < 150) {
        await new Promise((resolve) => socket.write(megabyte, resolve))
        megabytes++
      }
      socket.destroy()
      return megabytes
    })
    expect(sent).toBeGreaterThan(60)
    expect(sent).toBeLessThan(100)
  })

  test.each(KINDS)('many bodies of %s leave no listeners behind', async (_, toRequest) => {
    const listeners = new Set<number>()
    const handle = reply((source) => toRequest(source).text())
    const answer = await withServer(
      (req, res) => {
        if (req.url === '/next') return void res.end('"next"')
        listeners.add(req.socket.listenerCount('close'))
        return void handle(req, res)
      },
      ({ raw }) => raw(post('hello').repeat(60) + OK),
    )
    expect(answer.split('"hello"')).toHaveLength(61)
    expect(listeners.size).toBe(1)
  })
})

const PARTIAL = post('12345', 'Content-Length: 10\r\n')

test('a client that leaves while it uploads makes the stream fail', async () => {
  const error = await leaveDuring(PARTIAL, async ({ request }) => {
    for await (const _ of request.body ?? []) continue
  })
  expect(error).toEqual(['AbortError', true])
})

describe.each(KINDS)('a client of %s that leaves while it uploads', (_, toRequest) => {
  test.each(['text', 'json', 'formData', 'arrayBuffer'] as const)(
    'makes %s() reject with the reason of the signal',
    async (method) => {
      const error = await leaveDuring(PARTIAL, (source) => toRequest(source)[method]())
      expect(error).toEqual(['AbortError', true])
    },
  )

  test('makes text() reject with the reason of a signal that is read later', async () => {
    const error = await leaveDuring(PARTIAL, (source) => {
      const text = toRequest(source).text()
      void toRequest(source).signal
      return text
    })
    expect(error).toEqual(['AbortError', true])
  })

  test('does not lose the body that it sent completely', async () => {
    let tell: (text: string) => void
    const seen = new Promise<string>((resolve) => (tell = resolve))
    const arrival = new Arrival()
    await withServer(
      (req, res) => {
        const request = toRequest(createRequestSource(req, res))
        res.once('close', () => void request.text().then(tell, tell))
        arrival.tell()
      },
      async ({ port }) => {
        const socket = net.connect(port, '127.0.0.1', () => socket.write(post('hello')))
        await arrival.done
        await pause(20)
        socket.destroy()
        expect(await seen).toBe('hello')
      },
    )
  })

  test('fails over HTTP/2 too, where a broken body looks like an ended one', async () => {
    let tell: (error: unknown) => void
    const seen = new Promise((resolve) => (tell = resolve))
    const arrival = new Arrival()
    const server = http2.createServer((req, res) => {
      arrival.tell()
      toRequest(createRequestSource(req as never, res as never))
        .text()
        .then(tell, tell)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const client = http2.connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    client.on('error', () => undefined)
    const stream = client.request({ ':path': '/', ':method': 'POST' })
    stream.on('error', () => undefined)
    stream.write('half')
    await arrival.done
    await pause(20)
    client.destroy()
    expect(await seen).toMatchObject({ name: 'AbortError' })
    server.close()
  })
})

test('a body that is not read stays in the request', async () => {
  const seen = await withServer(
    async (req, res) => {
      const { body } = createRequestSource(req, res).request
      await pause(20)
      const events = ['readable', 'data', 'end'].map((name) => req.listenerCount(name))
      res.end(JSON.stringify([body !== null, req.readableDidRead, ...events]))
    },
    ({ raw }) => raw(post('hello', 'Content-Length: 5\r\nConnection: close\r\n')),
  )
  expect(parseAnswer(seen).body).toEqual([true, false, 0, 0, 0])
})

test('middleware after the pages can read a body that no page has read', async () => {
  const app = express()
  app.use((req, res, next) => {
    void createRequestSource(req, res).request.headers
    next()
  })
  app.use(express.json(), (req, res) => void res.json(req.body))
  const request = post(
    '{"a":1}',
    'Content-Type: application/json\r\nContent-Length: 7\r\nConnection: close\r\n',
  )
  const answer = await withServer(app, ({ raw }) => raw(request))
  expect(parseAnswer(answer).body).toEqual({ a: 1 })
})

async function leaveDuring(
  bytes: string,
  read: (source: RequestSource) => Promise<unknown>,
): Promise<unknown> {
  let tell: (value: unknown) => void
  const seen = new Promise((resolve) => (tell = resolve))
  const arrival = new Arrival()
  return withServer(
    (req, res) => {
      arrival.tell()
      const source = createRequestSource(req, res)
      read(source).then(tell, (error: Error | undefined) =>
        tell([error?.name, error === source.request.signal.reason]),
      )
    },
    async ({ port }) => {
      const socket = net.connect(port, '127.0.0.1', () => socket.write(bytes))
      await arrival.done
      await pause(20)
      socket.destroy()
      return await seen
    },
  )
}
