/**
 * Shows one line of source with its number, and a caret under the column.
 *
 *     2 | const a = ;
 *       |           ^
 *
 * @param line - Counts from 1.
 * @param column - Counts from 1.
 * @returns Two lines of text, or `''` when the source has no such line.
 */
export function codeFrame(source: string, line: number, column: number): string {
  const text = source.split(/\r\n|[\n\r]/)[line - 1]
  if (text === undefined) return ''
  const number = `  ${line}`
  // A tab stays a tab, so the caret is in the right column whatever tab width the terminal uses.
  const indent = text.slice(0, column - 1).replaceAll(/[^\t]/g, ' ')
  return `${number} | ${text}\n${' '.repeat(number.length)} | ${indent}^`
}
