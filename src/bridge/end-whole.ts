import type { ServerResponse } from 'node:http'

/**
 * Up to this length one write is the fastest. Beyond it Node copies the whole string to encode it,
 * which took 12 % of the CPU time of a page of 149 kB.
 */
const LONG = 128 * 1024
const SLICE = 16_000

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
  else if (typeof body === 'string') endText(res, body, encoding)
  else res.end(body)
}

function endText(res: ServerResponse, text: string, encoding: 'latin1' | 'utf8'): void {
  // If chunks are corked after the head was sent, Node sends the end of the body before them.
  if (text.length <= LONG || res.chunkedEncoding) {
    res.end(text, encoding)
    return
  }
  res.cork()
  let start = 0
  while (text.length - start > SLICE) {
    const end = sliceEnd(text, start)
    res.write(text.slice(start, end), encoding)
    start = end
  }
  res.end(text.slice(start), encoding)
  res.uncork()
}

// Never cuts between the two halves of a surrogate pair: neither can be encoded alone.
function sliceEnd(text: string, start: number): number {
  const end = start + SLICE
  const last = text.charCodeAt(end - 1)
  return last >= 0xd800 && last <= 0xdbff ? end - 1 : end
}
