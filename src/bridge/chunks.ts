import { types } from 'node:util'
import { SsrPagesError } from '../shared/errors.ts'
import type { ChunkedBody } from '../shared/types.ts'

/** What is written to a socket. */
export type Chunk = string | Uint8Array

/** A body that is being read. */
export interface ChunkSource {
  next(): Promise<{ done?: boolean; value?: unknown }>
  cancel(): unknown
}

/**
 * Reads on until there is something.
 *
 * @param source - The body.
 * @returns The next chunk that is not empty; `undefined` at the end.
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
    `A response body must give strings or bytes: it gave ${value === null ? 'null' : typeof value}.`,
  )
}

/**
 * Asks whether a promise needs no more than this turn of the event loop; else it waits for the outside.
 *
 * @param promise - The promise; its rejection is taken care of.
 * @returns True when it has settled.
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

/**
 * Begins to read a body.
 *
 * @param body - The body; nobody else can read it from now on.
 * @returns What gives its chunks.
 */
export function openSource(body: ChunkedBody): ChunkSource {
  if ('getReader' in body) {
    const reader = body.getReader()
    return { next: () => reader.read(), cancel: () => reader.cancel() }
  }
  const iterator = body[Symbol.asyncIterator]()
  return { next: () => iterator.next(), cancel: () => iterator.return?.() }
}

/**
 * Ends the reading of a body. What goes wrong on the way concerns nobody any more.
 *
 * @param source - The body.
 */
export function stopSource(source: ChunkSource): void {
  try {
    Promise.resolve(source.cancel()).catch(() => undefined)
  } catch {
    // Neither does what is thrown on the way.
  }
}
