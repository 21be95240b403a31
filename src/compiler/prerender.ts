import { parse } from '@astrojs/compiler-rs'
import { placeAt } from './place.ts'
import { sourceError } from './source-error.ts'
import { collect, type Node, typeOf } from './syntax-tree.ts'

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
  const statements = program['body'] as readonly Node[]
  const [found] = statements.flatMap(exportsOf)
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

/** An export with the name `prerender`, and its value if that is a literal. */
interface Found {
  readonly start: number
  readonly value?: unknown
}

function exportsOf(statement: Node): Found[] {
  const { type, declaration, exported, exportKind, specifiers } = statement
  if (exportKind === 'type') return []
  if (type === 'ExportAllDeclaration') return isNamed(exported) ? [statement] : []
  if (type !== 'ExportNamedDeclaration') return []
  const listed = specifiers as readonly Node[]
  return [...listed.filter(isListed), ...declaredBy(declaration as Node | null)]
}

function isListed({ exported, exportKind }: Node): boolean {
  return exportKind !== 'type' && isNamed(exported)
}

function declaredBy(declaration: Node | null): Found[] {
  if (declaration === null) return []
  if (declaration.type !== 'VariableDeclaration') {
    return isNamed(declaration['id']) ? [declaration] : []
  }
  return (declaration['declarations'] as readonly Node[])
    .filter(({ id }) => isNamed(id))
    .map(({ init, start }) => {
      const isFixed = declaration['kind'] === 'const' && typeOf(init) === 'Literal'
      return isFixed ? (init as Node & Found) : { start }
    })
}

function isNamed(node: unknown): boolean {
  return typeOf(node) === 'Identifier' && (node as Node)['name'] === NAME
}
