import MagicString from 'magic-string'
import { placeImage } from './image-tags.ts'
import { attributesOf, type CodeNode, nameOf, type Node, tagOf, typeOf } from './syntax-tree.ts'

/**
 * Changes a source where the compiler would not print what the author means:
 *
 * 1. `set:text="..."` would be printed unescaped: markup in it is replaced by entities.
 * 2. `<script define:vars={...}>` is generated for each request: it gets the nonce of the request.
 * 3. An image gets its place, for errors that depend on data.
 *
 * @param images - The tags of images.
 * @param file - The source file, relative to the project's root.
 * @returns The new text, with the same line breaks as the source.
 */
export function mendSource(
  source: string,
  elements: readonly Node[],
  images: readonly Node[],
  file: string,
): string {
  const text = new MagicString(source)
  for (const element of elements) {
    escapeTexts(element, text)
    addNonce(element, text)
  }
  for (const image of images) placeImage(image, text, file)
  return text.toString()
}

// An entity means the same in the attribute and in the text that the compiler prints.
function escapeTexts(element: Node, text: MagicString): void {
  attributesOf(element)
    .filter((attribute) => nameOf(attribute) === 'set:text')
    .map(({ value }) => value)
    .filter((value): value is CodeNode => typeOf(value) === 'Literal')
    .forEach(({ start, end }) => text.update(start, end, escapeInner(text.slice(start, end))))
}

function addNonce(element: Node, text: MagicString): void {
  const attributes = attributesOf(element)
  const variables = attributes.find((attribute) => nameOf(attribute) === 'define:vars')
  const hasNonce = attributes.some((attribute) => nameOf(attribute) === 'nonce')
  if (variables === undefined || hasNonce || tagOf(element) !== 'script') return
  text.prependRight(variables.start, 'nonce={$$result.nonce} ')
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
