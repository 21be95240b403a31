import { type Edits, use } from './edits.ts'
import { templatesOf } from './optimize-list.ts'
import { beginsWithHead } from './optimize-template.ts'
import type { TemplateCode, TemplateRole } from './template-code.ts'
import { keepsRequestIn } from './request-uses.ts'
import { type Call, type CodeNode, collect, identifierOf, type Node } from './syntax-tree.ts'

/**
 * Rewrites a component so that it creates only what it uses: a component that reads nothing but its
 * props needs no `Astro`.
 *
 * @param call - `$$createComponent(...)`.
 * @returns The templates that the component returns, with the role of each.
 */
export function optimizeComponent(
  call: Call,
  edits: Edits,
): (readonly [TemplateCode, TemplateRole])[] {
  const { callee, arguments: args } = call
  const [factory] = args
  if (factory?.type !== 'ArrowFunctionExpression') return []
  const { body } = factory['body'] as Node & { body?: readonly CodeNode[] }
  if (body === undefined) return []
  shortenAstro(body, edits)
  const templates = templatesOf(factory)
  if (templates === undefined) return []
  const isHeaded = templates.length === 1 && templates.every(beginsWithHead)
  const create = isHeaded ? 'createHeadedComponent' : 'createRawComponent'
  edits.text.update(callee.start, callee.end, use(edits, create))
  return templates.map((template) => [template, isHeaded ? 'headed' : 'raw'] as const)
}

// The compiler declares `Astro` in the first statement, and `Astro.self` in the second.
function shortenAstro(statements: readonly CodeNode[], edits: Edits): void {
  const { text } = edits
  const [declaration, self, ...rest] = statements
  if (
    declaration === undefined ||
    !text.original.startsWith('const Astro = $$result.', declaration.start)
  )
    return
  const uses = collect(rest, (node) => identifierOf(node) === 'Astro')
  const props = collect(rest, (node) => isMember(node, 'props'))
  const selves = collect(rest, (node) => isMember(node, 'self'))
  if (self === undefined || uses.length !== props.length + selves.length) {
    if (keepsRequestIn(rest, 'Astro')) keepRequest(declaration, edits)
    return
  }
  text.update(declaration.start, declaration.end, 'const Astro = { props: $$props };')
  if (selves.length === 0) text.remove(self.start, self.end)
}

// Passes a third argument to `$$result.createAstro($$props, $$slots)`.
function keepRequest(declaration: CodeNode, { text }: Edits): void {
  const [call] = collect([declaration], ({ type }) => type === 'CallExpression') as Call[]
  if (call !== undefined) text.appendLeft(call.end - 1, ', true')
}

function isMember({ type, object, property, computed }: Node, name: string): boolean {
  if (type !== 'MemberExpression' || computed === true) return false
  return identifierOf(object) === 'Astro' && identifierOf(property) === name
}
