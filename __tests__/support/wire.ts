import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import express from 'express'
import express4 from 'express4'
import { type RequestListener, type Server, createServer } from 'node:http'
import net, { type AddressInfo } from 'node:net'
import type { Middleware } from '../../src/node/serve.ts'
import { failOnFaults } from './faults.ts'

/** An answer as it came over the wire. */
export interface Answer {
  readonly status: number
  readonly line: string
  /** Headers by lower-case name; lines with the same name are joined. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Status lines of the informational responses before it: `100 Continue`, `103 Early Hints`. */
  readonly interim: readonly string[]
}

/** The bytes of a request, and the expected answer. */
export interface WireCase {
  /** A sentence that a user could complain with. */
  readonly name: string
  /** The request as it is sent, in Latin-1. */
  readonly bytes: string
  /** The expected status, 0 for no answer at all; by host where hosts differ. */
  readonly status: number | Readonly<Record<HostName, number>>
  /** The expected body, or the properties it must have if it is JSON. */
  readonly body?: string | object
  readonly has?: Readonly<Record<string, string | undefined>>
  readonly interim?: readonly string[]
  /** True if Node itself closes the connection, so that the next request needs a new one. */
  readonly isLast?: boolean
}

type HostName = 'http' | 'express'

export const OK = 'GET /next HTTP/1.1\r\nHost: next.test\r\nConnection: close\r\n\r\n'

const NO_ANSWER: Answer = { status: 0, line: '', headers: {}, body: '', interim: [] }

/** Joins the lines of a request, and a body, as HTTP requires. */
export function lines(...all: string[]): string {
  const [start = '', ...headers] = all
  return [start, ...headers, '', ''].join('\r\n')
}

/** The hosts in which every case is run. */
export const HOSTS: readonly [
  name: string,
  kind: HostName,
  wrap: (pages: Middleware) => RequestListener,
][] = [
  ['plain http', 'http', (pages) => pages as RequestListener],
  ['Express 5', 'express', (pages) => inExpress(express, pages)],
  ['Express 4', 'express', (pages) => inExpress(express4 as unknown as typeof express, pages)],
]

/**
 * Runs cases in every host. Each case sends its bytes and another request on the same connection,
 * which the page `next` must answer with `next`, byte for byte.
 */
export function runOnWire(pages: Middleware, cases: readonly WireCase[]): void {
  describe.each(HOSTS)('in %s', (_, kind, wrap) => {
    failOnFaults()
    let server: Server
    beforeAll(async () => {
      server = await listen(wrap(pages))
    })
    afterAll(() => close(server))

    test.each([...cases])('$name', async (given) => {
      const { port } = server.address() as AddressInfo
      const answers = await exchange(port, given.bytes + OK)
      if (given.isLast === true) answers.push(...(await exchange(port, OK)))
      if (given.status === 0) answers.unshift(NO_ANSWER)
      const [first, next, ...more] = answers
      expectAnswer(first, given, kind)
      expect([next?.status, next?.body, more]).toEqual([200, 'next', []])
    })
  })
}

/** Sends bytes; returns all answers received until the server closed the connection. */
export async function exchange(
  port: number,
  bytes: string,
  milliseconds = 5000,
): Promise<Answer[]> {
  const received = await new Promise<string>((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'))
    const timer = setTimeout(() => socket.destroy(), milliseconds)
    let text = ''
    socket.on('data', (data) => (text += data.toString('latin1')))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(text)
    })
  })
  return parseAnswers(received, bytes.startsWith('HEAD '))
}

/** Splits answers by their framing alone, as a client does. */
export function parseAnswers(text: string, isHead = false): Answer[] {
  const answers: Answer[] = []
  let interim: string[] = []
  for (let rest = text; rest !== '';) {
    const end = rest.indexOf('\r\n\r\n')
    const [line = '', ...fields] = rest.slice(0, end).split('\r\n')
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(line)?.[1])
    if (Number.isNaN(status)) throw new Error(`no answer begins like this: ${rest.slice(0, 200)}`)
    rest = rest.slice(end + 4)
    if (status < 200) {
      interim.push(line.slice('HTTP/1.1 '.length))
      continue
    }
    const headers = toHeaders(fields)
    const isBare = (isHead && answers.length === 0) || status === 204 || status === 304
    const [body, after] = isBare ? ['', rest] : takeBody(rest, headers)
    answers.push({ status, line, headers, body, interim })
    interim = []
    rest = after
  }
  return answers
}

export async function listen(listener: RequestListener): Promise<Server> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

export async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

function inExpress(framework: typeof express, pages: Middleware): RequestListener {
  const app = framework()
  app.use(pages)
  app.use((_req, res) => void res.status(404).end('host'))
  app.use(((error, _req, res, _next) => {
    res.status(error.status ?? 500).end(error.code ?? String(error))
  }) as express.ErrorRequestHandler)
  return app
}

function expectAnswer(answer: Answer | undefined, given: WireCase, kind: HostName): void {
  const { status, body, has = {}, interim = [] } = given
  expect(answer?.status).toBe(typeof status === 'number' ? status : status[kind])
  expect(answer?.interim).toEqual(interim)
  if (typeof body === 'string') expect(answer?.body).toBe(body)
  else if (body !== undefined) expect(JSON.parse(answer?.body ?? '')).toMatchObject(body)
  for (const [name, value] of Object.entries(has)) {
    expect([name, answer?.headers[name]]).toEqual([name, value])
  }
}

function toHeaders(fields: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const field of fields) {
    const [, name = '', value = ''] = /^([^:]+): ?(.*)$/.exec(field) ?? []
    const key = name.toLowerCase()
    headers[key] = headers[key] === undefined ? value : `${headers[key]}, ${value}`
  }
  return headers
}

// A body that ends early is returned with a mark, so that it differs from every complete body.
function takeBody(text: string, headers: Record<string, string>): [body: string, rest: string] {
  const length = headers['content-length']
  if (headers['transfer-encoding'] === 'chunked') return takeChunks(text)
  if (length === undefined) return [text, '']
  const size = Number(length)
  return [text.length < size ? `${text}[cut]` : text.slice(0, size), text.slice(size)]
}

function takeChunks(text: string): [body: string, rest: string] {
  let body = ''
  let rest = text
  for (;;) {
    const size = Number.parseInt(/^([\da-f]+)\r\n/i.exec(rest)?.[1] ?? '', 16)
    if (Number.isNaN(size)) return [`${body}[cut]`, '']
    const start = rest.indexOf('\r\n') + 2
    body += rest.slice(start, start + size)
    rest = rest.slice(start + size + 2)
    if (size === 0) return [body, rest]
  }
}
