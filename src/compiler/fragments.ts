import { propertiesOf } from './object-literal.ts'
import { placeAt } from './place.ts'
import type { NamedSource } from './prerender.ts'
import { sourceError } from './source-error.ts'
import { type CodeNode, type Node, isNode, typeOf } from './syntax-tree.ts'

const NAME = 'fragments'

/** A component that can be answered alone. */
export interface Fragment {
  readonly name: string
  /** The module whose default import it is; `undefined` for any other expression. */
  readonly module: string | undefined
}

/**
 * Reads `export const fragments = { lines: CartLines }` of a view without running it.
 *
 * @param program - The syntax tree of the view's frontmatter, of type `Program`.
 * @returns The fragments in their order; `undefined` when there is no such export.
 * @throws {SsrPagesError} FRAGMENTS_INVALID: when the names are known only at run time
 */
export function readFragments(program: Node, named: NamedSource): Fragment[] | undefined {
  const found = (program['body'] as readonly Node[]).find(exportsFragments)
  if (found === undefined) return undefined
  const list = membersOf(found, defaultImports(program))
  if (list.length > 0 && list.every(({ name }) => !/[#\p{Cc}]/u.test(name))) return list
  throw sourceError('FRAGMENTS_INVALID', {
    ...named,
    text: `'${NAME}' must be a constant object of components with plain names, written in its export`,
    ...placeAt(named.source, found.start),
  })
}

function exportsFragments(statement: Node): boolean {
  const { type, declaration, specifiers, exportKind } = statement
  if (type !== 'ExportNamedDeclaration' || exportKind === 'type') return false
  const listed = (specifiers as readonly Node[]).map((one) => one['exported'])
  return [...listed, ...declaredBy(declaration).map(({ id }) => id)].some(isNamed)
}

function declaredBy(declaration: unknown): readonly Node[] {
  if (!isNode(declaration)) return []
  if (declaration.type !== 'VariableDeclaration') return [declaration]
  return declaration['declarations'] as readonly Node[]
}

function isNamed(node: unknown): boolean {
  return typeOf(node) === 'Identifier' && (node as Node)['name'] === NAME
}

function membersOf({ declaration }: Node, imports: ReadonlyMap<unknown, string>): Fragment[] {
  if (!isNode(declaration) || declaration['kind'] !== 'const') return []
  let value = declaredBy(declaration).find(({ id }) => isNamed(id))?.['init']
  while (isNode(value) && WRAPPED.test(value.type)) value = value['expression']
  const members = isNode(value) ? propertiesOf(value as CodeNode) : undefined
  return [...(members ?? [])].map(([name, node]) => ({
    name,
    module: node.type === 'Identifier' ? imports.get(node['name']) : undefined,
  }))
}

/** The modules of default imports by local names. */
function defaultImports(program: Node): ReadonlyMap<unknown, string> {
  const statements = program['body'] as readonly Node[]
  const imports = statements.filter(({ type }) => type === 'ImportDeclaration')
  return new Map(
    imports.flatMap(({ specifiers, source }) =>
      (specifiers as readonly Node[])
        .filter(({ type }) => type === 'ImportDefaultSpecifier')
        .map(({ local }) => [(local as Node)['name'], String((source as Node)['value'])] as const),
    ),
  )
}

// `as const` and `satisfies ...`
const WRAPPED = /^(?:TSAsExpression|TSSatisfiesExpression|ParenthesizedExpression)$/
