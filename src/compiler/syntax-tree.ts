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
export function collect<T extends Node>(value: unknown, wanted: (node: Node) => node is T): T[]
export function collect(value: unknown, wanted: (node: Node) => boolean): Node[]
export function collect(value: unknown, wanted: (node: Node) => boolean): Node[] {
  const found: Node[] = []
  visit(value, (node) => {
    if (wanted(node)) found.push(node)
    return true
  })
  return found
}

/**
 * Finds nodes inside of others, each once, however deeply those are nested.
 *
 * @param value - A node, a list of nodes, or anything that holds none.
 * @param outer - Tells which to look into.
 * @param wanted - Tells which to find there.
 * @returns The nodes in document order.
 */
export function collectWithin(
  value: unknown,
  outer: (node: Node) => boolean,
  wanted: (node: Node) => boolean,
): Node[] {
  const found: Node[] = []
  visit(value, (node) => {
    if (!outer(node)) return true
    found.push(...collect(node, wanted))
    return false
  })
  return found
}

// Parents before their children; `enter` tells whether to look into a node.
function visit(value: unknown, enter: (node: Node) => boolean): void {
  if (typeof value !== 'object' || value === null) return
  if (isNode(value) && !enter(value)) return
  for (const key in value) visit(value[key as keyof typeof value], enter)
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

/**
 * Finds nodes that belong to a function itself: those in functions inside of it are left out.
 *
 * @param value - A node, a list of nodes, or anything that holds none.
 * @param wanted - Tells which.
 * @returns The nodes in document order, parents before their children.
 */
export function collectOwn(value: unknown, wanted: (node: Node) => boolean): Node[] {
  const found: Node[] = []
  visit(value, (node) => {
    const isOwn = !FUNCTION.test(node.type)
    if (isOwn && wanted(node)) found.push(node)
    return isOwn
  })
  return found
}

const FUNCTION = /^(?:Arrow)?Function(?:Expression|Declaration)$/

/**
 * Gives all names that are declared somewhere in a node: constants, parameters, functions, patterns of
 * these; imports are none.
 *
 * @param node - The node.
 * @returns The names, each as often as it is declared.
 */
export function declaredNames(node: Node): string[] {
  const patterns = collect(node, () => true).flatMap(({ id, params, param }) => [id, params, param])
  return collect(patterns, (one) => identifierOf(one) !== undefined).map(({ name }) => String(name))
}

/**
 * Gives the name of a plain identifier.
 *
 * @param node - Anything.
 * @returns The name; `undefined` for all else.
 */
export function identifierOf(node: unknown): unknown {
  return typeOf(node) === 'Identifier' ? (node as Node)['name'] : undefined
}

/**
 * Gives the text of plain members.
 *
 * @param node - Anything.
 * @returns `a.b.c`; `undefined` for all else.
 */
export function pathOf(node: unknown): string | undefined {
  if (typeOf(node) !== 'MemberExpression') return identifierOf(node)?.toString()
  const { object, property, computed, optional } = node as Node
  const path = computed === true || optional === true ? undefined : pathOf(object)
  return path && `${path}.${String(identifierOf(property))}`
}

/**
 * Tells whether a node calls a function by its plain name.
 *
 * @param node - Anything.
 * @param name - The function's name.
 * @returns True for `name(...)`.
 */
export function isCallOf(node: unknown, name: string): node is Call {
  return typeOf(node) === 'CallExpression' && identifierOf((node as Node)['callee']) === name
}

/** A node with its end, as JavaScript parsers give it. */
export type CodeNode = Node & { readonly end: number }

/** `callee(...arguments)` */
export type Call = CodeNode & { readonly callee: CodeNode; readonly arguments: readonly CodeNode[] }
