import type { ServerResponse } from 'node:http'
import type { ChunkedBody } from '../shared/types.ts'
import { isClosed } from './abort.ts'
import {
  type Chunk,
  type ChunkSource,
  openSource,
  readChunk,
  settlesNow,
  stopSource,
} from './chunks.ts'
import { LengthCheck } from './length.ts'

/** Milliseconds of writing after which other requests have a turn. */
const MAX_TASK = 20

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
  if (second === undefined || !(await settlesNow(second)) || (await hasMore(source, second))) {
    return pipe(reading, res, start)
  }
  const whole = await first
  if (isClosed(res)) return undefined
  writeWholeHead(whole, start)
  return whole
}

async function hasMore(source: ChunkSource, second: Promise<unknown>): Promise<boolean> {
  try {
    return (await second) !== undefined
  } catch (error) {
    stopSource(source)
    throw error
  }
}

// In front of the headers: while there are none, an error page can still be given.
function writeWholeHead(chunk: Chunk | undefined, start: StreamStart): void {
  const length = new LengthCheck(start.length)
  length.add(chunk)
  length.add(undefined)
  start.writeHead(Buffer.byteLength(chunk ?? ''))
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
    reading.first.catch(() => undefined)
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
  let turned = performance.now()
  while (chunk !== undefined) {
    if (!res.write(chunk)) await room.wait()
    // A client that reads as fast as we write is told to have drained within the same task.
    if (performance.now() > turned + MAX_TASK) {
      await new Promise(setImmediate)
      turned = performance.now()
    }
    if (isClosed(res)) return
    next ??= readChunk(source)
    if (res.flush !== undefined && !(await settlesNow(next))) res.flush()
    chunk = await next
    next = undefined
    if (isClosed(res)) return
    length.add(chunk)
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
