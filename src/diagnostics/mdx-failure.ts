import { type Place, placeAt } from '../compiler/place.ts'

// `Expected a closing tag for `<div>` (3:1-3:6)`
const WRITTEN_PLACE = / \((\d+):(\d+)(?:-\d+:\d+)?\)/
// `Could not render `Local`. No matching import has been found`, `import for component `Local``
const COMPONENT = /(?:Could not render|for component) `([\w.$]+)`/

/**
 * Finds the place of an error of an MDX compiler that names it in its message only.
 *
 * @param text - The message.
 * @param source - The `.mdx` file.
 */
export function findInMdx(text: string, source: string): Place | undefined {
  const [, line, column] = WRITTEN_PLACE.exec(text) ?? []
  if (line !== undefined) return { line: Number(line), column: Number(column) }
  const name = COMPONENT.exec(text)?.[1]
  const at = name === undefined ? -1 : source.indexOf(`<${name}`)
  return at < 0 ? undefined : placeAt(source, at)
}

/**
 * Advises what to do about an error of an MDX compiler.
 *
 * @returns `undefined` if the message says it all.
 */
export function adviseMdx(file: string, text: string): string | undefined {
  if (!file.endsWith('.mdx')) return undefined
  if (/^Could not parse (?:esm|import\/exports)/.test(text)) {
    return 'An .mdx file has JavaScript without types: move code with types into a .ts file, and import it.'
  }
  const name = COMPONENT.exec(text)?.[1]
  if (name === undefined) return undefined
  return `Browsers load an island by its module: move ${name} into a file of its own, and import it.`
}
