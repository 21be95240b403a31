import { blankComments } from './comments.ts'

/**
 * Finds the source of a piece of compiled code. Tools report lines of the compiled code, which has
 * other formatting and neither types nor comments.
 *
 * @param start - Offset to search from.
 * @param line - The line that the tool shows.
 * @param column - The column in that line, counted from 1.
 * @returns Offset in the source, or `undefined` when the code is not found.
 */
export function findCode(
  source: string,
  start: number,
  line: string,
  column: number,
): number | undefined {
  // A name, or the text between quotes.
  const word = /^["'`]?([^\s"'`;,(){}]{1,200})/.exec(line.slice(column - 1))?.[1]
  if (word === undefined) return undefined
  const code = blankComments(source)
  const sameLine = findLine(code, start, line)
  const before = offsetsOf(line.slice(0, column - 1), word).length
  const index =
    (sameLine === undefined ? undefined : offsetsOf(code, word, sameLine)[before]) ??
    offsetsOf(code, word, start)[0]
  if (index === undefined) return undefined
  return /["'`]/.test(code[index - 1] ?? '') ? index - 1 : index
}

// Finds where the line begins. A line of the source may hold several lines of the compiled code.
function findLine(code: string, start: number, line: string): number | undefined {
  const wanted = squeeze(line)
  let offset = start
  for (const candidate of code.slice(start).split('\n')) {
    const index = squeeze(candidate).indexOf(wanted)
    if (index >= 0) return offset + endOfKept(candidate, index)
    offset += candidate.length + 1
  }
  return undefined
}

const CHANGED = /[\s;,"'`]/g

// Removes the characters that the compiler may change.
function squeeze(code: string): string {
  return code.replaceAll(CHANGED, '')
}

// The offset in a line behind its first `count` characters that `squeeze()` keeps.
function endOfKept(line: string, count: number): number {
  if (count === 0) return 0
  let left = count
  for (const { index } of line.matchAll(/[^\s;,"'`]/g)) {
    left -= 1
    if (left === 0) return index + 1
  }
  return line.length
}

function offsetsOf(text: string, word: string, start = 0): number[] {
  const escaped = word.replaceAll(/\W/g, String.raw`\$&`)
  const wholeWord = new RegExp(`(?<![\\w$])${escaped}(?![\\w$])`, 'g')
  return [...text.matchAll(wholeWord)].map(({ index }) => index).filter((index) => index >= start)
}
