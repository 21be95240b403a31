import { type Node, typeOf } from './syntax-tree.ts'

/** An export, and its value if that is a literal. */
export interface FoundExport {
  /** Offset in the source. */
  readonly start: number
  readonly value?: unknown
}

/**
 * Finds an export of a module by its name.
 *
 * @param program - The syntax tree of the module, of type `Program`.
 * @returns The first such export that is not only a type; `undefined` if there is none.
 */
export function findExport(program: Node, name: string): FoundExport | undefined {
  const isNamed = (node: unknown): boolean =>
    typeOf(node) === 'Identifier' && (node as Node)['name'] === name
  const statements = program['body'] as readonly Node[]
  return statements.flatMap((statement) => exportsOf(statement, isNamed))[0]
}

type IsNamed = (node: unknown) => boolean

function exportsOf(statement: Node, isNamed: IsNamed): FoundExport[] {
  const { type, declaration, exported, exportKind, specifiers } = statement
  if (exportKind === 'type') return []
  if (type === 'ExportAllDeclaration') return isNamed(exported) ? [statement] : []
  if (type !== 'ExportNamedDeclaration') return []
  const listed = (specifiers as readonly Node[]).filter(
    (one) => one['exportKind'] !== 'type' && isNamed(one['exported']),
  )
  return [...listed, ...declaredBy(declaration as Node | null, isNamed)]
}

function declaredBy(declaration: Node | null, isNamed: IsNamed): FoundExport[] {
  if (declaration === null) return []
  if (declaration.type !== 'VariableDeclaration') {
    return isNamed(declaration['id']) ? [declaration] : []
  }
  return (declaration['declarations'] as readonly Node[])
    .filter(({ id }) => isNamed(id))
    .map(({ init, start }) => {
      const isFixed = declaration['kind'] === 'const' && typeOf(init) === 'Literal'
      return isFixed ? (init as Node & FoundExport) : { start }
    })
}
