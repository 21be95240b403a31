import { identifierOf, isNode, type Node, typeOf } from '../compiler/syntax-tree.ts'

/** What a module exports under a name, as far as its own text tells. */
export type ExportedValue =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'missing' }
  /** A value that no framework can render; `what` is `a number`, for example. */
  | { readonly kind: 'no component'; readonly what: string }

const UNKNOWN: ExportedValue = { kind: 'unknown' }

/**
 * Judges an export that is used as a component.
 *
 * @param program - The module.
 * @param name - The exported name; `default` for the default export.
 */
export function judgeExport(program: Node, name: string): ExportedValue {
  const body = program['body'] as Node[]
  for (const statement of body) {
    const { type, declaration } = statement
    if (type === 'TSExportAssignment') return UNKNOWN
    if (type === 'ExportAllDeclaration' && statement['exported'] === null && name !== 'default') {
      return UNKNOWN
    }
    if (type === 'ExportAllDeclaration' && nameOf(statement['exported']) === name) return UNKNOWN
    if (type === 'ExportDefaultDeclaration' && name === 'default') {
      return judgeValue(declaration, body)
    }
    if (type !== 'ExportNamedDeclaration') continue
    if (declares(declaration, name)) return judgeName(name, body)
    const specifier = (statement['specifiers'] as Node[]).find(
      ({ exported }) => nameOf(exported) === name,
    )
    if (specifier === undefined) continue
    return statement['source'] ? UNKNOWN : judgeName(nameOf(specifier['local']), body)
  }
  return { kind: 'missing' }
}

function nameOf(node: unknown): unknown {
  return identifierOf(node) ?? (isNode(node) ? node['value'] : undefined)
}

// Only what is certainly a plain value counts: a call or another import may give a component.
function judgeName(name: unknown, body: readonly Node[]): ExportedValue {
  for (const statement of body) {
    const declaration = isNode(statement['declaration']) ? statement['declaration'] : statement
    if (declaration.type !== 'VariableDeclaration' || declaration['kind'] !== 'const') continue
    const found = (declaration['declarations'] as Node[]).find(({ id }) => nameOf(id) === name)
    if (found) return judgeValue(found['init'], body)
  }
  return UNKNOWN
}

function declares(declaration: unknown, name: string): boolean {
  if (!isNode(declaration)) return false
  if (declaration.type.startsWith('TS') && declaration.type !== 'TSEnumDeclaration') return false
  if (declaration.type !== 'VariableDeclaration') return nameOf(declaration['id']) === name
  return (declaration['declarations'] as Node[]).some(
    // A pattern may have the name at any depth.
    ({ id }) => typeOf(id) !== 'Identifier' || nameOf(id) === name,
  )
}

function judgeValue(value: unknown, body: readonly Node[]): ExportedValue {
  if (!isNode(value)) return UNKNOWN
  if (value.type === 'Identifier') return judgeName(nameOf(value), body)
  const what = describeValue(value)
  return what === undefined ? UNKNOWN : { kind: 'no component', what }
}

function describeValue(value: Node): string | undefined {
  switch (value.type) {
    case 'Literal':
      return value['value'] === null ? 'no component' : `a ${typeof value['value']}`
    case 'TemplateLiteral':
      return 'a string'
    case 'ArrayExpression':
      return 'a list'
    case 'JSXElement':
    case 'JSXFragment':
      return 'an element, not the function that returns it'
    case 'ObjectExpression':
      return (value['properties'] as Node[]).every(isPlain)
        ? 'an object of plain values'
        : undefined
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return isNode(value['expression']) ? describeValue(value['expression']) : undefined
    default:
      return undefined
  }
}

// Components of Vue and others may be objects with functions.
function isPlain(property: Node): boolean {
  const { value } = property
  return isNode(value) && value.type !== 'JSXElement' && describeValue(value) !== undefined
}
