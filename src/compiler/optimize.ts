import MagicString from 'magic-string'
import { type Edits, toPreamble } from './edits.ts'
import { optimizeComponent } from './optimize-component.ts'
import { findLists, optimizeList } from './optimize-list.ts'
import { isTemplate, optimizeTemplate, type TemplateRole } from './optimize-template.ts'
import {
  type Call,
  collect,
  declaredNames,
  identifierOf,
  isCallOf,
  type Node,
  pathOf,
} from './syntax-tree.ts'

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
  const declared = declaredNames(program)
  if (templates.length === 0 || hasOwnAstro(program, declared)) return undefined
  const edits: Edits = {
    text: new MagicString(code),
    components: importedComponents(program, declared),
    names: new Map(),
  }
  const lists = templates.flatMap(findLists)
  for (const list of lists) optimizeList(list, edits)
  const roles = new Map<Node, TemplateRole>([
    ...lists.flatMap((list) => list.templates).map((template) => [template, 'raw'] as const),
    ...collect(program, isComponent).flatMap((component) => optimizeComponent(component, edits)),
  ])
  for (const template of templates) optimizeTemplate(template, roles.get(template), edits)
  edits.text.prepend(toPreamble(edits))
  return { code: edits.text.toString(), map: edits.text.generateMap({ hires: 'boundary' }) }
}

function isComponent(node: Node): node is Call {
  return isCallOf(node, '$$createComponent')
}

// An `Astro` that the author declared may be anything.
function hasOwnAstro(program: Node, declared: readonly string[]): boolean {
  const compiled = collect(program, ({ id, init }) => identifierOf(id) === 'Astro' && isAstro(init))
  return compiled.length < declared.filter((name) => name === 'Astro').length
}

function isAstro(init: unknown): boolean {
  return (
    identifierOf(init) === '$$Astro' || pathOf((init as Node)['callee']) === '$$result.createAstro'
  )
}

// A name that is declared somewhere else as well may be any component there.
function importedComponents(program: Node, declared: readonly string[]): Set<unknown> {
  const imports = collect(program, ({ type }) => type === 'ImportDeclaration')
  const ofComponents = imports.filter(({ source }) =>
    String((source as Node)['value']).endsWith('.astro'),
  )
  const specifiers = collect(ofComponents, ({ type }) => type === 'ImportDefaultSpecifier')
  const names = specifiers.map(({ local }) => String(identifierOf(local)))
  const others = new Set(declared)
  return new Set(names.filter((name) => !others.has(name)))
}
