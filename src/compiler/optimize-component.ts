import { type Edits, use } from './edits.ts'
import { resultsOf } from './optimize-list.ts'
import { beginsWithHead, type Template, type TemplateRole } from './optimize-template.ts'
import {
  type Call,
  type CodeNode,
  collect,
  collectOwn,
  identifierOf,
  type Node,
} from './syntax-tree.ts'

/**
 * Rewrites a component that needs less than every component gets: without `Astro` when it reads only
 * its props, and not async when it waits for nothing itself.
 *
 * @param call - `$$createComponent(...)`.
 * @param edits - The module.
 * @returns Its templates, with what it does for them.
 */
export function optimizeComponent(call: Call, edits: Edits): (readonly [Template, TemplateRole])[] {
  const { callee, arguments: args } = call
  const [factory] = args
  if (factory?.type !== 'ArrowFunctionExpression') return []
  const { body } = factory['body'] as Node & { body?: readonly CodeNode[] }
  if (body === undefined) return []
  dropAstro(body, edits)
  if (factory['async'] === true && !awaits(body)) {
    edits.text.remove(factory.start, edits.text.original.indexOf('(', factory.start))
  }
  const templates = resultsOf(factory)
  if (templates === undefined) return []
  const isHeaded = templates.length === 1 && templates.every(beginsWithHead)
  const create = isHeaded ? 'createHeadedComponent' : 'createRawComponent'
  edits.text.update(callee.start, callee.end, use(edits, create))
  return templates.map((template) => [template, isHeaded ? 'headed' : 'raw'] as const)
}

// The compiler declares `Astro` in the first statement, and `Astro.self` in the second.
function dropAstro(statements: readonly CodeNode[], edits: Edits): void {
  const { text } = edits
  const [declaration, self, ...rest] = statements
  if (
    declaration === undefined ||
    !text.original.startsWith('const Astro = $$result.', declaration.start)
  )
    return
  const uses = collect(rest, (node) => identifierOf(node) === 'Astro')
  const props = collect(rest, isProps)
  shortenHeaders(rest, edits)
  if (self === undefined || uses.length !== props.length) return
  text.remove(declaration.start, declaration.end)
  text.remove(self.start, self.end)
  for (const { start, end } of props) text.update(start, end, '$$props')
}

const HEADERS = 'Astro.request.headers.get'

// A `Request` took 10 us of a small page's 12.
function shortenHeaders(statements: readonly CodeNode[], { text }: Edits): void {
  for (const { callee } of collect(statements, isHeaderCall)) {
    text.update(callee.start, callee.end, 'Astro["~header"]')
  }
}

function isHeaderCall(node: Node): node is Call {
  const { type, callee, arguments: args } = node
  return type === 'CallExpression' && (args as Node[]).length === 1 && pathOf(callee) === HEADERS
}

// `a.b.c` of plain members; `undefined` for all else.
function pathOf(node: unknown): string | undefined {
  const { type, object, property, computed, optional } = node as Node
  if (type !== 'MemberExpression') return identifierOf(node)?.toString()
  const path = computed === true || optional === true ? undefined : pathOf(object)
  return path && `${path}.${String(identifierOf(property))}`
}

function isProps(node: Node): node is CodeNode {
  const { type, object, property, computed } = node
  if (type !== 'MemberExpression' || computed === true) return false
  return identifierOf(object) === 'Astro' && identifierOf(property) === 'props'
}

function awaits(statements: readonly CodeNode[]): boolean {
  return collectOwn(statements, isAwait).length > 0
}

// `await using` as well; such a kind of declaration is rare enough to be read by its words.
function isAwait({ type, await: isAwaiting, kind }: Node): boolean {
  return type === 'AwaitExpression' || isAwaiting === true || kind === 'await using'
}
