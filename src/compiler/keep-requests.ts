import MagicString from 'magic-string'
import { type Edits, use } from './edits.ts'
import type { OptimizedCode } from './optimize.ts'
import { keepsItsRequest } from './request-uses.ts'
import {
  type Call,
  type CodeNode,
  collect,
  identifierOf,
  isFunction,
  type Node,
} from './syntax-tree.ts'

/** Names under which a module exports the functions that we call with a context. */
const HANDLER = /^(?:[A-Z][A-Z-]*|get|head|post|put|patch|delete|del|options|all|onRequest)$/

/** Functions that receive middlewares, by the module they come from. */
const TAKERS = new Set(['defineMiddleware', 'sequence'])
const TAKERS_FROM = new Set(['ssr-pages', 'astro:middleware'])

/** What a module must contain to be worth parsing. */
export const mayKeepRequests: RegExp = /\b(?:request|onRequest|defineMiddleware|sequence)\b/

/**
 * Marks the handlers and middlewares of a module that keep their `request` to themselves. The code
 * itself stays as it is: a statement at its end marks the functions that have a name, and a call
 * marks each function that is passed to `defineMiddleware()` or `sequence()`.
 *
 * @param code - A module of the server, as JavaScript.
 * @param program - Its syntax tree, of type `Program`.
 * @returns The new code, or `undefined` when there is nothing to mark.
 */
export function keepRequests(code: string, program: Node): OptimizedCode | undefined {
  const edits: Edits = { text: new MagicString(code), components: new Set(), names: new Map() }
  const passed = passedMiddlewares(program)
  const names = new Set([
    ...exportedHandlers(program),
    ...passed.map((node) => String(identifierOf(node) ?? '')),
  ])
  for (const node of passed.filter(isFunction).filter(keepsItsRequest)) {
    // Without its use, a bundler may remove the call.
    edits.text.appendLeft(node.start, `/* @__PURE__ */ ${use(edits, 'keepsRequest')}(`)
    edits.text.appendRight(node.end, ')')
  }
  const kept = functionsOf(program, names).filter(([, node]) => keepsItsRequest(node))
  const marks = kept.map(([name]) => `${use(edits, 'keepsRequest')}(${name});`)
  const local = edits.names.get('keepsRequest')
  if (local === undefined) return undefined
  // At the end, where a comment of the first line cannot hide it. Imports come first anyway.
  const ending = `import { keepsRequest as ${local} } from "ssr-pages/runtime";`
  edits.text.append(`\n${[ending, ...marks].join(' ')}\n`)
  return { code: edits.text.toString(), map: edits.text.generateMap({ hires: 'boundary' }) }
}

// The arguments of `defineMiddleware()` and `sequence()`.
function passedMiddlewares(program: Node): CodeNode[] {
  const imports = collect(program, ({ type, source }) => {
    return type === 'ImportDeclaration' && TAKERS_FROM.has(String((source as Node)['value']))
  })
  const specifiers = collect(imports, ({ imported }) => TAKERS.has(String(identifierOf(imported))))
  const names = new Set(specifiers.map(({ local }) => identifierOf(local)))
  const isCall = (node: Node): node is Call =>
    node.type === 'CallExpression' && names.has(identifierOf(node['callee']))
  return collect(program, isCall).flatMap(({ arguments: args }) => args)
}

// The local names of functions that the module exports as handlers.
function exportedHandlers(program: Node): string[] {
  const exports = statementsOf(program).filter(({ type }) => type === 'ExportNamedDeclaration')
  return exports.flatMap(({ declaration, specifiers, source }) => {
    const declared = declaredFunctions(declaration).map(([name]) => name)
    const listed = source ? [] : (specifiers as readonly Node[]).filter(isHandlerExport)
    return [
      ...declared.filter(isHandler),
      ...listed.map(({ local }) => String(identifierOf(local))),
    ]
  })
}

function isHandlerExport({ exported }: Node): boolean {
  return isHandler(String(identifierOf(exported)))
}

function isHandler(name: string): boolean {
  return HANDLER.test(name)
}

// The functions of the module with one of these names, except those whose name may get another
// value.
function functionsOf(program: Node, names: ReadonlySet<string>): [name: string, node: Node][] {
  const found = statementsOf(program)
    .flatMap((node) => declaredFunctions(node['declaration'] ?? node))
    .filter(([name]) => names.has(name))
  if (found.length === 0) return []
  const others = new Set([...assignedNames(program), ...repeatedNames(program)])
  return found.filter(([name]) => !others.has(name))
}

// The functions that a statement of the module declares.
function declaredFunctions(statement: unknown): [name: string, node: Node][] {
  const { type, id, declarations } = (statement ?? {}) as Node
  if (type === 'FunctionDeclaration') return [[String(identifierOf(id)), statement as Node]]
  if (type !== 'VariableDeclaration') return []
  return (declarations as readonly Node[]).flatMap((one) => {
    const name = identifierOf(one['id'])
    const init = one['init'] as Node | null
    return typeof name === 'string' && init !== null && isFunction(init) ? [[name, init]] : []
  })
}

function assignedNames(program: Node): Set<unknown> {
  const targets = collect(program, () => true).flatMap(({ type, left, argument }) =>
    ASSIGNING.has(type) ? [left, argument] : [],
  )
  return new Set(collect(targets, (node) => node.type === 'Identifier').map(({ name }) => name))
}

// `var` may declare a name twice, each time with another value.
function repeatedNames(program: Node): unknown[] {
  const declarations = collect(program, ({ kind }) => kind === 'var')
  const ids = declarations.flatMap(({ declarations: ones }) => (ones as Node[]).map(({ id }) => id))
  const names = collect(ids, (node) => node.type === 'Identifier').map(({ name }) => name)
  const seen = new Set()
  return names.filter((name) => seen.size === seen.add(name).size)
}

const ASSIGNING = new Set([
  'AssignmentExpression',
  'ForInStatement',
  'ForOfStatement',
  'UpdateExpression',
])

function statementsOf(program: Node): readonly Node[] {
  return program['body'] as readonly Node[]
}
