const START = 0x811c9dc5

/**
 * Computes the FNV-1a hash of a text.
 *
 * @param before - The hash of what comes before the text. (default: nothing does)
 * @returns A 32-bit integer with a sign.
 */
export function hash(text: string, before: number = START): number {
  let value = before
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value
}
