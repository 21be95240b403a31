import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { STATUS_CODES, validateHeaderValue } from 'node:http'
import type { Outgoing } from '../shared/types.ts'

/** Once the head is written, `_header` is its text. */
type WrittenResponse = ServerResponse & { readonly _header?: string | null }

/**
 * Headers with lists that both the page and the host may add to. For all others, the page's value
 * replaces the host's.
 */
const ADDED = new Set(['link', 'server-timing', 'www-authenticate'])

/**
 * Writes status and headers, over those that the host has set. If that fails before anything was
 * sent, the response is restored to what the host left, ready for an error page.
 *
 * Headers are set one by one and written afterwards: sessions and compression hook into `writeHead`
 * and read what is set at that time.
 *
 * @param length - Bytes of the body; `undefined` if they are unknown or must not be sent.
 * @param isPlain - True for an HTTP/1 response without hooks, whose body is nothing or one string
 *   that is sent as Latin-1. (default: `false`)
 */
export function writeHead(
  res: ServerResponse,
  head: Outgoing,
  length: number | undefined,
  isPlain: boolean = false,
): void {
  // HTTP/2 has no status text; Node prints a warning if one is set.
  const isHttp1 = isPlain || !isHttp2(res)
  // Everything that can fail is checked before `writeHead`: what hooks do in there cannot be
  // undone.
  const text = isHttp1 ? statusTextOf(res, head) : ''
  const before = isPlain && !canFail(res, head) ? undefined : res.getHeaders()
  try {
    setHeaders(res, head, length)
    if (isHttp1) res.writeHead(head.status, text)
    else res.writeHead(head.status)
    // Node joins the head to a string written after it and encodes both in the same way. UTF-8
    // would garble Latin-1 headers. An empty write sends the head by itself.
    if (isHttp1 && !isPlain && !isASCII(res, text)) res.write('', 'latin1')
  } catch (error) {
    if (before !== undefined && !res.headersSent) restoreHeaders(res, before)
    throw error
  }
}

// Without hooks, only headers of the page can fail, and Node refuses `trailer` beside a length.
function canFail(res: ServerResponse, { hasHeaders, cookies }: Outgoing): boolean {
  return hasHeaders || cookies.length > 0 || res.hasHeader('trailer')
}

// The host's status text belongs to the host's status only.
function statusTextOf(res: ServerResponse, { status, statusText }: Outgoing): string {
  const isHostStatus = status !== 200 && res.statusCode === status
  const text = statusText || (isHostStatus && res.statusMessage)
  if (!text) return STATUS_CODES[status] ?? 'unknown'
  validateHeaderValue('status text', text)
  return text
}

function setHeaders(res: ServerResponse, answer: Outgoing, length: number | undefined): void {
  setPageHeaders(res, answer)
  const { type } = answer
  if (type !== undefined && !answer.has('content-type')) res.setHeader('content-type', type)

  // A string, as in Express: loggers treat the number 0 as missing. A host that set
  // `transfer-encoding` gets chunks: a `content-length` beside it would contradict it.
  if (length === undefined || res.hasHeader('transfer-encoding')) res.removeHeader('content-length')
  else res.setHeader('content-length', String(length))
}

/**
 * Sets the headers and cookies of an answer on a response. They replace those of the host, except
 * for lists that both may add to.
 */
export function setPageHeaders(res: ServerResponse, answer: Outgoing): void {
  // A separate function: an answer without headers does not pay for the closure in it.
  if (answer.hasHeaders) addHeaders(res, answer)
  const { cookies } = answer
  if (cookies.length > 0) addHeader(res, 'set-cookie', cookies)
}

function addHeaders(res: ServerResponse, answer: Outgoing): void {
  if (answer.closesConnection && !isHttp2(res)) res.setHeader('connection', 'close')
  answer.eachHeader((name, value) => {
    if (name === 'vary') addVary(res, value)
    else if (ADDED.has(name)) addHeader(res, name, [value])
    else res.setHeader(name, value)
    if (name === 'content-type' && value.startsWith('text/event-stream')) askNoBuffer(res)
  })
}

// nginx buffers responses unless it is told not to; events would arrive in bursts.
function askNoBuffer(res: ServerResponse): void {
  if (!res.hasHeader('x-accel-buffering')) res.setHeader('x-accel-buffering', 'no')
}

// Sets a new array: `appendHeader` would change an array that the host may still hold.
function addHeader(res: ServerResponse, name: string, values: readonly string[]): void {
  const before = res.getHeader(name) ?? []
  res.setHeader(name, [...[before].flat().map(String), ...values])
}

/** Adds to the `Vary` header, each name once. */
export function addVary(res: ServerResponse, value: string): void {
  const names = splitList([res.getHeader('vary') ?? '', value].join())
  const seen = names.map(toLowerCase)
  res.setHeader('vary', names.filter((_, i) => seen.indexOf(seen[i] ?? '') === i).join(', '))
}

function restoreHeaders(res: ServerResponse, before: OutgoingHttpHeaders): void {
  for (const name of res.getHeaderNames()) {
    const value = before[name]
    if (value === undefined) res.removeHeader(name)
    else if (value !== res.getHeader(name)) res.setHeader(name, value)
  }
}

// Covers all headers: the page's, the host's, and those set by hooks into `writeHead`.
function isASCII(res: WrittenResponse, statusText: string): boolean {
  const { _header: written } = res
  if (typeof written === 'string') return ASCII.test(written)
  if (!ASCII.test(statusText)) return false
  return res.getHeaderNames().every((name) => ASCII.test(String(res.getHeader(name))))
}

const ASCII = /^[\0-\x7f]*$/

function isHttp2(res: ServerResponse): boolean {
  return res.req.httpVersionMajor >= 2
}

function splitList(value: string): string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

function toLowerCase(value: string): string {
  return value.toLowerCase()
}
