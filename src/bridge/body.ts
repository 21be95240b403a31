import type { ServerResponse } from 'node:http'
import { SsrPagesError } from '../shared/errors.ts'
import { isDelivered } from './abort.ts'
import type { HostRequest } from './url.ts'

/** How a body may be read. */
export interface BodyOptions {
  /** Bytes it may have. */
  readonly limit: number
  /** Its reason is what reading is rejected with when the client leaves half way. */
  readonly signal: AbortSignal
}

/** What is read and thrown away after the response to keep the connection; more closes it. */
const DISCARD_LIMIT = 64 * 1024 * 1024

/**
 * Asks whether a request has a body for the Fetch API.
 *
 * @param req - The request.
 * @param method - Its method; a body of GET or HEAD is left to Node, which skips it.
 * @returns False when there is none, or an empty one.
 */
export function hasBody(req: HostRequest, method: string): boolean {
  if (method === 'GET' || method === 'HEAD') return false
  if (req.httpVersionMajor >= 2) return req.stream?.endAfterHeaders !== true
  if (req.headers['transfer-encoding'] !== undefined) return true
  return Number(req.headers['content-length'] ?? 0) > 0
}

/**
 * Makes the stream of a request body that nobody has read yet. It leaves the request alone until
 * the first read: started and forgotten, a body would block the next request of its connection.
 *
 * @param req - The request.
 * @param res - Its response: what is left of the body when it is sent is thrown away.
 * @param options - Limit and signal.
 * @returns The stream.
 */
export function createBody(
  req: HostRequest,
  res: ServerResponse,
  options: BodyOptions,
): ReadableStream<Uint8Array> {
  return new ReadableStream(new IncomingBody(req, res, options), { highWaterMark: 0 })
}

/**
 * Makes the error of a body that is too large.
 *
 * @param limit - Bytes it may have.
 * @returns The error.
 */
export function createTooLargeError(limit: number): SsrPagesError {
  return new SsrPagesError('BODY_TOO_LARGE', `The request body is larger than ${limit} bytes.`, {
    limit,
  })
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
      // Also what had arrived before the client left: read() still gives it.
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
    const declared = Number(this.#req.headers['content-length'] ?? 0)
    if (declared > this.#options.limit) {
      // Once read from, it is ours to throw away; Node would never stop.
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

  // After setEncoding() by an earlier middleware. A copy: small Buffers share their memory.
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
    throw new DOMException('The response was sent before the body was read.', 'AbortError')
  }

  #continue = (): void => {
    this.#wake?.()
  }

  /** The client reads the response only after it has sent its request: let it finish that. */
  #discard = (): void => {
    this.#stop()
    this.#wake?.()
    if (this.#req.readableEnded) return
    let left = DISCARD_LIMIT
    this.#req.on('data', (chunk: Buffer | string) => {
      left -= chunk.length
      if (left < 0) this.#req.destroy()
    })
  }
}
