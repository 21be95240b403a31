/** A node of the syntax tree (ESTree with JSX), with the few members that are read here. */
export type Node = Readonly<Record<string, unknown>> & {
  readonly type: string
  readonly start: number
}

/**
 * Finds nodes at any depth.
 *
 * @param value - A node, a list of nodes, or any other value, which has no nodes.
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
 * Finds nodes inside other nodes, each once, even where the outer nodes are nested.
 *
 * @param outer - Selects the nodes to search in.
 * @param wanted - Selects the nodes to find there.
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

/**
 * Visits nodes at any depth, parents before their children.
 *
 * @param enter - Called with each node; returns true to visit its children.
 */
export function visit(value: unknown, enter: (node: Node) => boolean): void {
  if (typeof value !== 'object' || value === null) return
  if (isNode(value) && !enter(value)) return
  for (const key in value) visit(value[key as keyof typeof value], enter)
}

/** Tells whether a value is a node of a syntax tree. */
export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value
}

/** Returns the attributes and spreads of an element. */
export function attributesOf(element: Node): Node[] {
  return (element['openingElement'] as Node)['attributes'] as Node[]
}

/** Returns the name of an element's tag; `undefined` when it is not a plain name. */
export function tagOf(element: Node): unknown {
  return nameOf(element['openingElement'])
}

/** Returns the name of an attribute or an opening tag, such as `set:text`. */
export function nameOf(node: unknown): unknown {
  return isNode(node) && isNode(node['name']) ? node['name']['name'] : undefined
}

/** Returns the type of a node; `undefined` for any other value. */
export function typeOf(node: unknown): string | undefined {
  return isNode(node) ? node.type : undefined
}

/**
 * Finds nodes that belong to a function itself, and none in the functions inside it.
 *
 * @returns The nodes in document order, parents before their children.
 */
export function collectOwn(value: unknown, wanted: (node: Node) => boolean): Node[] {
  const found: Node[] = []
  visit(value, (node) => {
    const isOwn = !isFunction(node)
    if (isOwn && wanted(node)) found.push(node)
    return isOwn
  })
  return found
}

/** Tells whether a node is a function of any form. */
export function isFunction(node: Node): node is CodeNode {
  return FUNCTION.test(node.type)
}

const FUNCTION = /^(?:Arrow)?Function(?:Expression|Declaration)$/

/**
 * Returns all names that a node declares at any depth: variables, parameters, functions and their
 * patterns, but not imports. A name that is declared twice appears twice.
 */
export function declaredNames(node: Node): string[] {
  const patterns = collect(node, () => true).flatMap(({ id, params, param }) => [id, params, param])
  return collect(patterns, (one) => identifierOf(one) !== undefined).map(({ name }) => String(name))
}

/** Returns the name of a plain identifier; `undefined` for any other value. */
export function identifierOf(node: unknown): unknown {
  return typeOf(node) === 'Identifier' ? (node as Node)['name'] : undefined
}

/**
 * Returns the text of a plain member expression such as `a.b.c`; `undefined` for any other value.
 */
export function pathOf(node: unknown): string | undefined {
  if (typeOf(node) !== 'MemberExpression') return identifierOf(node)?.toString()
  const { object, property, computed, optional } = node as Node
  const path = computed === true || optional === true ? undefined : pathOf(object)
  return path && `${path}.${String(identifierOf(property))}`
}

/** Tells whether a node is a call `name(...)`. */
export function isCallOf(node: unknown, name: string): node is Call {
  return typeOf(node) === 'CallExpression' && identifierOf((node as Node)['callee']) === name
}

/** A node with its end, which JavaScript parsers always set. */
export type CodeNode = Node & { readonly end: number }

/** `callee(...arguments)` */
export type Call = CodeNode & { readonly callee: CodeNode; readonly arguments: readonly CodeNode[] }
