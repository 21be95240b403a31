import { cacheUntilDeploy, mayBeCached } from './cache.ts'

/** What the answer depends on beside the response. */
export interface SendableOptions {
  readonly request: Request
  readonly cacheOnDemandPages: boolean
}

/**
 * Makes a response that the function's runtime can carry: it loses status and headers of a stream
 * that stays empty, and ends the instance, with what others are being sent, when a stream fails.
 *
 * @param response - The response of a page.
 * @param options - See {@link SendableOptions}.
 * @returns The same response; its body has begun, or is null.
 * @throws {unknown} whatever the page throws before its first byte; at any time when the response
 *   may be cached, because half a page must not be
 */
export async function toSendable(response: Response, options: SendableOptions): Promise<Response> {
  const { request, cacheOnDemandPages } = options
  const { status, statusText, body } = response
  const headers = new Headers(response.headers)
  if (cacheOnDemandPages) cacheUntilDeploy(request, status, headers)
  const init = { status, statusText, headers }
  if (body === null) return new Response(null, init)
  if (mayBeCached(headers)) {
    const bytes = await response.arrayBuffer()
    return new Response(bytes.byteLength > 0 ? bytes : null, init)
  }
  const reader: Reader = body.getReader()
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

// Nothing is taken of the page before somebody reads. The headers are out when it fails: there is no
// way to tell the client.
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
