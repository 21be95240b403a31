/**
 * Removes the byte order mark that some editors put at the start of a file. It must not be printed.
 */
export function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}
