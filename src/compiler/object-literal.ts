import type { CodeNode, Node } from './syntax-tree.ts'

/**
 * Reads an object literal such as `{ left, 'top': y }`.
 *
 * @returns The values by name, in the order in which JavaScript lists them. `undefined` for other
 *   nodes, and for objects whose names or order are known only at run time: JavaScript orders
 *   numbers before all other names, and `__proto__` sets the prototype.
 */
export function propertiesOf(node: CodeNode): ReadonlyMap<string, CodeNode> | undefined {
  if (node.type !== 'ObjectExpression') return undefined
  const list = node['properties'] as readonly Node[]
  if (!list.every(isPlain)) return undefined
  const properties = list.map(({ key, value }) => [nameOf(key as Node), value as CodeNode] as const)
  const values = new Map(properties)
  const isOrdered = [...values.keys()].every((name) => !/^(?:\d+|__proto__)$/.test(name))
  return isOrdered && values.size === list.length ? values : undefined
}

/**
 * Reads a literal as the text that it prints.
 *
 * @returns The text of a string or of a template literal without values; `undefined` for others.
 */
export function textOf({ type, value, quasis }: CodeNode): string | undefined {
  if (type === 'Literal' && typeof value === 'string') return value
  const [quasi, ...more] = type === 'TemplateLiteral' ? (quasis as readonly Node[]) : []
  return quasi && more.length === 0 ? cookedOf(quasi) : undefined
}

/** Reads the text between two values of a template literal. */
export function cookedOf({ value }: Node): string {
  return (value as { cooked: string }).cooked
}

function isPlain({ type, kind, method, computed }: Node): boolean {
  return type === 'Property' && kind === 'init' && method !== true && computed !== true
}

function nameOf(key: Node): string {
  return String(key.type === 'Identifier' ? key['name'] : key['value'])
}
