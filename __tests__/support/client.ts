import { readFileSync } from 'node:fs'
import http, { type IncomingMessage } from 'node:http'
import { type ClientHttp2Stream, connect } from 'node:http2'
import https from 'node:https'
import type { Readable } from 'node:stream'
import { ROOT } from './root.ts'

/** How to connect to a server; the last two are HTTP/2, with and without TLS. */
export type Protocol = 'http' | 'https' | 'h2' | 'h2c'

/** A request. Its path is sent unchanged. */
export interface Question {
  readonly path: string
  /** The server's name for `Host` or `:authority`. (default: its address) */
  readonly host?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** A response. */
export interface Answer {
  readonly status: number | undefined
  /** HTTP/1 only. */
  readonly statusText: string | undefined
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** The chunks of the body as they arrived. */
  readonly chunks: readonly Buffer[]
  /** The whole body as text. */
  readonly body: string
  /** False for a response that was aborted. */
  readonly isWhole: boolean
}

/** Sends requests to one server by one protocol, on one connection unless it breaks. */
export interface Client {
  /** `https://127.0.0.1:1234`. */
  readonly origin: string
  send(question: Question): Promise<Answer>
  close(): void
}

const TLS = { ca: readFileSync(`${ROOT}/__tests__/fixtures/tls/cert.pem`), servername: 'localhost' }

/** Creates the client of a server on this machine. */
export function createClient(protocol: Protocol, port: number): Client {
  const isSecure = protocol === 'https' || protocol === 'h2'
  const origin = `${isSecure ? 'https' : 'http'}://127.0.0.1:${port}`
  return protocol === 'http' || protocol === 'https' ? createHttp1(origin) : createHttp2(origin)
}

function createHttp1(origin: string): Client {
  const { request, Agent } = origin.startsWith('https') ? https : http
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  return { origin, send, close: () => agent.destroy() }

  async function send({ path, host, method, headers, body }: Question): Promise<Answer> {
    const sent = { host: host ?? new URL(origin).host, ...headers, ...lengthOf(body) }
    const options = { ...TLS, path, method: method ?? 'GET', headers: sent, agent }
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request(origin, options, resolve).on('error', reject).end(body)
    })
    const chunks = await readAll(response)
    return {
      status: response.statusCode,
      statusText: response.statusMessage,
      headers: response.headers,
      chunks,
      body: Buffer.concat(chunks).toString(),
      isWhole: response.complete,
    }
  }
}

function createHttp2(origin: string): Client {
  const session = connect(origin, TLS)
  // Each request reports this error too.
  session.on('error', () => undefined)
  return { origin, send, close: () => session.close() }

  async function send({ path, host, method, headers, body }: Question): Promise<Answer> {
    const authority = host ?? new URL(origin).host
    const pseudo = { ':path': path, ':authority': authority, ':method': method ?? 'GET' }
    const endStream = body === undefined
    const stream = session.request({ ...headers, ...lengthOf(body), ...pseudo }, { endStream })
    const answered = new Promise<Answer['headers']>((resolve, reject) => {
      stream.on('response', resolve).on('error', reject)
    })
    if (!endStream) stream.end(body)
    const head = await answered
    const chunks = await readAll(stream)
    return {
      status: Number(head[':status']),
      statusText: undefined,
      headers: head,
      chunks,
      body: Buffer.concat(chunks).toString(),
      isWhole: stream.rstCode === 0,
    }
  }
}

/** Reads a stream to its end, whether it completes or fails. */
function readAll(stream: Readable | ClientHttp2Stream): Promise<Buffer[]> {
  const chunks: Buffer[] = []
  return new Promise((resolve) => {
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('error', () => undefined)
    stream.on('close', () => resolve(chunks))
  })
}

function lengthOf(body: string | undefined): Record<string, string> {
  return body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
}
