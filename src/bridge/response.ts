import { isAscii } from 'node:buffer'
import type { ServerResponse } from 'node:http'
import { isWhole } from '../shared/kept-response.ts'
import type { ChunkedBody, Outgoing } from '../shared/types.ts'
import { isClosed } from './abort.ts'
import { writeHead } from './head.ts'
import { isHooked } from './hooks.ts'
import { pipeBody } from './stream.ts'
import { encodeBeyondAscii } from './encode.ts'
import { endPieces, endWhole } from './end-whole.ts'

/** Longer bodies are not scanned for characters beyond ASCII: it would cost more than it saves. */
const SHORT = 16 * 1024

/**
 * Longer strings are encoded before they are sent. On Node 24 that took 0.88 of the CPU time of a
 * request for 120 kB of ASCII, 0.6 for other texts of that length, and 0.9 for 8 to 40 kB of both.
 */
const LONG = 8000

/**
 * Sends an answer; synchronous unless the body is a stream. If the client has left, the response is
 * ended all the same, because hosts do work at the end of a response, such as saving a session.
 *
 * @param res - Headers that the host has set stay, unless the page set the same.
 * @returns Nothing, or a promise that settles when everything is written or the client has left.
 *   Throws or rejects without ending or destroying the response; `res.headersSent` then tells
 *   whether a part of it was sent.
 */
export function sendOutgoing(answer: Outgoing, res: ServerResponse): void | Promise<void> {
  if (res.headersSent || isClosed(res)) {
    answer.drop()
    if (isClosed(res)) res.end()
    return
  }
  const { body, isHead } = answer
  if (body !== null && !isWhole(body)) return sendStream(answer, body, res)
  // A body with a length cannot have the trailers that the host has announced.
  if (body !== null && answer.source !== 'page' && res.hasHeader('trailer')) {
    return sendStream(answer, toChunks(body), res)
  }
  if (isHead || body === null) sendHead(answer, body, res)
  else sendWhole(answer, body, res)
}

function sendHead(answer: Outgoing, body: string | Uint8Array | null, res: ServerResponse): void {
  writeHead(res, answer, body === null ? answer.length : Buffer.byteLength(body), !isHooked(res))
  res.end()
}

function sendWhole(answer: Outgoing, body: string | Uint8Array, res: ServerResponse): void {
  const isOwn = !isHooked(res)
  if (isOwn && typeof body === 'string' && body.length > LONG) return sendLong(answer, body, res)
  const length = Buffer.byteLength(body)
  // ASCII is the same in Latin-1, which costs less to write. Hooks may not know of encodings.
  const isPlain = isOwn && length === body.length
  writeHead(res, answer, length, isPlain)
  endWhole(res, typeof body === 'string' ? body : toText(body), isPlain ? 'latin1' : 'utf8')
}

function sendLong(answer: Outgoing, text: string, res: ServerResponse): void {
  const pieces = encodeBeyondAscii(text)
  const length = pieces?.reduce((sum, piece) => sum + piece.length, 0)
  writeHead(res, answer, length ?? text.length, true)
  if (pieces === undefined) endWhole(res, text, 'latin1')
  else endPieces(res, pieces)
}

async function* toChunks(body: string | Uint8Array): AsyncGenerator<string | Uint8Array> {
  yield body
}

async function sendStream(answer: Outgoing, body: ChunkedBody, res: ServerResponse): Promise<void> {
  const { length: declared, source } = answer
  const last = await pipeBody(body, res, {
    // Status and headers of a `Response` are final before its first chunk.
    isEager: source !== 'page',
    // A body from `fetch()` arrives in the network's own chunks, and a body with a length cannot
    // have trailers.
    looksAhead: source === 'response' && !answer.hasTrailer && !res.hasHeader('trailer'),
    length: declared,
    writeHead: (length) => writeHead(res, answer, declared ?? length),
  })
  await end(res, last)
}

// Waits until the response has left: a host that awaits the middleware may close the server then.
function end(res: ServerResponse, last?: string | Uint8Array): Promise<void> | undefined {
  const left = isClosed(res)
    ? undefined
    : new Promise<void>((resolve) => res.once('close', resolve))
  res.end(typeof last === 'object' ? toText(last) : last)
  return left
}

// Node sends the head and a string in one write: 5 % more short answers a second.
function toText(bytes: Uint8Array): string | Uint8Array {
  if (bytes.length > SHORT || !isAscii(bytes)) return bytes
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
}
