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

/** After this many milliseconds of writing, other requests get a turn. */
const MAX_TASK = 20

/** How the headers of a streamed body are sent. */
export interface StreamStart {
  /** Sends the headers. `length` is the size of the body in bytes if it is known by then. */
  writeHead(length: number | undefined): void
  /**
   * True: send them as soon as the first chunk has to be waited for. False: wait for that chunk,
   * because it may still fail.
   */
  readonly isEager: boolean
  /**
   * True: check whether the first chunk is the whole body, so that the response can have a length.
   */
  readonly looksAhead: boolean
  /** Bytes the body must have; `undefined` allows any number. */
  readonly length: number | undefined
}

/** `compression` adds `flush()`, which sends what it holds back. */
type FlushableResponse = ServerResponse & { flush?(): void }

/**
 * Writes a body as it arrives, no faster than the client reads. If one chunk is the whole body, it
 * is returned instead of written, so that the caller can end the response with a single write.
 *
 * @param res - The response, whose headers are not sent yet.
 * @returns The chunk to end the response with, once all else is written, or once the client has
 *   left, which stops the source. Rejects with the error of the source or of `start`; the response
 *   is then neither ended nor destroyed.
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

// Checked before the headers are sent: until then, an error page is still possible.
function writeWholeHead(chunk: Chunk | undefined, start: StreamStart): void {
  const length = new LengthCheck(start.length)
  length.add(chunk)
  length.add(undefined)
  start.writeHead(Buffer.byteLength(chunk ?? ''))
}

/** A body of which one or two chunks have been requested. */
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
    // One listener for all waits: `compression` never removes `drain` listeners from its own
    // stream.
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
  // Checked before the headers are sent: until then, an error page is still possible.
  length.add(chunk)
  if (!res.headersSent) start.writeHead(chunk === undefined ? 0 : undefined)

  let next = second
  let turned = performance.now()
  while (chunk !== undefined) {
    if (!res.write(chunk)) await room.wait()
    // With a client that reads as fast as we write, `drain` is emitted within the same task.
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

/** Lets a writer wait until the response accepts more. */
class Room {
  #resolve: (() => void) | undefined

  readonly open = (): void => this.#resolve?.()

  wait(): Promise<void> {
    return new Promise((resolve) => (this.#resolve = resolve))
  }
}
