import { isResponseSent } from '../shared/response-sent.ts'
import type { ChunkedBody, Outgoing, Output, PageResult } from '../shared/types.ts'
import { copyResponse } from './decoded.ts'
import { dropBody } from './drop-body.ts'
import { toOutgoing } from './outgoing.ts'
import { markWithoutStatus } from './page-status.ts'

/**
 * Makes a `Response` of what a page or API route answered, for page middleware and rewrites. Its
 * headers can be changed.
 *
 * @param output - The answer; a `Response` of the user's is given back as it is where that can be.
 * @returns The response, without cookies.
 */
export function toResponse(output: Output): Response {
  if ('response' in output) return toMutable(output.response)
  const answer = toOutgoing({ ...output, cookies: [] }, 'GET')
  const response = build(answer)
  if (output.status === undefined) markWithoutStatus(response)
  return response
}

/**
 * Makes the `Response` that a Fetch host sends.
 *
 * @param result - What the core made.
 * @param method - Of the request.
 * @returns A new response; `responseSent` as it is.
 * @throws {SsrPagesError} RESPONSE_INVALID, RESPONSE_USED
 */
export function toFinalResponse(result: PageResult, method: string): Response {
  if ('response' in result && isResponseSent(result.response)) return result.response
  return build(toOutgoing(result, method))
}

/**
 * Ends what was still to be read of an answer that nobody will be sent.
 *
 * @param output - The answer.
 */
export function dropOutput(output: Output): void {
  dropBody('html' in output ? output.html : output.response.body)
}

/**
 * Lists the headers of an answer with its type and its cookies, for hosts that speak Fetch.
 *
 * @param answer - The answer.
 * @returns New headers.
 */
export function toHeaders(answer: Outgoing): Headers {
  const headers = new Headers()
  answer.eachHeader((name, value) => headers.append(name, value))
  if (answer.type !== undefined && !headers.has('content-type')) {
    headers.set('content-type', answer.type)
  }
  for (const cookie of answer.cookies) headers.append('set-cookie', cookie)
  return headers
}

function build(answer: Outgoing): Response {
  const { status, statusText, body, isHead, length } = answer
  const headers = toHeaders(answer)
  // Where there is no body, 0 goes without saying.
  if (length !== undefined && (body !== null || length > 0)) {
    headers.set('content-length', String(length))
  }
  const init = { status, statusText, headers }
  if (isHead || body === null) return new Response(null, init)
  return new Response(typeof body === 'string' ? body : toByteStream(body), init)
}

// Middleware may change the headers of what it gets; those of fetch() and Response.redirect() do not
// allow it.
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
 * Makes a stream of a body. Nothing is taken of the body before somebody reads.
 *
 * @param body - The body: of a page, text in pieces; of a Response, bytes.
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
