import { parse } from '@astrojs/compiler-rs'
import { findExport } from './find-export.ts'
import { placeAt } from './place.ts'
import { sourceError } from './source-error.ts'
import { collect, type Node } from './syntax-tree.ts'

/** A source file and its name for messages. */
export interface NamedSource {
  /** Relative to the project. */
  readonly file: string
  readonly source: string
}

const NAME = 'prerender'

/**
 * Reads `export const prerender = true` of a module without running it.
 *
 * @param program - The syntax tree of the module, of type `Program`.
 * @returns The value, or `undefined` when there is no such export.
 * @throws {SsrPagesError} PRERENDER_INVALID: when the value is not a literal boolean
 */
export function readPrerender(program: Node, named: NamedSource): boolean | undefined {
  const found = findExport(program, NAME)
  if (found === undefined) return undefined
  const { value } = found
  if (typeof value === 'boolean') return value
  throw sourceError('PRERENDER_INVALID', {
    ...named,
    text: `'${NAME}' must be the constant true or false, written in this file`,
    ...placeAt(named.source, found.start),
  })
}

/**
 * Parses the frontmatter of an `.astro` file.
 *
 * @returns Its syntax tree, or `undefined` when there is no frontmatter or it has a syntax error.
 */
export function parseFrontmatter(source: string): Node | undefined {
  const { ast, diagnostics } = parse(source)
  if (diagnostics.some(({ severity }) => severity === 'error')) return undefined
  const { frontmatter } = ast as unknown as Record<string, unknown>
  return collect(frontmatter, ({ type }) => type === 'Program')[0]
}
