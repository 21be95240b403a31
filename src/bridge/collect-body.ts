import type { ServerResponse } from 'node:http'
import { createTooLargeError, declaredLength, discardBody, sentTooEarlyError } from './body.ts'
import type { Disconnect } from './bridged-request.ts'
import type { HostRequest } from './url.ts'

/** A request whose body is collected, and where. */
export interface Collected {
  readonly req: HostRequest
  /** The response of the request: once it is sent, the rest of the body is discarded. */
  readonly res: ServerResponse
  /** The most bytes that the body may have. */
  readonly limit: number
  /** When the client leaves halfway, collecting fails with the reason of its signal. */
  readonly disconnect: Disconnect
}

/**
 * Whether {@link collectBody} can read a body. It leaves to `createBody()` what it could not read
 * in the same way: HTTP/2, a stream that a host has paused, decodes or listens to, and requests
 * that are over.
 */
export function canCollect({ req, res, limit }: Collected): boolean {
  const { httpVersionMajor, readableFlowing, readableEncoding, destroyed } = req
  if (httpVersionMajor >= 2 || readableFlowing !== null || readableEncoding !== null) return false
  if (destroyed || res.writableEnded || req.readableDidRead || req.readableEnded) return false
  return declaredLength(req) <= limit
}

/**
 * This many chunks are joined at a time. Each takes hundreds of bytes, and clients may send chunks
 * of one byte.
 */
const JOINED = 256

/**
 * Reads the whole body of a request.
 *
 * @param resolve - Receives the bytes, which later requests may overwrite.
 * @param reject - Receives the error of a body that is too large or does not arrive.
 */
export function collectBody(
  { req, res, limit, disconnect }: Collected,
  resolve: (bytes: Uint8Array) => void,
  reject: (error: unknown) => void,
): void {
  const chunks: Uint8Array[] = []
  const parts: Uint8Array[] = []
  let size = 0
  let isOver = false
  req.on('data', take).on('end', finish)
  res.on('close', close)

  function take(part: Uint8Array | string): void {
    // Strings come from `setEncoding()` after the start, and from simulated requests.
    const chunk =
      typeof part === 'string' ? Buffer.from(part, req.readableEncoding ?? 'utf8') : part
    size += chunk.byteLength
    if (size > limit) {
      stop()
      req.pause()
      reject(createTooLargeError(limit))
    } else if (chunks.push(chunk) === JOINED) parts.push(Buffer.concat(chunks.splice(0)))
  }

  function finish(): void {
    const [first] = chunks
    const isWhole = first?.byteLength === size
    const bytes = isWhole ? first : Buffer.concat([...parts, ...chunks], size)
    release()
    resolve(bytes)
  }

  function close(): void {
    if (!isOver) {
      stop()
      // The signal may learn of the end after this listener.
      queueMicrotask(() => reject(disconnect.signal.reason ?? sentTooEarlyError()))
    }
    discardBody(req)
  }

  function stop(): void {
    release()
    req.off('data', take).off('end', finish)
  }

  // Some listeners stay until the response is over, and must not keep the bytes.
  function release(): void {
    isOver = true
    chunks.length = 0
    parts.length = 0
  }
}
