import { once } from 'node:events'
import { type IncomingMessage, get } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import compression from 'compression'
import type { ErrorRequestHandler } from 'express'
import { request } from 'undici'
import { withServer } from '../support/serve.ts'
import { createGate } from './gate.ts'
import { FRAMEWORKS, built, errors, pages } from './hosts.ts'
import { setLocals } from './locals.ts'
import { readBody } from './read-body.ts'
import { watchProcess } from './watch-process.ts'

watchProcess()

/** The number of chunks of 64 KiB that exceed what sockets buffer. */
const MANY = 320

const ENCODINGS = ['gzip', 'br', 'deflate']
const WORDS = 'text '.repeat(1000)
const WHOLE = `<!DOCTYPE html><h1>whole</h1><p>${WORDS}</p>`

const PIECES: readonly [what: string, path: string, first: string, all: string][] = [
  ['page', '/streamed', '<h1>first</h1>', '<!DOCTYPE html><h1>first</h1><p>last</p>'],
  ['API answer', '/api/events', 'data: first', 'data: first\n\ndata: last\n\n'],
]

describe.each(FRAMEWORKS)('with compression in %s', (_framework, framework) => {
  function createApp(locals: object = {}) {
    return framework().use(compression(), setLocals(locals), pages, built)
  }

  async function ask(url: string, headers: Record<string, string> = {}) {
    return request(url, { headers: { 'accept-encoding': 'gzip', ...headers } })
  }

  test.each(ENCODINGS)('a whole page arrives as %s, with the Vary headers of all', async (name) => {
    await withServer(createApp(), async ({ url }) => {
      const { headers, body } = await ask(`${url}/whole`, { 'accept-encoding': name })
      expect(headers).toMatchObject({
        'content-encoding': name,
        vary: 'Accept-Language, Accept-Encoding',
      })
      expect(headers['content-length']).toBeUndefined()
      expect(await readBody(body, name).rest()).toBe(WHOLE)
    })
  })

  test.each([
    ['below the threshold', '/whole?words=1', 'gzip'],
    ['for a client that takes no gzip', '/whole', 'identity'],
  ])('a page %s stays as it is, with its length', async (_when, path, encoding) => {
    await withServer(createApp(), async ({ url }) => {
      const { headers, body } = await ask(url + path, { 'accept-encoding': encoding })
      const text = await body.text()
      expect(text).toMatch(/^<!DOCTYPE html><h1>whole<\/h1><p>text .*<\/p>$/)
      expect(headers['content-encoding']).toBeUndefined()
      expect(headers['content-length']).toBe(String(text.length))
    })
  })

  test('a page of a megabyte arrives whole', async () => {
    await withServer(createApp(), async ({ url }) => {
      const { headers, body } = await ask(`${url}/whole?words=250000`)
      const text = await readBody(body, headers['content-encoding']).rest()
      expect(text.length).toBe(WHOLE.length + 5 * 249_000)
    })
  })

  describe.each(PIECES)('of a streamed %s', (_what, path, first, all) => {
    test.each(ENCODINGS)(
      'the first part arrives as %s before the last is rendered',
      async (name) => {
        const rest = createGate()
        await withServer(createApp({ rest: rest.promise }), async ({ url }) => {
          const { headers, body } = await ask(url + path, { 'accept-encoding': name })
          expect(headers['content-encoding']).toBe(name)
          const reader = readBody(body, name)
          await reader.until(first)
          rest.open()
          expect(await reader.rest()).toBe(all)
        })
      },
    )

    test('the response has no end if the last part fails', async () => {
      const rest = createGate()
      await withServer(createApp({ rest: rest.promise }), async ({ url }) => {
        errors.length = 0
        const { body } = await ask(url + path)
        const reader = readBody(body, 'gzip')
        await reader.until(first)
        rest.break(new Error('half way'))
        await expect(reader.rest()).rejects.toThrow()
        expect(errors).toMatchObject([{ message: 'half way' }])
      })
    })
  })

  test('HEAD is answered like a GET without gzip, without a body', async () => {
    await withServer(createApp(), async ({ url, raw }) => {
      for (const [path, length] of [
        ['/whole', String(WHOLE.length)],
        ['/_assets/page.css', '3800'],
      ]) {
        const { statusCode, headers } = await request(url + path, {
          method: 'HEAD',
          headers: { 'accept-encoding': 'gzip' },
        })
        expect([statusCode, headers['content-length']]).toEqual([200, length])
      }
      const head = 'Host: a\r\nAccept-Encoding: gzip\r\n'
      const answer = await raw(
        `HEAD /whole HTTP/1.1\r\n${head}\r\nHEAD /own HTTP/1.1\r\n${head}Connection: close\r\n\r\n`,
      )
      expect(answer.match(/\r\n\r\n(?:HTTP|$)/g)).toHaveLength(2)
    })
  })

  test('a file of the build is compressed, and not sent again if it is unchanged', async () => {
    await withServer(createApp(), async ({ url }) => {
      const first = await ask(`${url}/_assets/page.css`)
      expect(first.headers['content-encoding']).toBe('gzip')
      expect(await readBody(first.body, 'gzip').rest()).toBe('h1 { color: teal }\n'.repeat(200))
      const etag = String(first.headers['etag'])
      const again = await ask(`${url}/_assets/page.css`, { 'if-none-match': etag })
      expect([again.statusCode, await again.body.text()]).toEqual([304, ''])
      expect(again.headers['content-encoding']).toBeUndefined()
    })
  })

  test('a Response that is compressed already is not compressed again', async () => {
    await withServer(createApp(), async ({ url }) => {
      const { headers, body } = await ask(`${url}/api/encoded`)
      expect(headers['content-encoding']).toBe('gzip')
      expect(await readBody(body, 'gzip').rest()).toBe(WORDS)
    })
  })

  test('a Response with a content-length is compressed, without that length', async () => {
    await withServer(createApp(), async ({ url }) => {
      const { headers, body } = await ask(`${url}/api/sized`)
      expect(headers['content-length']).toBeUndefined()
      expect(await readBody(body, 'gzip').rest()).toBe(WORDS)
    })
  })

  test('a slow client gets everything, and a page is rendered no faster than it reads', async () => {
    let made = 0
    await withServer(createApp({ made: () => made++ }), async ({ url }) => {
      const sent = get(`${url}/api/noise?chunks=${MANY}`, {
        headers: { 'accept-encoding': 'gzip' },
      })
      const [response] = (await once(sent, 'response')) as [IncomingMessage]
      for (let before = -1; before !== made;) {
        before = made
        await wait(200)
      }
      expect(made).toBeLessThan(MANY)
      const text = await readBody(response, 'gzip').rest()
      expect([made, text.length]).toEqual([MANY, MANY * 64 * 1024])
    })
  })

  test('a client that leaves during a slow answer stops its source', async () => {
    const left = createGate()
    await withServer(createApp({ left: left.open }), async ({ port }) => {
      const socket = connect(port, '127.0.0.1')
      socket.write(
        'GET /api/noise?chunks=9999 HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n',
      )
      await wait(200)
      socket.destroy()
      await left.promise
    })
  })

  test.each([
    ['that throws', '/fails', 500],
    ['whose status text cannot be sent', '/reason', 500],
  ])('the error page of a page %s can be read', async (_what, path, status) => {
    const app = createApp()
    const show = ((error: Error, _req, res, _next) => {
      res.status(500).send(`${error.message} ${WORDS}`)
    }) as ErrorRequestHandler
    await withServer(app.use(show), async ({ url }) => {
      const { statusCode, headers, body } = await ask(url + path)
      const text = await readBody(body, headers['content-encoding']).rest()
      expect([statusCode, text]).toEqual([status, expect.stringContaining(WORDS)])
    })
  })
})
