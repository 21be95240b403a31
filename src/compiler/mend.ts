import { attributesOf, nameOf, type Node, tagOf, typeOf } from './syntax-tree.ts'

interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/**
 * Changes a source where the compiler would not print what the author means:
 *
 * 1. `set:text="..."` would be printed unescaped: markup in it is replaced by entities.
 * 2. `<script define:vars={...}>` is generated for each request: it gets the nonce of the request.
 *
 * @returns The new text, with the same line breaks as the source.
 */
export function mendSource(source: string, elements: readonly Node[]): string {
  const edits = elements.flatMap((element) => [
    ...textEdits(element, source),
    ...nonceEdits(element),
  ])
  let mended = ''
  let position = 0
  for (const { start, end, text } of edits.sort((a, b) => a.start - b.start)) {
    mended += source.slice(position, start) + text
    position = end
  }
  return mended + source.slice(position)
}

// An entity means the same in the attribute and in the text that the compiler prints.
function textEdits(element: Node, source: string): Edit[] {
  return attributesOf(element)
    .filter((attribute) => nameOf(attribute) === 'set:text')
    .map(({ value }) => value)
    .filter((value): value is Node & { end: number } => typeOf(value) === 'Literal')
    .map(({ start, end }) => ({ start, end, text: escapeInner(source.slice(start, end)) }))
}

function nonceEdits(element: Node): Edit[] {
  const attributes = attributesOf(element)
  const variables = attributes.find((attribute) => nameOf(attribute) === 'define:vars')
  const hasNonce = attributes.some((attribute) => nameOf(attribute) === 'nonce')
  if (variables === undefined || hasNonce || tagOf(element) !== 'script') return []
  const { start } = variables
  return [{ start, end: start, text: 'nonce={$$result.nonce} ' }]
}

// Everything but the quotes around the text.
const INNER_MARKUP = /(?!^)[<>"'](?!$)/g
const ENTITIES: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeInner(quoted: string): string {
  return quoted.replaceAll(INNER_MARKUP, (char) => ENTITIES[char] ?? char)
}
