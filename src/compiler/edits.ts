import type MagicString from 'magic-string'
import { escapeAttribute } from '../shared/escape.ts'
import type { CodeNode } from './syntax-tree.ts'

/** A module that is being rewritten. */
export interface Edits {
  readonly text: MagicString
  /** Names of imported `.astro` components. */
  readonly components: ReadonlySet<unknown>
  /** Functions of the runtime that the new code needs, and how it calls them. */
  readonly names: Map<string, string>
}

/**
 * Imports a function of the runtime.
 *
 * @param edits - The module.
 * @param name - The function's name there.
 * @returns What to call it: a name that the code does not have.
 */
export function use(edits: Edits, name: string): string {
  const known = edits.names.get(name)
  if (known !== undefined) return known
  // One underscore more than the code has behind that name anywhere.
  const taken = edits.text.original.match(new RegExp(`\\$\\$${name}_*`, 'g')) ?? []
  const length = taken.reduce((longest, one) => Math.max(longest, one.length + 1), 0)
  const local = `$$${name}`.padEnd(length, '_')
  edits.names.set(name, local)
  return local
}

/**
 * Writes the import of all functions that `use()` was asked for, in the module's first line.
 *
 * @param edits - The module.
 * @returns Code to put in front of the module; nothing when no function is needed.
 */
export function toPreamble(edits: Edits): string {
  const imports = [...edits.names].map(([name, local]) => `${name} as ${local}`)
  return imports.length === 0 ? '' : `import { ${imports.join(', ')} } from "ssr-pages/runtime"; `
}

/** A stretch of code. */
export interface Range {
  readonly start: number
  readonly end: number
}

/**
 * Writes a stretch of code anew around expressions that stay, with all that is rewritten in them.
 *
 * @param edits - The module.
 * @param range - The stretch.
 * @param pieces - New code, and the expressions of the stretch in their order.
 */
export function weave(edits: Edits, range: Range, pieces: readonly (string | CodeNode)[]): void {
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

/**
 * Writes text into a template literal, inside of a quoted attribute.
 *
 * @param text - Any text.
 * @returns Code that prints it.
 */
export function toAttributeCode(text: string): string {
  return escapeAttribute(text)
    .replaceAll(/[\\`$]/g, String.raw`\$&`)
    .replaceAll(CHANGED_IN_CODE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

// Template literals have other line ends, files no halves of characters.
const CHANGED_IN_CODE = /[\r\p{Surrogate}]/gu
