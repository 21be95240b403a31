import type { ServerResponse } from 'node:http'

/**
 * Up to here one write is the fastest; beyond it Node copies the whole text to encode it, which took 12 % of
 * the CPU time of a page of 149 kB.
 */
const LONG = 128 * 1024
const SLICE = 16_000

/**
 * Ends a response with a text. Its last bytes go into `end`, and nothing when there are none: until
 * it is saved, a session holds back what the response is ended with.
 *
 * @param res - The response; its headers are written.
 * @param text - The text.
 */
export function endText(res: ServerResponse, text: string): void {
  if (text.length <= LONG) {
    res.end(text || undefined)
    return
  }
  res.cork()
  let start = 0
  while (text.length - start > SLICE) {
    const end = sliceEnd(text, start)
    res.write(text.slice(start, end))
    start = end
  }
  res.end(text.slice(start))
  res.uncork()
}

// Never between the two halves of a character: alone neither can be encoded.
function sliceEnd(text: string, start: number): number {
  const end = start + SLICE
  const last = text.charCodeAt(end - 1)
  return last >= 0xd800 && last <= 0xdbff ? end - 1 : end
}
