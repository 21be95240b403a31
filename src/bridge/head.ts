import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { STATUS_CODES, validateHeaderValue } from 'node:http'
import type { Outgoing } from '../shared/types.ts'

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
export function writeHead(res: ServerResponse, head: Outgoing, length: number | undefined): void {
  // HTTP/2 has no status text, and warns who asks for it.
  const isHttp1 = !isHttp2(res)
  const headers = res.getHeaders()
  try {
    // All that can be wrong is found before `writeHead`: hooks in there cannot be undone.
    const text = isHttp1 ? statusTextOf(res, head) : ''
    validateHeaderValue('status text', text)
    setHeaders(res, head, length)
    if (isHttp1) res.writeHead(head.status, text)
    else res.writeHead(head.status)
    // Node joins the head to a text that follows, and encodes both as UTF-8.
    if (isHttp1 && !isASCII(res, text)) res.write('', 'latin1')
  } catch (error) {
    if (!res.headersSent) restoreHeaders(res, headers)
    throw error
  }
}

// What the host has set goes with the host's status only.
function statusTextOf(res: ServerResponse, { status, statusText }: Outgoing): string {
  if (statusText !== '') return statusText
  const isHostStatus = status !== 200 && res.statusCode === status
  return (isHostStatus && res.statusMessage) || (STATUS_CODES[status] ?? 'unknown')
}

function setHeaders(res: ServerResponse, answer: Outgoing, length: number | undefined): void {
  setPageHeaders(res, answer)
  const { type } = answer
  if (type !== undefined && !answer.has('content-type')) res.setHeader('content-type', type)

  // As text, like Express: loggers take the number 0 for none.
  // A host that asks for chunks gets chunks: both together are two lengths.
  if (length === undefined || res.hasHeader('transfer-encoding')) res.removeHeader('content-length')
  else res.setHeader('content-length', String(length))
}

/**
 * Puts the headers and cookies of an answer onto a response: over those of the host, but to lists both
 * may add.
 *
 * @param res - The response.
 * @param answer - The answer.
 */
export function setPageHeaders(res: ServerResponse, answer: Outgoing): void {
  // Apart: without headers, the closure below is not made.
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

// nginx collects what it passes on, unless it is told not to; events would come in heaps.
function askNoBuffer(res: ServerResponse): void {
  if (!res.hasHeader('x-accel-buffering')) res.setHeader('x-accel-buffering', 'no')
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
function isASCII(res: ServerResponse, statusText: string): boolean {
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
