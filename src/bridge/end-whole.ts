import type { ServerResponse } from 'node:http'
import { sliceEnd } from './encode.ts'

/**
 * Up to this length one write is the fastest. Beyond it Node copies the whole string to encode it,
 * which took 12 % of the CPU time of a page of 149 kB.
 */
const ONE_WRITE = 128 * 1024

/**
 * Ends a response with its body. Its last piece is passed to `end()`, and nothing if the body is
 * empty: express-session holds back what is passed to `end()` until it has saved the session.
 *
 * @param res - The response, whose headers are written.
 * @param encoding - Of a string; Latin-1 only for ASCII, which is the same in both.
 */
export function endWhole(
  res: ServerResponse,
  body: string | Uint8Array,
  encoding: 'latin1' | 'utf8',
): void {
  if (body.length === 0) res.end()
  else if (typeof body !== 'string') res.end(body)
  else if (body.length <= ONE_WRITE || res.chunkedEncoding) res.end(body, encoding)
  else endCorked(res, toSlices(body), encoding)
}

/**
 * Ends a response with a body in pieces.
 *
 * @param pieces - At least one.
 */
export function endPieces(res: ServerResponse, pieces: readonly Buffer[]): void {
  if (res.chunkedEncoding) res.end(Buffer.concat(pieces))
  else endCorked(res, pieces, 'utf8')
}

// Not for chunked bodies: Node 24 sends the end of the body before the chunks that are corked.
function endCorked(
  res: ServerResponse,
  pieces: readonly (string | Uint8Array)[],
  encoding: 'latin1' | 'utf8',
): void {
  const last = pieces.length - 1
  if (last > 0) res.cork()
  for (let i = 0; i < last; i++) res.write(pieces[i], encoding)
  res.end(pieces[last], encoding)
  if (last > 0) res.uncork()
}

function toSlices(text: string): string[] {
  const slices: string[] = []
  let end = 0
  for (let start = 0; start < text.length; start = end) {
    end = sliceEnd(text, start)
    slices.push(text.slice(start, end))
  }
  return slices
}
