import type MagicString from 'magic-string'
import { escapeAttribute } from '../shared/escape.ts'
import type { CodeNode } from './syntax-tree.ts'

/** A compiled module while it is being rewritten. */
export interface Edits {
  readonly text: MagicString
  /** Local names of imported `.astro` components. */
  readonly components: ReadonlySet<unknown>
  /** True if `Fragment` is the runtime's everywhere in the code. (default: `false`) */
  readonly hasFragment?: boolean
  /** Functions of the runtime that the new code needs, with the local name of each. */
  readonly names: Map<string, string>
}

/**
 * Imports a function of the runtime.
 *
 * @param name - The name that the runtime exports.
 * @returns The local name: one that does not occur in the code.
 */
export function use(edits: Edits, name: string): string {
  const known = edits.names.get(name)
  if (known !== undefined) return known
  // One underscore more than any occurrence of the name in the code has.
  const taken = edits.text.original.match(new RegExp(`\\$\\$${name}_*`, 'g')) ?? []
  const length = taken.reduce((longest, one) => Math.max(longest, one.length + 1), 0)
  const local = `$$${name}`.padEnd(length, '_')
  edits.names.set(name, local)
  return local
}

/**
 * Writes the import of all functions that `use()` was asked for.
 *
 * @returns Code to insert at the start of the first line; empty when no function is needed.
 */
export function toPreamble(edits: Edits): string {
  const imports = [...edits.names].map(([name, local]) => `${name} as ${local}`)
  return imports.length === 0 ? '' : `import { ${imports.join(', ')} } from "ssr-pages/runtime"; `
}

/** Part of the code, as offsets. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** New code, with the expressions of the old code that stay in it. */
export type Pieces = readonly (string | CodeNode)[]

/**
 * Replaces the code around some expressions. The expressions stay, with the edits made inside them.
 *
 * @param range - The part of the code to replace.
 * @param pieces - New code, and the expressions to keep, in source order.
 */
export function weave(edits: Edits, range: Range, pieces: Pieces): void {
  let position = range.start
  let code = ''
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      code += piece
      continue
    }
    const isSequence = piece.type === 'SequenceExpression'
    replace(edits, position, piece.start, isSequence ? `${code}(` : code)
    position = piece.end
    code = isSequence ? ')' : ''
  }
  replace(edits, position, range.end, code)
}

function replace({ text }: Edits, start: number, end: number, code: string): void {
  if (start < end) text.update(start, end, code)
  else text.prependRight(start, code)
}

/** Removes the code around a node. */
export function unwrap(outer: Range, inner: Range, { text }: Edits): void {
  if (outer.start < inner.start) text.remove(outer.start, inner.start)
  if (inner.end < outer.end) text.remove(inner.end, outer.end)
}

/**
 * Writes text as part of a template literal, inside a quoted attribute.
 *
 * @param text - Any text, not escaped.
 */
export function toAttributeCode(text: string): string {
  return toTemplateCode(escapeAttribute(text))
}

/**
 * Writes markup as part of a template literal.
 *
 * @param html - Finished markup.
 */
export function toTemplateCode(html: string): string {
  return html
    .replaceAll(/[\\`$]/g, String.raw`\$&`)
    .replaceAll(CHANGED_IN_CODE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

// Template literals normalize line ends, and a file cannot hold half of a surrogate pair.
const CHANGED_IN_CODE = /[\r\p{Surrogate}]/gu
