const NAMED =
  /\((?:reading|setting) '(.{1,200}?)'\)|(?<![\w$])([\w$]+) is not (?:a |defined|iterable)/

/**
 * Finds the column that a message means. The map of a component knows where statements begin; what the
 * message names is on the same line.
 *
 * @param line - Text of the line.
 * @param column - Counted from 1; where the statement begins.
 * @param message - Of an error of JavaScript.
 * @returns The column of the name; where it is not in the line, that of the first character.
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
