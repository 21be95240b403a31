/** A stretch of a text, and what is to stand there instead. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/**
 * Applies edits to a text, in a time that grows with its length and not with that times their number.
 *
 * @param source - The text.
 * @param edits - The edits in any order; none reaches into another.
 * @returns The new text.
 */
export function splice(source: string, edits: readonly Edit[]): string {
  const parts: string[] = []
  let position = 0
  for (const { start, end, text } of edits.toSorted((a, b) => a.start - b.start)) {
    parts.push(source.slice(position, start), text)
    position = end
  }
  return parts.join('') + source.slice(position)
}
