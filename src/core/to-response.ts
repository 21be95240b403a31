import type { HtmlOutput, Output } from '../types.ts'

// https://fetch.spec.whatwg.org/#null-body-status
const NULL_BODY = new Set([204, 205, 304])

/**
 * Makes a `Response` of what a page or API route answered.
 *
 * @param output - The answer; a `Response` of the user's is given back as it is.
 * @returns The response, without cookies.
 */
export function toResponse(output: Output): Response {
  if ('response' in output) return output.response
  const { html, status, statusText } = output
  const init = { status, statusText, headers: toHeaders(output) }
  if (!NULL_BODY.has(status)) {
    return new Response(typeof html === 'string' ? html : toByteStream(html), init)
  }
  dropOutput(output)
  return new Response(null, init)
}

/**
 * Ends what was still to be read of an answer that nobody will be sent.
 *
 * @param output - The answer.
 */
export function dropOutput(output: Output): void {
  if ('html' in output) {
    if (typeof output.html !== 'string') void output.html[Symbol.asyncIterator]().return?.()
    return
  }
  const { body } = output.response
  if (body !== null && !body.locked) void body.cancel().catch(() => {})
}

function toHeaders({ headers: own }: HtmlOutput): Headers {
  const headers = new Headers(own)
  if (!headers.has('content-type')) headers.set('content-type', 'text/html; charset=utf-8')
  return headers
}

// Nothing is taken of the page before somebody reads.
function toByteStream(chunks: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  return new ReadableStream(
    {
      async pull(controller) {
        const { value, done } = await iterator.next()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(value))
      },
      async cancel() {
        await iterator.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}
