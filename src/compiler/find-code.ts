import { blankComments } from './comments.ts'

/**
 * Finds a piece of code in the source it was made of. Tools show the line they stumbled over, but
 * it is one of compiled code: printed anew, without types and comments.
 *
 * @param source - Text of the source.
 * @param start - Offset to search from.
 * @param line - The line, as the tool shows it.
 * @param column - The place in that line, counted from 1.
 * @returns Offset of the same place in the source, or `undefined` when it is not found.
 */
export function findCode(
  source: string,
  start: number,
  line: string,
  column: number,
): number | undefined {
  // A name, or what is between quotes.
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

// Where the text of the line begins, which may stand among others in a line of the source.
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

// Without what printing anew changes.
function squeeze(code: string): string {
  return code.replaceAll(CHANGED, '')
}

// Where in a line so many of the characters end that squeezing keeps.
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
