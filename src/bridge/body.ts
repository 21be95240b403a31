import type { ServerResponse } from 'node:http'
import { SsrPagesError } from '../shared/errors.ts'
import { isDelivered } from './abort.ts'
import type { HostRequest } from './url.ts'
import { isRead } from '../shared/methods.ts'

/** How a request body may be read. */
export interface BodyOptions {
  /** The most bytes that the body may have. */
  readonly limit: number
  /** When the client leaves halfway, reading is rejected with the reason of this signal. */
  readonly signal: AbortSignal
}

/**
 * At most this many bytes of an unread body are discarded after the response, to keep the
 * connection open. A longer body closes it.
 */
const DISCARD_LIMIT = 64 * 1024 * 1024

/**
 * Whether a request has a body in the sense of the Fetch API: not if it is empty, and not for GET
 * and HEAD, whose body Node skips.
 */
export function hasBody(req: HostRequest, method: string): boolean {
  if (isRead(method)) return false
  if (req.httpVersionMajor >= 2) return req.stream?.endAfterHeaders !== true
  if (req.headers['transfer-encoding'] !== undefined) return true
  return declaredLength(req) > 0
}

/**
 * Creates the stream of a request body that has not been read yet. The stream does not touch the
 * request before the first read: a body that is started and then abandoned would block the next
 * request on the same connection.
 *
 * @param res - The response of the request: once it is sent, the rest of the body is discarded.
 */
export function createBody(
  req: HostRequest,
  res: ServerResponse,
  options: BodyOptions,
): ReadableStream<Uint8Array> {
  return new ReadableStream(new IncomingBody(req, res, options), { highWaterMark: 0 })
}

export function createTooLargeError(limit: number): SsrPagesError {
  return new SsrPagesError('BODY_TOO_LARGE', `The request body is larger than ${limit} bytes.`, {
    limit,
  })
}

/** Creates the error of a body that is read after the response was sent, when it is gone. */
export function sentTooEarlyError(): DOMException {
  return new DOMException('The response was sent before the body was read.', 'AbortError')
}

/** The length that a request announces for its body; 0 if it announces none. */
export function declaredLength({ headers }: HostRequest): number {
  return Number(headers['content-length'] ?? 0)
}

/**
 * Discards the rest of a body: clients that read the response only after they have sent the whole
 * request must be able to finish it.
 */
export function discardBody(req: HostRequest): void {
  if (req.readableEnded || req.destroyed) return
  let left = DISCARD_LIMIT
  req
    .on('data', (chunk: Buffer | string) => {
      left -= chunk.length
      if (left < 0) req.destroy()
    })
    .resume()
}

class IncomingBody implements UnderlyingDefaultSource<Uint8Array> {
  readonly #req: HostRequest
  readonly #res: ServerResponse
  readonly #options: BodyOptions
  #received = 0
  #isStarted = false
  #wake: (() => void) | undefined

  constructor(req: HostRequest, res: ServerResponse, options: BodyOptions) {
    this.#req = req
    this.#res = res
    this.#options = options
  }

  async pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    this.#start()
    for (;;) {
      // `read()` also returns what had arrived before the client left.
      const chunk: Buffer | string | null = this.#req.read()
      if (chunk !== null) return controller.enqueue(this.#take(chunk))
      if (this.#isComplete()) return controller.close()
      this.#assertReadable()
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }

  cancel(): void {
    this.#stop()
  }

  #start(): void {
    if (this.#isStarted) return
    this.#isStarted = true
    this.#req.on('readable', this.#continue).on('end', this.#continue)
    this.#res.on('close', this.#continue).once('finish', this.#discard)
    if (declaredLength(this.#req) > this.#options.limit) {
      // After the first `read()`, Node no longer discards the body: we have to.
      this.#req.read()
      this.#refuse()
    }
  }

  #stop(): void {
    this.#req.off('readable', this.#continue).off('end', this.#continue)
    this.#res.off('close', this.#continue)
  }

  #refuse(): never {
    this.#stop()
    throw createTooLargeError(this.#options.limit)
  }

  #take(chunk: Buffer | string): Uint8Array {
    const bytes = typeof chunk === 'string' ? this.#encode(chunk) : chunk
    this.#received += bytes.byteLength
    if (this.#received > this.#options.limit) this.#refuse()
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  // Strings come after an earlier middleware has called `setEncoding()`. A copy, because small
  // Buffers share their memory.
  #encode(chunk: string): Uint8Array {
    return new Uint8Array(Buffer.from(chunk, this.#req.readableEncoding ?? 'utf8'))
  }

  #isComplete(): boolean {
    const { httpVersionMajor, readableEnded, destroyed, complete, aborted } = this.#req
    // A broken HTTP/2 stream looks like an ended one, except for `aborted`.
    return httpVersionMajor >= 2
      ? readableEnded && !aborted
      : readableEnded || (destroyed && complete)
  }

  #assertReadable(): void {
    this.#options.signal.throwIfAborted()
    if (!isDelivered(this.#res)) return
    throw sentTooEarlyError()
  }

  #continue = (): void => {
    this.#wake?.()
  }

  #discard = (): void => {
    this.#stop()
    this.#wake?.()
    discardBody(this.#req)
  }
}
