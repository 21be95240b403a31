const NAMED =
  /\((?:reading|setting) '(.{1,200}?)'\)|(?<![\w$])([\w$]+) is not (?:a |defined|iterable)/

/**
 * Finds the column that an error message is about. The map of a component only knows where a
 * statement begins; the name in the message is on the same line.
 *
 * @param line - Text of the line.
 * @param column - The column where the statement begins, counted from 1.
 * @param message - Message of an error of JavaScript.
 * @returns The column of the name, or of the first character when the line does not contain the
 *   name.
 */
export function toNamedColumn(line: string, column: number, message: string): number {
  const [, read, used] = NAMED.exec(message) ?? []
  const name = read ?? used
  const words = [...line.matchAll(/[\w$]+/g)]
  const found = words.find(({ 0: word, index }) => word === name && index >= column - 1)
  if (found) return found.index + 1
  // A statement does not begin with its indentation.
  const [indent = ''] = /^\s*/.exec(line.slice(column - 1)) ?? []
  return indent.length < line.length - column + 1 ? column + indent.length : column
}
