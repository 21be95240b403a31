import { type Edits, type Pieces, toAttributeCode, use } from './edits.ts'
import { type CodeNode, type Node } from './syntax-tree.ts'

/**
 * Writes `class:list` as a `class` attribute when its first name is always present.
 *
 * @returns New code around the expressions that stay, or `undefined` for other lists.
 */
export function toClassPieces(list: CodeNode, edits: Edits): Pieces | undefined {
  const [first, ...rest] = toItems(list)
  const start = first && textOf(first)
  if (!start) return undefined
  const found = rest.findIndex((item) => !isCertain(item))
  const end = found === -1 ? rest.length : found
  const known = rest.slice(0, end).flatMap(toPieces)
  const open = ` class="${toAttributeCode(start)}`
  return [open, ...known, ...toCall(rest.slice(end), edits), '"']
}

// Evaluates all items before the first is read: a getter or iterator of one may change another.
function toCall(items: readonly CodeNode[], edits: Edits): Pieces {
  const [only, ...more] = items
  if (only === undefined) return []
  const print = `\${${use(edits, 'moreClasses')}(`
  if (more.length === 0) return [print, only, ')}']
  return [`${print}[`, only, ...more.flatMap((item) => [', ', item]), '])}']
}

// Flattens nested lists.
function toItems(node: CodeNode): readonly CodeNode[] {
  const elements = node['elements'] as readonly (CodeNode | null)[]
  if (node.type !== 'ArrayExpression' || !elements.every(isItem)) return [node]
  return elements.flatMap(toItems)
}

function isItem(element: CodeNode | null): element is CodeNode {
  return element !== null && element.type !== 'SpreadElement'
}

function isCertain(item: CodeNode): boolean {
  if (textOf(item) !== undefined) return true
  const properties = propertiesOf(item)
  if (properties.length === 0 || !properties.every(isCondition)) return false
  return new Set(properties.map(({ key }) => nameOf(key as Node))).size === properties.length
}

function toPieces(item: CodeNode): Pieces {
  const text = textOf(item)
  if (text !== undefined) return [text === '' ? '' : ` ${toAttributeCode(text)}`]
  return propertiesOf(item).flatMap(({ key, value }) => {
    const name = JSON.stringify(` ${nameOf(key as Node)}`)
    return ['${(', value as CodeNode, `) ? ${name} : ""}`]
  })
}

function propertiesOf(item: CodeNode): readonly Node[] {
  return item.type === 'ObjectExpression' ? (item['properties'] as Node[]) : []
}

// `{ active: isActive }`. Other keys keep the general call: an empty name prints nothing,
// `__proto__` sets the prototype, and JavaScript orders numbers before all other keys.
function isCondition({ type, kind, method, computed, key }: Node): boolean {
  const isPlain = type === 'Property' && kind === 'init' && method !== true && computed !== true
  return isPlain && /^(?!\d+$|__proto__$)[^&"]+$/.test(nameOf(key as Node))
}

function nameOf(key: Node): string {
  return String(key.type === 'Identifier' ? key['name'] : key['value'])
}

function textOf({ type, value }: CodeNode): string | undefined {
  return type === 'Literal' && typeof value === 'string' ? value : undefined
}
