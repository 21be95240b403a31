/**
 * Shows one line of source with its number, and a caret under the column.
 *
 *     2 | const a = ;
 *       |           ^
 *
 * @param source - The whole text.
 * @param line - Counted from 1.
 * @param column - Counted from 1.
 * @returns The two lines, or `''` when the source has no such line.
 */
export function codeFrame(source: string, line: number, column: number): string {
  const text = source.split(/\r\n|[\n\r]/)[line - 1]
  if (text === undefined) return ''
  const number = `  ${line}`
  // A tab stays a tab, so the caret stands right however wide the terminal shows it.
  const indent = text.slice(0, column - 1).replaceAll(/[^\t]/g, ' ')
  return `${number} | ${text}\n${' '.repeat(number.length)} | ${indent}^`
}
