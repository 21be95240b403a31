import MagicString from 'magic-string'
import { type Edits, toPreamble, use } from './edits.ts'
import type { OptimizedCode } from './optimize.ts'
import { type CodeNode, collect, identifierOf, type Node, typeOf } from './syntax-tree.ts'

/**
 * Matches code that may need a rewrite. Most files do not match, and are then not parsed for it.
 */
export const mayHaveData: RegExp = /\$\$slots\["" \+|\]: \(\$\$result\)|\?\? ""\) \+ " /

/**
 * Rewrites the places where compiled code lets JavaScript convert a value to a string. JavaScript
 * throws a TypeError for data such as `{"toString":1}`, which a client can send; `toText()`
 * converts it.
 *
 * 1. The name in `<slot name={value}>`. The compiler prints `"" + value + ""` without parentheses,
 *    so a condition as the value would take the first half as its test.
 * 2. The name in `slot={value}`.
 * 3. `class={value}` in a component with scoped styles, where the scope's class is appended.
 *
 * @param code - The module that the compiler printed for an `.astro` file.
 * @param program - Its syntax tree, of type `Program`.
 * @returns The new code, or `undefined` when there is nothing to rewrite.
 */
export function dataToText(code: string, program: Node): OptimizedCode | undefined {
  const edits: Edits = { text: new MagicString(code), components: new Set(), names: new Map() }
  for (const node of collect(program, () => true)) {
    convertPrintedSlot(node, edits)
    convertGivenSlot(node, edits)
    convertClass(node, edits)
  }
  if (edits.names.size === 0) return undefined
  edits.text.prepend(toPreamble(edits))
  return { code: edits.text.toString(), map: edits.text.generateMap({ hires: 'boundary' }) }
}

const BEFORE_NAME = '"" + '
const AFTER_NAME = ' + ""'

// $$slots["" + value + ""]
function convertPrintedSlot({ type, object, property }: Node, edits: Edits): void {
  if (type !== 'MemberExpression' || identifierOf(object) !== '$$slots') return
  const { text } = edits
  const { start, end } = property as CodeNode
  const nameStart = start + BEFORE_NAME.length
  const nameEnd = end - AFTER_NAME.length
  if (nameStart >= nameEnd || text.original.slice(start, nameStart) !== BEFORE_NAME) return
  if (text.original.slice(nameEnd, end) !== AFTER_NAME) return
  text.update(start, nameStart, `${use(edits, 'toText')}(`)
  text.update(nameEnd, end, ')')
}

// { [value]: ($$result) => ... }
function convertGivenSlot({ type, computed, key, value }: Node, edits: Edits): void {
  if (type !== 'Property' || computed !== true || isText(key)) return
  const [parameter] = ((value as Node)['params'] ?? []) as Node[]
  if (identifierOf(parameter) === '$$result') convert(key as CodeNode, edits)
}

// (value ?? "") + " astro-abc"
function convertClass({ type, operator, left, right }: Node, edits: Edits): void {
  if (type !== 'BinaryExpression' || operator !== '+' || typeOf(left) !== 'LogicalExpression')
    return
  const given = left as CodeNode
  const isScope = /^ astro-[\da-z]+$/.test(String(valueOf(right)))
  const isClass = given['operator'] === '??' && valueOf(given['right']) === ''
  if (isScope && isClass && !isText(given['left'])) convert(given, edits)
}

function convert({ start, end }: CodeNode, edits: Edits): void {
  edits.text.appendLeft(start, `${use(edits, 'toText')}(`)
  edits.text.prependRight(end, ')')
}

function valueOf(node: unknown): unknown {
  return typeOf(node) === 'Literal' ? (node as Node)['value'] : undefined
}

function isText(node: unknown): boolean {
  return typeof valueOf(node) === 'string' || typeOf(node) === 'TemplateLiteral'
}
