/** A place in a text. Line and column count from 1, columns in UTF-16 units. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** Finds the line and column of an offset. */
export function placeAt(text: string, offset: number): Place {
  let line = 1
  let start = 0
  for (
    let next = text.indexOf('\n');
    next >= 0 && next < offset;
    next = text.indexOf('\n', start)
  ) {
    line += 1
    start = next + 1
  }
  return { line, column: Math.min(offset, text.length) - start + 1 }
}

/** Finds the offset of a line and column. */
export function offsetOf(text: string, place: Place): number {
  const before = text.split('\n').slice(0, place.line - 1)
  return before.reduce((sum, { length }) => sum + length + 1, place.column - 1)
}
