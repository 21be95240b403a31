import { type Edits, toAttributeCode, use } from './edits.ts'
import { type CodeNode, type Node } from './syntax-tree.ts'

type Pieces = readonly (string | CodeNode)[]

/**
 * Writes `class:list` as a `class` attribute, when its first name is always there.
 *
 * @param list - The list.
 * @param edits - The module.
 * @returns New code around the expressions that stay; `undefined` for other lists.
 */
export function toClassPieces(list: CodeNode, edits: Edits): Pieces | undefined {
  const [first, ...rest] = toItems(list)
  const start = first && textOf(first)
  if (!start) return undefined
  return [
    ` class="${toAttributeCode(start)}`,
    ...rest.flatMap((item) => toPieces(item, edits)),
    '"',
  ]
}

// Lists in lists are one list.
function toItems(node: CodeNode): readonly CodeNode[] {
  const elements = node['elements'] as readonly (CodeNode | null)[]
  if (node.type !== 'ArrayExpression' || !elements.every(isItem)) return [node]
  return elements.flatMap(toItems)
}

function isItem(element: CodeNode | null): element is CodeNode {
  return element !== null && element.type !== 'SpreadElement'
}

function toPieces(item: CodeNode, edits: Edits): Pieces {
  const text = textOf(item)
  if (text !== undefined) return [text === '' ? '' : ` ${toAttributeCode(text)}`]
  const properties = item.type === 'ObjectExpression' ? (item['properties'] as Node[]) : []
  if (properties.length > 0 && properties.every(isCondition)) {
    return properties.flatMap(({ key, value }) => {
      const name = JSON.stringify(` ${nameOf(key as Node)}`)
      return ['${(', value as CodeNode, `) ? ${name} : ""}`]
    })
  }
  return [`\${${use(edits, 'moreClasses')}(`, item, ')}']
}

// `{ active: isActive }`; a name without text would be nothing.
function isCondition(property: Node): boolean {
  const { type, kind, method, computed, key } = property
  const isPlain = type === 'Property' && kind === 'init' && method !== true && computed !== true
  return isPlain && /^[^&"]+$/.test(nameOf(key as Node))
}

function nameOf(key: Node): string {
  return String(key.type === 'Identifier' ? key['name'] : key['value'])
}

function textOf({ type, value }: CodeNode): string | undefined {
  return type === 'Literal' && typeof value === 'string' ? value : undefined
}
