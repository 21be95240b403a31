import { isResponseSent } from '../shared/response-sent.ts'
import type { ChunkedBody, Outgoing, OutgoingBody, Output, PageResult } from '../shared/types.ts'
import { createUntyped, isWhole } from '../shared/kept-response.ts'
import { copyResponse } from './decoded.ts'
import { dropBody } from './drop-body.ts'
import { toOutgoing } from './outgoing.ts'
import { markWithoutStatus } from './page-status.ts'

/**
 * Converts the answer of a page or API route to a `Response` with mutable headers, for page
 * middleware and rewrites.
 *
 * @param output - The answer; the user's own `Response` is returned as it is if possible.
 * @param hostStatus - The status that the host has set, for a page that sets none. (default: `200`)
 * @returns The response, without cookies.
 */
export function toResponse(output: Output, hostStatus?: number): Response {
  if ('response' in output) return toMutable(output.response)
  const answer = toOutgoing({ ...output, cookies: [] }, 'GET', hostStatus)
  const response = build(answer)
  if (output.status === undefined) markWithoutStatus(response)
  return response
}

/**
 * Converts a result of the core to the `Response` that a Fetch host sends.
 *
 * @param result - The core's result.
 * @param method - The request's method.
 * @returns A new response; `responseSent` as it is.
 * @throws {SsrPagesError} RESPONSE_INVALID, RESPONSE_USED
 */
export function toFinalResponse(result: PageResult, method: string): Response {
  if ('response' in result && isResponseSent(result.response)) return result.response
  return build(toOutgoing(result, method))
}

/** Cancels the body of an answer that will not be sent. */
export function dropOutput(output: Output): void {
  dropBody('html' in output ? output.html : output.response.body)
}

/** Lists the headers of an answer, including its type and cookies, for hosts that use Fetch. */
export function toHeaders(answer: Outgoing): Headers {
  const headers = new Headers()
  addHeaders(answer, headers)
  return headers
}

function addHeaders(answer: Outgoing, headers: Headers): void {
  answer.eachHeader((name, value) => headers.append(name, value))
  const { type } = answer
  if (type !== undefined && !answer.has('content-type')) headers.append('content-type', type)
  for (const cookie of answer.cookies) headers.append('set-cookie', cookie)
}

function build(answer: Outgoing): Response {
  const { status, statusText, body, isHead, length } = answer
  const response = withBody(isHead ? null : body, { status, statusText })
  // Added afterwards: the platform copies the headers that it is given, which takes 1 us.
  const { headers } = response
  addHeaders(answer, headers)
  // If there is no body, a length of 0 is implied.
  if (length !== undefined && (body !== null || length > 0)) {
    headers.append('content-length', String(length))
  }
  return response
}

function withBody(body: OutgoingBody | null, init: ResponseInit): Response {
  if (body === null) return new Response(null, init)
  return isWhole(body) ? createUntyped(body, init) : new Response(toByteStream(body), init)
}

// Middleware may change the headers of the response it receives; those of `fetch()` and
// `Response.redirect()` are immutable.
function toMutable(response: Response): Response {
  return isResponseSent(response) || isMutable(response) ? response : copyResponse(response)
}

function isMutable({ headers }: Response): boolean {
  try {
    headers.delete('x-ssr-pages')
    return true
  } catch {
    return false
  }
}

/**
 * Converts a body to a stream, which does not read the body before it is read itself.
 *
 * @param body - Text in chunks from a page, or bytes from a Response.
 * @returns A stream of bytes.
 */
export function toByteStream(body: ChunkedBody): ReadableStream {
  if (body instanceof ReadableStream) return body
  const iterator = body[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  return new ReadableStream(
    {
      async pull(controller) {
        const { value, done } = await iterator.next()
        if (done === true) controller.close()
        else controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value)
      },
      async cancel() {
        await iterator.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}
