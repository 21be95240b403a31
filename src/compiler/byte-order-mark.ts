/**
 * Takes the byte order mark off a text: editors put it there, and nobody means to print it.
 *
 * @param text - Text of a file.
 * @returns The text without it.
 */
export function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}
