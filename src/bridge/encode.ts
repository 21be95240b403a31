/** Strings are encoded in slices of this many characters. */
const SLICE = 16_000

/** Receives the bytes of one slice, at most three for each character. They are copied at once. */
const ROOM: Buffer = Buffer.allocUnsafeSlow(3 * SLICE)

/**
 * Encodes a string as UTF-8, unless it is ASCII. For long strings this costs less than
 * `Buffer.byteLength()`, after which Node would encode them once more.
 *
 * @returns The bytes in pieces; `undefined` for ASCII.
 */
export function encodeBeyondAscii(text: string): Buffer[] | undefined {
  let pieces: Buffer[] | undefined
  let end = 0
  for (let start = 0; start < text.length; start = end) {
    end = sliceEnd(text, start)
    const length = ROOM.write(text.slice(start, end))
    if (pieces === undefined && length === end - start) continue
    pieces ??= start === 0 ? [] : [Buffer.from(text.slice(0, start), 'latin1')]
    pieces.push(Buffer.from(ROOM.subarray(0, length)))
  }
  return pieces
}

/**
 * Returns where a slice of a string ends: never between the two halves of a surrogate pair, which
 * cannot be encoded alone.
 */
export function sliceEnd(text: string, start: number): number {
  const end = start + SLICE
  if (end >= text.length) return text.length
  const last = text.charCodeAt(end - 1)
  return last >= 0xd800 && last <= 0xdbff ? end - 1 : end
}
