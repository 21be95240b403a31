import MagicString from 'magic-string'
import { type Edits, toPreamble } from './edits.ts'
import { optimizeComponent } from './optimize-component.ts'
import { findLists, optimizeList } from './optimize-list.ts'
import { optimizeComponentTag, optimizeSlotCalls } from './optimize-call.ts'
import { joinFragments } from './optimize-fragment.ts'
import { optimizeTemplate } from './optimize-template.ts'
import { isTemplate, type TemplateRole } from './template-code.ts'
import {
  type Call,
  collect,
  declaredNames,
  identifierOf,
  isCallOf,
  type Node,
  pathOf,
} from './syntax-tree.ts'

/** The result of a rewrite of compiled code. */
export interface OptimizedCode {
  readonly code: string
  /** Maps it to the code before the rewrite. */
  readonly map: ReturnType<MagicString['generateMap']>
}

/**
 * Rewrites compiled code into code that prints the same with less work: attributes become part of
 * the markup around them, templates are joined to a string when they are created, lists of
 * templates become one string, and a component creates only what it uses of `Astro`.
 *
 * @param code - The module that the compiler printed for an `.astro` file.
 * @param program - Its syntax tree, of type `Program`.
 * @returns The new code, or `undefined` when there is nothing to rewrite.
 */
export function optimize(code: string, program: Node): OptimizedCode | undefined {
  const templates = collect(program, isTemplate)
  const declared = declaredNames(program)
  if (templates.length === 0 || hasOwnAstro(program, declared)) return undefined
  const edits: Edits = {
    text: new MagicString(code),
    components: new Set([...importedComponents(program, declared), 'Astro.self']),
    hasFragment: !declared.includes('Fragment'),
    names: new Map(),
  }
  const lists = templates.flatMap(findLists)
  const printed = [
    ...templates.flatMap(({ quasi }) => quasi.expressions),
    ...lists.flatMap(({ results }) => results),
  ]
  for (const value of printed) optimizeSlotCalls(value, edits)
  for (const tag of collect(program, isComponentTag)) optimizeComponentTag(tag, edits)
  const roles = new Map<Node, TemplateRole>([
    ...lists.flatMap((list) => optimizeList(list, edits)),
    ...collect(program, isComponent).flatMap((component) => optimizeComponent(component, edits)),
  ])
  for (const [template, holes] of joinFragments(templates, roles, edits)) {
    optimizeTemplate(template, holes, roles.get(template), edits)
  }
  edits.text.prepend(toPreamble(edits))
  return { code: edits.text.toString(), map: edits.text.generateMap({ hires: 'boundary' }) }
}

function isComponentTag(node: Node): node is Call {
  return isCallOf(node, '$$renderComponent')
}

function isComponent(node: Node): node is Call {
  return isCallOf(node, '$$createComponent')
}

// True when the author declares an `Astro`, which may hold anything.
function hasOwnAstro(program: Node, declared: readonly string[]): boolean {
  const compiled = collect(program, ({ id, init }) => identifierOf(id) === 'Astro' && isAstro(init))
  return compiled.length < declared.filter((name) => name === 'Astro').length
}

function isAstro(init: unknown): boolean {
  return (
    identifierOf(init) === '$$Astro' || pathOf((init as Node)['callee']) === '$$result.createAstro'
  )
}

// Leaves out names that are declared again: there they may mean another component.
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
