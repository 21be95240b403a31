import { identifierOf, isNode, type Node } from './syntax-tree.ts'

/** What a name or an expression stands for. */
type Role = 'context' | 'request' | 'headers'

/** What a member of one of these is; `value` has nothing to do with the request any more. */
type Member = Role | 'value' | 'method' | 'lookup'

const VALUES = ['method', 'url', 'signal', 'bodyUsed']
const READERS = ['json', 'text', 'formData', 'bytes', 'arrayBuffer', 'blob']

/** Functions of the context that do not look at the object they are called on. */
const FREE_CALLS = new Set(['redirect', 'rewrite'])

/**
 * Tells whether a function keeps the `request` of its first parameter to itself: it only reads
 * members that give nothing away. Whatever is not certain counts as passing it on.
 *
 * The parameter and the names that stand for it are followed by their spelling: any other use of
 * such a name inside the function, even of another variable, counts as passing the request on.
 *
 * @param handler - Any function.
 */
export function keepsItsRequest(handler: Node): boolean {
  const [param] = handler['params'] as readonly Node[]
  const uses = new RequestUses(handler)
  return !uses.isUncertain && (param === undefined || uses.bind(param, 'context'))
}

/**
 * Tells whether code keeps the `request` of a variable to itself, as {@link keepsItsRequest} does.
 *
 * @param code - All statements in which the variable can be used, without its declaration.
 * @param name - The variable, which holds the context.
 */
export function keepsRequestIn(code: readonly Node[], name: string): boolean {
  const uses = new RequestUses(code)
  return !uses.isUncertain && uses.follow(name, undefined, 'context')
}

/** The identifiers of some code, and where each is used. */
class RequestUses {
  /** True if the code can reach its variables in ways that are not followed. */
  isUncertain = false
  readonly #parents = new Map<Node, Node>()
  readonly #identifiers = new Map<string, Node[]>()
  readonly #followed = new Set<string>()

  constructor(code: unknown) {
    this.#index(code, undefined)
  }

  /**
   * Follows the names of a pattern.
   *
   * @param pattern - A parameter, or the left side of a declaration.
   * @param role - What the right side stands for.
   * @returns Whether the code keeps all of them.
   */
  bind(pattern: Node, role: Role): boolean {
    const name = identifierOf(pattern)
    if (typeof name === 'string') return this.follow(name, pattern, role)
    if (pattern.type !== 'ObjectPattern') return false
    return (pattern['properties'] as readonly Node[]).every((property) => {
      const { type, key, value, computed } = property
      const member = identifierOf(key)
      if (type !== 'Property' || computed === true || typeof member !== 'string') return false
      const found = memberOf(role, member)
      if (found === 'request' || found === 'headers') return this.bind(value as Node, found)
      return found === 'value'
    })
  }

  /**
   * Follows a name.
   *
   * @param declaration - The identifier that declares it, if it is part of the code.
   * @returns Whether the code keeps what it stands for.
   */
  follow(name: string, declaration: Node | undefined, role: Role): boolean {
    if (this.#followed.has(name)) return false
    this.#followed.add(name)
    const identifiers = this.#identifiers.get(name) ?? []
    return identifiers.every((node) => node === declaration || this.#isKept(node, role))
  }

  #isKept(expression: Node, role: Role): boolean {
    const { node, parent } = this.#outside(expression)
    if (parent?.type === 'VariableDeclarator' && parent['init'] === node) {
      return this.bind(parent['id'] as Node, role)
    }
    const name = parent?.type === 'MemberExpression' ? propertyOf(parent, node) : undefined
    if (parent === undefined || name === undefined) return false
    const member = memberOf(role, name)
    switch (member) {
      case 'request':
      case 'headers':
        return this.#isKept(parent, member)
      case 'method':
        return this.#callOf(parent) !== undefined
      case 'lookup': {
        const args = this.#callOf(parent)
        return args?.length === 1 && args[0]?.type !== 'SpreadElement'
      }
      case 'value':
        return this.#isRead(parent, role === 'context' && FREE_CALLS.has(name))
      default:
        return false
    }
  }

  // Whether a member is read, and not the target of an assignment or the function of a call, which
  // would receive the object as `this`.
  #isRead(member: Node, isCallable: boolean): boolean {
    const { node, parent } = this.#outside(member)
    if (parent === undefined) return true
    if (parent.type === 'CallExpression' && parent['callee'] === node) return isCallable
    if (parent.type === 'UnaryExpression') return parent['operator'] !== 'delete'
    if (parent.type === 'Property') return !isPattern(this.#parents.get(parent))
    return !(isPattern(parent) || TARGETS[parent.type]?.some((key) => parent[key] === node))
  }

  #callOf(method: Node): readonly Node[] | undefined {
    const { node, parent } = this.#outside(method)
    const isCall = parent?.type === 'CallExpression' && parent['callee'] === node
    return isCall ? (parent['arguments'] as readonly Node[]) : undefined
  }

