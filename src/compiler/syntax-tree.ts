/** A node of the syntax tree (ESTree with JSX); only what is read here. */
export type Node = Readonly<Record<string, unknown>> & {
  readonly type: string
  readonly start: number
}

/**
 * Finds nodes at any depth.
 *
 * @param value - A node, a list of nodes, or anything that holds none.
 * @param wanted - Tells which.
 * @returns The nodes in document order, parents before their children.
 */
export function collect(value: unknown, wanted: (node: Node) => boolean): Node[] {
  if (Array.isArray(value)) return value.flatMap((item) => collect(item, wanted))
  if (!isNode(value)) return []
  const below = Object.values(value).flatMap((part) => collect(part, wanted))
  return wanted(value) ? [value, ...below] : below
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value
}

/**
 * Gives the attributes of an element.
 *
 * @param element - The element.
 * @returns Attributes and spreads, as they stand.
 */
export function attributesOf(element: Node): Node[] {
  return (element['openingElement'] as Node)['attributes'] as Node[]
}

/**
 * Gives the tag of an element.
 *
 * @param element - The element.
 * @returns Its name, or `undefined` when that is no plain one.
 */
export function tagOf(element: Node): unknown {
  return nameOf(element['openingElement'])
}

/**
 * Gives the name of an attribute or an opening tag.
 *
 * @param node - The node.
 * @returns Its name, `set:text` for one; `undefined` when there is none.
 */
export function nameOf(node: unknown): unknown {
  return isNode(node) && isNode(node['name']) ? node['name']['name'] : undefined
}

/**
 * Gives the type of a node.
 *
 * @param node - Anything.
 * @returns The type; `undefined` for what is no node.
 */
export function typeOf(node: unknown): string | undefined {
  return isNode(node) ? node.type : undefined
}
