import MagicString from 'magic-string'
import type { Edits } from './edits.ts'
import { optimizeComponent } from './optimize-component.ts'
import { findLists, optimizeList } from './optimize-list.ts'
import { isTemplate, optimizeTemplate, type TemplateRole } from './optimize-template.ts'
import { type Call, collect, identifierOf, isCallOf, type Node } from './syntax-tree.ts'

/** Compiled code after its rewriting. */
export interface OptimizedCode {
  readonly code: string
  /** From there to the code it was made of. */
  readonly map: ReturnType<MagicString['generateMap']>
}

/**
 * Rewrites compiled code into what prints the same with less work: attributes become part of the
 * markup around them, templates put their text together as soon as they are made, lists of templates
 * become one text, and what a component does not use of `Astro` is not made.
 *
 * @param code - The module that the compiler made of an `.astro` file.
 * @param program - Its syntax tree, of type `Program`.
 * @returns The new code; `undefined` when there is nothing to do.
 */
export function optimize(code: string, program: Node): OptimizedCode | undefined {
  const templates = collect(program, isTemplate)
  if (templates.length === 0) return undefined
  const edits: Edits = {
    text: new MagicString(code),
    components: importedComponents(program),
    names: new Map(),
  }
  const lists = templates.flatMap(findLists)
  for (const list of lists) optimizeList(list, edits)
  const roles = new Map<Node, TemplateRole>([
    ...collect(program, isSlot).map(({ body }) => [body as Node, 'slot'] as const),
    ...lists.flatMap((list) => list.templates).map((template) => [template, 'raw'] as const),
    ...collect(program, isComponent).flatMap((component) => optimizeComponent(component, edits)),
  ])
  for (const template of templates) optimizeTemplate(template, roles.get(template), edits)
  edits.text.prepend(toPreamble(edits))
  return { code: edits.text.toString(), map: edits.text.generateMap({ hires: 'boundary' }) }
}

function isSlot({ type, params }: Node): boolean {
  return type === 'ArrowFunctionExpression' && identifierOf((params as Node[])[0]) === '$$result'
}

function isComponent(node: Node): node is Call {
  return isCallOf(node, '$$createComponent')
}

function importedComponents(program: Node): Set<unknown> {
  const imports = collect(program, ({ type }) => type === 'ImportDeclaration')
  const ofComponents = imports.filter(({ source }) =>
    String((source as Node)['value']).endsWith('.astro'),
  )
  const specifiers = collect(ofComponents, ({ type }) => type === 'ImportDefaultSpecifier')
  return new Set(specifiers.map(({ local }) => identifierOf(local)))
}

function toPreamble(edits: Edits): string {
  const imports = [...edits.names].map(([name, local]) => `${name} as ${local}`)
  return imports.length === 0 ? '' : `import { ${imports.join(', ')} } from "ssr-pages/runtime"; `
}
