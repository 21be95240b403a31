import { keptBody } from '../shared/kept-response.ts'
import { cacheUntilDeploy, mayBeCached } from './cache.ts'

/** What the answer depends on besides the response. */
export interface SendableOptions {
  readonly request: Request
  readonly cacheOnDemandPages: boolean
}

/**
 * Converts a response to one that the function's runtime can send. For a stream that stays empty,
 * the runtime loses status and headers; if a stream fails, it ends the process together with all
 * other responses.
 *
 * @param response - A new response, which is changed.
 * @returns An equal response, whose body is null, whole, or a stream that has already begun; a
 *   promise if its body is a stream.
 * @throws {unknown} whatever the page throws before its first byte; if the response may be cached,
 *   whatever it throws at all, because half a page must not be cached
 */
export function toSendable(
  response: Response,
  { request, cacheOnDemandPages }: SendableOptions,
): Response | Promise<Response> {
  const { status, statusText, headers } = response
  if (cacheOnDemandPages) cacheUntilDeploy(request, status, headers)
  const kept = keptBody(response)
  if (kept !== undefined && kept.length > 0) return response
  const init = { status, statusText, headers }
  const { body } = response
  if (kept !== undefined || body === null) return new Response(null, init)
  return mayBeCached(headers) ? readWhole(response, init) : readFirst(body, init)
}

async function readWhole(response: Response, init: ResponseInit): Promise<Response> {
  const bytes = await response.arrayBuffer()
  return new Response(bytes.byteLength > 0 ? bytes : null, init)
}

async function readFirst(body: ReadableStream<Uint8Array>, init: ResponseInit): Promise<Response> {
  const reader = body.getReader()
  const first = await readSome(reader)
  return new Response(first && toStream(first, reader), init)
}

type Reader = ReadableStreamDefaultReader<Uint8Array>

async function readSome(reader: Reader): Promise<Uint8Array | null> {
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return null
    if (value.byteLength > 0) return value
  }
}

// Reads the page only when the client does. If it fails, the headers have already been sent: the
// client cannot be told.
function toStream(first: Uint8Array, reader: Reader): ReadableStream<Uint8Array> {
  let next: Uint8Array | null = first
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const chunk = next ?? (await readSome(reader))
          next = null
          if (chunk === null) controller.close()
          else controller.enqueue(chunk)
        } catch (error) {
          console.error(error)
          controller.close()
        }
      },
      async cancel(reason) {
        await reader.cancel(reason).catch(() => {})
      },
    },
    { highWaterMark: 0 },
  )
}
