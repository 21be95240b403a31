import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { STATUS_CODES, validateHeaderValue } from 'node:http'

/** Status line and headers of an answer. */
export interface ResponseHead {
  readonly status: number
  readonly statusText: string
  /** The page's own headers; a `content-length` among them is not used. */
  readonly headers: Headers | undefined
  /** `Set-Cookie` values that come after all others. */
  readonly cookies: readonly string[]
  /** Used when the page set no `content-type`. */
  readonly type: string | undefined
}

/** `Headers` of other packages: `node-fetch` 2 has `raw` in place of `getSetCookie`. */
type ForeignHeaders = Partial<Pick<Headers, 'getSetCookie'>> & {
  raw?(): Record<string, string[] | undefined>
}

/** Headers of one connection, which is not the page's (RFC 9110 7.6.1). */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Lists to which page and host may both have something to add; of the others the page's wins. */
const ADDED = new Set(['link', 'server-timing', 'www-authenticate'])

/**
 * Writes status and headers over what the host has set. When that fails before anything was sent,
 * the response is as the host left it, ready for an error page.
 *
 * Headers are set one by one and only then written: sessions and compression hook into `writeHead`
 * and look at what is set by then.
 *
 * @param res - The response.
 * @param head - Status and headers.
 * @param length - Bytes of the body; `undefined` when they are not known or not to be told.
 */
export function writeHead(
  res: ServerResponse,
  head: ResponseHead,
  length: number | undefined,
): void {
  // HTTP/2 has no status text, and warns who asks for it.
  const isHttp1 = !isHttp2(res)
  const headers = res.getHeaders()
  try {
    // All that can be wrong is found before `writeHead`: hooks in there cannot be undone.
    if (isHttp1) validateHeaderValue('status text', head.statusText || '')
    setHeaders(res, head, length)
    // Without a text of its own HTTP/1 would send what the host set for another status.
    if (isHttp1) res.writeHead(head.status, head.statusText || STATUS_CODES[head.status])
    else res.writeHead(head.status)
    // Node joins the head to a text that follows, and encodes both as UTF-8.
    if (isHttp1 && !isASCII(res, head)) res.write('', 'latin1')
  } catch (error) {
    if (!res.headersSent) restoreHeaders(res, headers)
    throw error
  }
}

function setHeaders(
  res: ServerResponse,
  { headers, cookies, type }: ResponseHead,
  length: number | undefined,
): void {
  if (headers !== undefined) setPageHeaders(res, headers)
  if (cookies.length > 0) addHeader(res, 'set-cookie', cookies)
  if (type !== undefined && !headers?.has('content-type')) res.setHeader('content-type', type)

  // As text, like Express: loggers take the number 0 for none.
  // A host that asks for chunks gets chunks: both together are two lengths.
  if (length === undefined || res.hasHeader('transfer-encoding')) res.removeHeader('content-length')
  else res.setHeader('content-length', String(length))
}

/**
 * Puts the headers of a page onto a response: over those of the host, but to lists both may add.
 *
 * @param res - The response.
 * @param headers - The page's.
 */
export function setPageHeaders(res: ServerResponse, headers: Headers): void {
  const connection = headers.get('connection')
  const ofConnection = connection === null ? [] : splitList(connection).map(toLowerCase)
  if (ofConnection.includes('close') && !isHttp2(res)) res.setHeader('connection', 'close')

  headers.forEach((value, field) => {
    const name = field.toLowerCase()
    if (HOP_BY_HOP.has(name) || ofConnection.includes(name)) return
    if (name === 'content-length' || name === 'set-cookie') return
    if (name === 'vary') addVary(res, value)
    else if (ADDED.has(name)) addHeader(res, name, [value])
    else res.setHeader(name, value)
    if (name === 'content-type' && value.startsWith('text/event-stream')) askNoBuffer(res)
  })

  const cookies = readSetCookies(headers)
  if (cookies.length > 0) addHeader(res, 'set-cookie', cookies)
}

// nginx collects what it passes on, unless it is told not to; events would come in heaps.
function askNoBuffer(res: ServerResponse): void {
  if (!res.hasHeader('x-accel-buffering')) res.setHeader('x-accel-buffering', 'no')
}

function readSetCookies(headers: Headers): readonly string[] {
  const foreign: ForeignHeaders = headers
  return foreign.getSetCookie?.() ?? foreign.raw?.()['set-cookie'] ?? []
}

// In a list of its own: `appendHeader` would write into the array the host may hold.
function addHeader(res: ServerResponse, name: string, values: readonly string[]): void {
  const before = res.getHeader(name) ?? []
  res.setHeader(name, [...[before].flat().map(String), ...values])
}

function addVary(res: ServerResponse, value: string): void {
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

// Of all headers: those of the page, of the host, and of what hooks into `writeHead`.
function isASCII(res: ServerResponse, { statusText }: ResponseHead): boolean {
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
