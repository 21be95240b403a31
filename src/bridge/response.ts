import type { IncomingMessage, ServerResponse } from 'node:http'
import { isAscii } from 'node:buffer'
import zlib from 'node:zlib'
import { SsrPagesError } from '../errors.ts'
import { isResponseSent } from '../response-sent.ts'
import type { HtmlResult, PageResult, ResponseResult } from '../types.ts'
import { isClosed } from './abort.ts'
import type { ResponseHead } from './head.ts'
import { writeHead } from './head.ts'
import { type ChunkedBody, cancelBody } from './chunks.ts'
import { pipeBody } from './stream.ts'
import { endText } from './text.ts'

// Since Node 22.15 and 23.8.
const CAN_ZSTD = 'createZstdDecompress' in zlib

/** Bytes that are worth being looked through. */
const SHORT = 16 * 1024

/** A page's HTML or a user's Response, in the one form that is sent. */
interface Answer extends ResponseHead {
  readonly body: string | ChunkedBody | null
  /** The length the Response claims for its body. */
  readonly declared: number | undefined
  /** What it is made of, unless it is a page: status and headers are final before the first chunk. */
  readonly response: Response | undefined
}

/**
 * Sends what a page made. Synchronous unless the body is a stream. A response that the client left is
 * ended too: what hosts do at the end of a response, such as saving a session, is due all the same.
 *
 * @param result - HTML with status and headers, or the user's own Response.
 * @param req - The request.
 * @param res - Its response; what the host has set on it stays unless the page set the same.
 * @returns Nothing, or a promise that settles when all is written or the client has left. Throws or
 *   rejects without ending or destroying the response; `res.headersSent` tells if it was half way.
 */
export function sendResult(
  result: PageResult,
  req: IncomingMessage,
  res: ServerResponse,
): void | Promise<void> {
  if ('response' in result && isResponseSent(result.response)) return
  if (res.headersSent || isClosed(res)) {
    dropBody('response' in result ? result.response.body : result.html)
    if (isClosed(res)) res.end()
    return
  }
  const answer = 'response' in result ? fromResponse(result) : fromHtml(result)
  if (req.method === 'HEAD' || hasNoBody(answer.status)) return sendWithoutBody(answer, res)

  const { body } = answer
  if (body !== null && typeof body !== 'string') return sendStream(answer, body, res)
  writeHead(res, answer, Buffer.byteLength(body ?? ''))
  endText(res, body ?? '')
}

function fromHtml({ html, status, statusText, headers, cookies }: HtmlResult): Answer {
  assertStatus(status, html)
  const type = hasNoBody(status) ? undefined : 'text/html; charset=utf-8'
  // By name: five copies of objects took Node 20 11 us of a small page's 16.
  return {
    status,
    statusText,
    headers,
    cookies,
    type,
    body: html,
    declared: undefined,
    response: undefined,
  }
}

function fromResponse({ response, cookies }: ResponseResult): Answer {
  const { status, statusText, body } = response
  assertStatus(status, body)
  if (response.bodyUsed || body?.locked === true) {
    throw new SsrPagesError('RESPONSE_USED', 'The body of the Response was read or sent before.')
  }
  const headers = isDecoded(response) ? withoutEncoding(response.headers) : response.headers
  const declared = parseLength(headers.get('content-length'))
  return { status, statusText, headers, cookies, type: undefined, body, declared, response }
}

function sendWithoutBody(answer: Answer, res: ServerResponse): void {
  dropBody(answer.body)
  writeHead(res, answer, unsentLength(answer))
  res.end()
}

async function sendStream(answer: Answer, body: ChunkedBody, res: ServerResponse): Promise<void> {
  const { declared, response } = answer
  const last = await pipeBody(body, res, {
    isEager: response !== undefined,
    // What fetch() gave comes as the network has it, and a body with a length has no trailers.
    looksAhead: response?.url === '' && !hasTrailer(response, res),
    length: declared,
    writeHead: (length) => writeHead(res, answer, declared ?? length),
  })
  await end(res, last)
}

function hasTrailer({ headers }: Response, res: ServerResponse): boolean {
  return res.hasHeader('trailer') || headers.get('trailer') !== null
}

// Until all of it has left: who waits for the middleware may close the server then.
function end(res: ServerResponse, last?: string | Uint8Array): Promise<void> | undefined {
  const left = isClosed(res)
    ? undefined
    : new Promise<void>((resolve) => res.once('close', resolve))
  res.end(typeof last === 'object' ? toText(last) : last)
  return left
}

// Node joins the head to a text and writes both at once: 5 % more short answers a second.
function toText(bytes: Uint8Array): string | Uint8Array {
  if (bytes.length > SHORT || !isAscii(bytes)) return bytes
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
}

// What HEAD is told of GET's body; of the statuses without body, 204 must not tell one.
function unsentLength({ status, body, declared }: Answer): number | undefined {
  if (status === 204) return undefined
  if (status === 205) return 0
  if (status === 304) return declared
  if (body === null) return declared ?? 0
  return typeof body === 'string' ? Buffer.byteLength(body) : declared
}

function assertStatus(status: number, body: string | ChunkedBody | null): void {
  if (Number.isInteger(status) && status >= 200 && status <= 599) return
  dropBody(body)
  throw new SsrPagesError('RESPONSE_INVALID', `A response cannot have the status ${status}.`, {
    status,
  })
}

function hasNoBody(status: number): boolean {
  return status === 204 || status === 205 || status === 304
}

function dropBody(body: string | ChunkedBody | null): void {
  if (body !== null && typeof body !== 'string') cancelBody(body)
}

// Of what fetch() gave, it has decoded the body unless it did not know the encoding: encoding and
// length are those of other bytes.
function isDecoded({ url, headers }: Response): boolean {
  const encoding = headers.get('content-encoding')
  return Boolean(url) && encoding !== null && encoding.split(',').every(isKnownEncoding)
}

function isKnownEncoding(encoding: string): boolean {
  const name = encoding.trim().toLowerCase()
  return /^(?:x-gzip|gzip|deflate|br)$/.test(name) || (name === 'zstd' && CAN_ZSTD)
}

function withoutEncoding(headers: Headers): Headers {
  const copy = new Headers(headers)
  copy.delete('content-encoding')
  copy.delete('content-length')
  return copy
}

function parseLength(value: string | null): number | undefined {
  return value !== null && /^\d+$/.test(value) ? Number(value) : undefined
}
