import { types } from 'node:util'
import { SsrPagesError } from '../shared/errors.ts'
import type { ChunkedBody } from '../shared/types.ts'

/** A piece of a body, ready to be written to a socket. */
export type Chunk = string | Uint8Array

/** A body that is being read. */
export interface ChunkSource {
  next(): Promise<{ done?: boolean; value?: unknown }>
  cancel(): unknown
}

/**
 * Reads the next chunk that is not empty.
 *
 * @returns The chunk; `undefined` at the end of the body.
 * @throws {unknown} whatever the body throws
 * @throws {SsrPagesError} RESPONSE_INVALID: when a chunk is neither text nor bytes
 */
export async function readChunk(source: ChunkSource): Promise<Chunk | undefined> {
  for (;;) {
    const { done, value } = await source.next()
    if (done === true) return undefined
    const chunk = toChunk(value)
    if (chunk.length > 0) return chunk
  }
}

function toChunk(value: unknown): Chunk {
  if (typeof value === 'string' || types.isUint8Array(value)) return value
  if (types.isAnyArrayBuffer(value)) return new Uint8Array(value)
  if (ArrayBuffer.isView(value)) {
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
  }
  throw new SsrPagesError(
    'RESPONSE_INVALID',
    `A response body must produce strings or bytes; it produced ${value === null ? 'null' : typeof value}.`,
  )
}

/**
 * Whether a promise settles within this turn of the event loop. If not, it waits for something
 * outside the process.
 *
 * @param promise - Its rejection is handled here.
 */
export function settlesNow(promise: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const turn = setImmediate(resolve, false)
    const settle = () => {
      clearImmediate(turn)
      resolve(true)
    }
    promise.then(settle, settle)
  })
}

/** Locks a body and starts to read it. */
export function openSource(body: ChunkedBody): ChunkSource {
  if ('getReader' in body) {
    const reader = body.getReader()
    return { next: () => reader.read(), cancel: () => reader.cancel() }
  }
  const iterator = body[Symbol.asyncIterator]()
  return { next: () => iterator.next(), cancel: () => iterator.return?.() }
}

/**
 * Stops reading a body. Errors of the body are ignored from here on: the caller no longer needs it.
 */
export function stopSource(source: ChunkSource): void {
  try {
    Promise.resolve(source.cancel()).catch(() => undefined)
  } catch {
    // A `cancel()` that throws is ignored like one that rejects.
  }
}