  // The node around an expression; `a?.b` has one more node for the whole chain.
  #outside(expression: Node): { readonly node: Node; readonly parent: Node | undefined } {
    const parent = this.#parents.get(expression)
    return parent?.type === 'ChainExpression' ? this.#outside(parent) : { node: expression, parent }
  }

  #index(value: unknown, parent: Node | undefined): void {
    if (typeof value !== 'object' || value === null) return
    const node = isNode(value) ? value : undefined
    if (node !== undefined && parent !== undefined) this.#parents.set(node, parent)
    if (node !== undefined) this.#note(node)
    for (const key in value) {
      if (node === undefined || !isName(node, key)) {
        this.#index(value[key as keyof typeof value], node ?? parent)
      }
    }
  }

  #note(node: Node): void {
    const name = identifierOf(node)
    if (name === 'eval' || name === 'arguments' || node.type === 'ThisExpression') {
      this.isUncertain = true
    }
    if (typeof name !== 'string') return
    const known = this.#identifiers.get(name)
    if (known === undefined) this.#identifiers.set(name, [node])
    else known.push(node)
  }
}

function memberOf(role: Role, name: string): Member | undefined {
  if (role === 'headers') return name === 'get' || name === 'has' ? 'lookup' : undefined
  if (role === 'context') {
    if (name === 'request') return 'request'
    // `context.valueOf()` would be the context itself.
    return name in Object.prototype ? undefined : 'value'
  }
  if (name === 'headers') return 'headers'
  if (READERS.includes(name)) return 'method'
  return VALUES.includes(name) ? 'value' : undefined
}

/** Nodes that change one of their members or call it with the object, and the keys of that member. */
const TARGETS: Readonly<Record<string, readonly string[]>> = {
  AssignmentExpression: ['left'],
  AssignmentPattern: ['left'],
  ForInStatement: ['left'],
  ForOfStatement: ['left'],
  RestElement: ['argument'],
  TaggedTemplateExpression: ['tag'],
  UpdateExpression: ['argument'],
}

function isPattern(node: Node | undefined): boolean {
  return node?.type === 'ObjectPattern' || node?.type === 'ArrayPattern'
}

function propertyOf({ object, property, computed }: Node, node: Node): string | undefined {
  const name = object === node && computed !== true ? identifierOf(property) : undefined
  return typeof name === 'string' ? name : undefined
}

/** Keys whose identifier is only a name, and no variable. */
const NAMES: Readonly<Record<string, string>> = {
  AccessorProperty: 'key',
  BreakStatement: 'label',
  ContinueStatement: 'label',
  LabeledStatement: 'label',
  MemberExpression: 'property',
  MethodDefinition: 'key',
  Property: 'key',
  PropertyDefinition: 'key',
}

function isName(node: Node, key: string): boolean {
  return NAMES[node.type] === key && node['computed'] !== true
}
