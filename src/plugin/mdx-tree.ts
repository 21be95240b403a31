import {
  type Call,
  type CodeNode,
  identifierOf,
  isFunction,
  isNode,
  type Node,
  pathOf,
  typeOf,
  visit,
} from '../compiler/syntax-tree.ts'

/** The module of Astro that compiled MDX imports its JSX from. */
export const JSX_RUNTIME = 'astro/jsx-runtime'

/** What is rewritten in a compiled `.mdx` file. */
export interface MdxTree {
  /** The statements of the module. */
  readonly body: readonly CodeNode[]
  /** Local names of `jsx`, `jsxs` and `jsxDEV`. */
  readonly jsx: ReadonlySet<string>
  /** Local names of `Fragment`. */
  readonly fragments: readonly string[]
  /** Calls of `jsx()` in document order. */
  readonly calls: readonly Call[]
  /** Functions that return JSX and are values: `components = { h1: (props) => <h2 {...props} /> }`. */
  readonly functions: readonly CodeNode[]
  /** Names of functions that the module declares, and that contain JSX. */
  readonly declared: readonly string[]
}

const CALLABLE: ReadonlySet<unknown> = new Set(['jsx', 'jsxs', 'jsxDEV'])

/**
 * Reads a module that `@astrojs/mdx` has compiled.
 *
 * @param program - The parsed module.
 * @returns `undefined` for a module that another tool has compiled.
 */
export function readMdx(program: Node): MdxTree | undefined {
  const body = program['body'] as CodeNode[]
  const specifiers = body.filter((one) => sourceOf(one) === JSX_RUNTIME).flatMap(specifiersOf)
  if (specifiers.length === 0) return undefined
  const jsx = new Set(
    specifiers.filter(({ imported }) => CALLABLE.has(imported)).map(({ local }) => local),
  )
  const isJsx = (node: Node): node is Call =>
    node.type === 'CallExpression' && jsx.has(String(identifierOf(node['callee'])))
  const calls: Call[] = []
  const functions: CodeNode[] = []
  visitWithParent(program, (node, parent) => {
    if (isJsx(node)) calls.push(node)
    if (isValue(node, parent) && contains(node, isJsx)) functions.push(node)
  })
  return {
    body,
    jsx,
    fragments: specifiers.flatMap(({ imported, local }) => (imported === 'Fragment' ? local : [])),
    calls,
    functions,
    declared: body.flatMap((one) => declaredFunction(one, isJsx)),
  }
}

/** A name of an import. */
export interface Specifier {
  /** The name that the other module exports; `*` for all of it. */
  readonly imported: string
  readonly local: string
  readonly node: CodeNode
}

/** Returns the module that a statement imports. */
export function sourceOf(statement: Node): unknown {
  return statement.type === 'ImportDeclaration' ? (statement['source'] as Node)['value'] : undefined
}

/** Returns the names of an import. */
export function specifiersOf(statement: Node): Specifier[] {
  return (statement['specifiers'] as CodeNode[]).map((node) => {
    const imported = node['imported'] as Node | undefined
    const whole = node.type === 'ImportNamespaceSpecifier' ? '*' : 'default'
    return {
      imported:
        imported === undefined ? whole : String(identifierOf(imported) ?? imported['value']),
      local: String(identifierOf(node['local'])),
      node,
    }
  })
}

/** Names that compilers of MDX declare themselves. */
const OWN = /^(?:_\w*|MDXLayout|MDXContent|__\w+__)$/

/** Returns the tag of a call of `jsx()` as the author wrote it; `undefined` for an element. */
export function tagOfCall(call: Call): string | undefined {
  const path = pathOf(call.arguments[0])
  return path === undefined || OWN.test(path.split('.')[0] ?? '') ? undefined : path
}

/** Returns the objects that the props of a call are written in, without what is spread into them. */
export function writtenProps(call: Call): Node[] {
  const props = call.arguments[1]
  if (props === undefined) return []
  if (props.type === 'ObjectExpression') return [props]
  // `Object.assign({ title: "a" }, props, { children })`
  if (props.type !== 'CallExpression' || pathOf(props['callee']) !== 'Object.assign') return []
  return (props['arguments'] as Node[]).filter(({ type }) => type === 'ObjectExpression')
}

/** A property of an object literal, with its value. */
export interface Property {
  readonly name: string
  readonly key: CodeNode
  readonly value: CodeNode
  readonly node: CodeNode
}

/** Returns the properties of an object literal whose names are constant. */
export function propertiesOf(object: Node): Property[] {
  return (object['properties'] as CodeNode[]).flatMap((node) => {
    if (node.type !== 'Property' || node['computed'] === true) return []
    const key = node['key'] as CodeNode
    const name = String(identifierOf(key) ?? key['value'])
    return [{ name, key, value: node['value'] as CodeNode, node }]
  })
}

// A function that is passed to another one, such as that of `list.map()`, is no component.
function isValue(node: Node, parent: Node | undefined): node is CodeNode {
  if (node.type !== 'ArrowFunctionExpression' && node.type !== 'FunctionExpression') return false
  if (parent === undefined || parent.type === 'MethodDefinition') return false
  if (parent.type === 'CallExpression' || parent.type === 'NewExpression') return false
  return !(parent.type === 'Property' && (parent['method'] === true || parent['kind'] !== 'init'))
}

function declaredFunction(statement: Node, isJsx: (node: Node) => boolean): string[] {
  const declaration = isNode(statement['declaration']) ? statement['declaration'] : statement
  const isOne = isFunction(declaration) && typeOf(declaration) === 'FunctionDeclaration'
  const name = isOne ? identifierOf(declaration['id']) : undefined
  return name !== undefined && contains(declaration, isJsx) ? [String(name)] : []
}

function contains(node: Node, wanted: (node: Node) => boolean): boolean {
  let isFound = false
  visit(node, (one) => {
    isFound ||= wanted(one)
    return !isFound
  })
  return isFound
}

function visitWithParent(
  value: unknown,
  enter: (node: Node, parent: Node | undefined) => void,
  parent?: Node,
): void {
  if (typeof value !== 'object' || value === null) return
  const inside = isNode(value) ? value : parent
  if (isNode(value)) enter(value, parent)
  for (const key in value) visitWithParent(value[key as keyof typeof value], enter, inside)
}
