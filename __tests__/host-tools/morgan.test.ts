import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import type { ErrorRequestHandler, RequestHandler } from 'express'
import morgan from 'morgan'
import { request } from 'undici'
import { withServer } from '../support/serve.ts'
import { createGate } from './gate.ts'
import { FRAMEWORKS, built, pages } from './hosts.ts'
import { setLocals } from './locals.ts'
import { watchProcess } from './watch-process.ts'

watchProcess()

const FORMAT = ':method :url :status :res[content-length] :response-time[0] :total-time[0]'

/** The delay of the last part of a page. */
const SLOW_MS = 60

interface Entry {
  /** Method, URL, status and length. */
  readonly what: string
  /** Milliseconds until the headers were sent; `NaN` if they were not. */
  readonly responseMs: number
  readonly totalMs: number
}

/** Creates a logger with a list of its entries. */
function createLog(): { logger: RequestHandler; next(): Promise<Entry>; entries: Entry[] } {
  const entries: Entry[] = []
  let wake = (): void => undefined
  const logger = morgan(FORMAT, {
    stream: {
      write(line) {
        const [, what = '', responseMs, totalMs] = /^(.+) (\S+) (\S+)$/.exec(line.trim()) ?? []
        entries.push({ what, responseMs: Number(responseMs), totalMs: Number(totalMs) })
        wake()
      },
    },
  })
  async function next(): Promise<Entry> {
    if (entries.length === 0) await new Promise<void>((resolve) => (wake = resolve))
    const [entry] = entries
    if (entry === undefined) throw new Error('nothing was logged')
    return entry
  }
  return { logger, next, entries }
}

const ANSWERS: readonly [
  method: 'GET' | 'HEAD' | 'POST',
  path: string,
  status: number,
  length: string,
][] = [
  ['GET', '/whole', 200, '5036'],
  ['HEAD', '/whole', 200, '5036'],
  ['GET', '/streamed', 200, '-'],
  ['GET', '/moved', 302, '0'],
  ['GET', '/own', 200, '3'],
  ['GET', '/api/sized', 200, '5000'],
  ['POST', '/api/visit', 405, '0'],
  ['GET', '/unchanged', 304, '-'],
  ['GET', '/robots.txt', 200, '14'],
  ['GET', '/404', 404, '31'],
  ['GET', '/fails', 500, '9'],
]

describe.each(FRAMEWORKS)('morgan in %s', (_framework, framework) => {
  test.each(ANSWERS)(
    'logs %s %s with its status and length',
    async (method, path, status, length) => {
      const log = createLog()
      const rest = createGate()
      const app = framework()
        .use(log.logger, setLocals({ rest: rest.promise }), pages, built)
        .use(
          ((_error, _req, res, _next) =>
            void res.status(500).send('explained')) as ErrorRequestHandler,
        )
      await withServer(app, async ({ url }) => {
        const { body } = await request(url + path, { method })
        rest.open()
        await body.dump()
        const { what, responseMs, totalMs } = await log.next()
        expect(what).toBe(`${method} ${path} ${status} ${length}`)
        expect(totalMs).toBeGreaterThanOrEqual(responseMs)
      })
    },
  )

  test('of a streamed page logs the time to its headers and the time to its end', async () => {
    const log = createLog()
    const rest = createGate()
    const locals = setLocals({ rest: rest.promise })
    await withServer(framework().use(log.logger, locals, pages), async ({ url }) => {
      const { body } = await request(`${url}/streamed`)
      await wait(SLOW_MS)
      rest.open()
      await body.dump()
      const { responseMs, totalMs } = await log.next()
      expect(totalMs - responseMs).toBeGreaterThanOrEqual(SLOW_MS - 10)
    })
  })

  test.each([
    ['before a page was ready', '/late', 'GET /late - -'],
    ['while a page was on its way', '/streamed', 'GET /streamed 200 -'],
  ])('logs once, as it was, that the client left %s', async (_when, path, expected) => {
    const log = createLog()
    const [rest, begun] = [createGate(), createGate()]
    const locals = setLocals({ rest: rest.promise, begin: begun.open })
    await withServer(framework().use(log.logger, locals, pages), async ({ port }) => {
      const socket = connect(port, '127.0.0.1')
      socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`)
      await (path === '/late' ? begun.promise : once(socket, 'data'))
      socket.destroy()
      expect((await log.next()).what).toBe(expected)
      rest.open()
      await wait(20)
      expect(log.entries).toHaveLength(1)
    })
  })
})
