import type { ServerResponse } from 'node:http'
import { types } from 'node:util'
import { SsrPagesError } from '../errors.ts'
import { isClosed } from './abort.ts'
import { LengthCheck } from './length.ts'

type Chunk = string | Uint8Array

/** A body that comes in pieces: of a Response, or of a page still rendering. */
export type ChunkedBody = ReadableStream<unknown> | AsyncIterable<unknown>

/** How the headers of a streamed body are sent. */
export interface StreamStart {
  /** Sends the headers; told the bytes of the body, if all of it is there. */
  writeHead(length: number | undefined): void
  /** True to send them as soon as the first chunk lets wait; false to wait: it may still fail. */
  readonly isEager: boolean
  /** True to look whether the first chunk is all there is: then the response gets its length. */
  readonly looksAhead: boolean
  /** Bytes the body has to have; any number when `undefined`. */
  readonly length: number | undefined
}

/** `compression` adds `flush`, to send on what it holds back. */
type FlushableResponse = ServerResponse & { flush?(): void }

interface ChunkSource {
  next(): Promise<{ done?: boolean; value?: unknown }>
  cancel(): unknown
}

/**
 * Writes a body as it comes, no faster than the client reads. All but its end: a chunk that is the
 * whole body is the caller's to end the response with, so that one write takes all of it.
 *
 * @param body - The body.
 * @param res - The response; its headers are not sent yet.
 * @param start - Sends them.
 * @returns What to end the response with, when all else is written or the client has left, which ends
 *   the source; rejects with the error of the source or of `start`, and then the response is neither
 *   ended nor destroyed.
 */
export async function pipeBody(
  body: ChunkedBody,
  res: ServerResponse,
  start: StreamStart,
): Promise<Chunk | undefined> {
  const source = openSource(body)
  const first = readChunk(source)
  const second = start.looksAhead ? first.then((chunk) => chunk && readChunk(source)) : undefined
  const reading = { source, first, second }
  if (second === undefined || !(await settlesNow(second))) return pipe(reading, res, start)
  const chunk = await first
  if ((await second) !== undefined) return pipe(reading, res, start)
  if (isClosed(res)) return undefined
  const length = new LengthCheck(start.length)
  length.add(chunk)
  length.add(undefined)
  start.writeHead(Buffer.byteLength(chunk ?? ''))
  return chunk
}

/** A body of which the first chunk, or two, have been asked for. */
interface Reading {
  readonly source: ChunkSource
  readonly first: Promise<Chunk | undefined>
  readonly second: Promise<Chunk | undefined> | undefined
}

function pipe(reading: Reading, res: ServerResponse, start: StreamStart): Promise<undefined> {
  const { source } = reading
  const room = new Room()
  if (isClosed(res)) {
    stopSource(source)
    return Promise.resolve(undefined)
  }
  return new Promise((resolve, reject) => {
    // One listener for all waits: `compression` gives `drain` listeners to its own stream for good.
    res.on('drain', room.open)
    res.once('close', leave)
    writeChunks(reading, res, room, start).then(() => settle(() => resolve(undefined)), fail)

    function leave(): void {
      stopSource(source)
      room.open()
      settle(() => resolve(undefined))
    }

    function fail(error: unknown): void {
      if (!isClosed(res)) stopSource(source)
      settle(() => reject(error))
    }

    function settle(finish: () => void): void {
      res.off('drain', room.open)
      res.off('close', leave)
      finish()
    }
  })
}

/**
 * Ends a body that nobody will read.
 *
 * @param body - The body; one that is locked is left to whoever reads it.
 */
export function cancelBody(body: ChunkedBody): void {
  if ('locked' in body && body.locked) return
  stopSource(openSource(body))
}

async function writeChunks(
  { source, first, second }: Reading,
  res: FlushableResponse,
  room: Room,
  start: StreamStart,
): Promise<void> {
  const length = new LengthCheck(start.length)
  if (start.isEager && !(await settlesNow(first)) && !isClosed(res)) {
    start.writeHead(undefined)
    res.flushHeaders()
  }
  let chunk = await first
  if (isClosed(res)) return
  // In front of the headers: while there are none, an error page can still be given.
  length.add(chunk)
  if (!res.headersSent) start.writeHead(chunk === undefined ? 0 : undefined)

  let next = second
  while (chunk !== undefined) {
    if (!res.write(chunk)) await room.wait()
    if (isClosed(res)) return
    next ??= readChunk(source)
    if (res.flush !== undefined && !(await settlesNow(next))) res.flush()
    chunk = await next
    next = undefined
    if (isClosed(res)) return
    length.add(chunk)
  }
}

async function readChunk(source: ChunkSource): Promise<Chunk | undefined> {
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

// False when a promise needs more than this turn of the event loop: it waits for the outside.
function settlesNow(promise: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const turn = setImmediate(resolve, false)
    const settle = () => {
      clearImmediate(turn)
      resolve(true)
    }
    promise.then(settle, settle)
  })
}

function openSource(body: ChunkedBody): ChunkSource {
  if ('getReader' in body) {
    const reader = body.getReader()
    return { next: () => reader.read(), cancel: () => reader.cancel() }
  }
  const iterator = body[Symbol.asyncIterator]()
  return { next: () => iterator.next(), cancel: () => iterator.return?.() }
}

// What goes wrong while stopping concerns nobody any more.
function stopSource(source: ChunkSource): void {
  try {
    Promise.resolve(source.cancel()).catch(() => undefined)
  } catch {
    // Neither does what is thrown on the way.
  }
}

/** Lets a writer wait until the response takes more. */
class Room {
  #resolve: (() => void) | undefined

  readonly open = (): void => this.#resolve?.()

  wait(): Promise<void> {
    return new Promise((resolve) => (this.#resolve = resolve))
  }
}
