import type MagicString from 'magic-string'
import type { ErrorName } from '../shared/errors.ts'
import { IMAGE_PLACE } from '../shared/image-names.ts'
import { constantOf } from './islands.ts'
import { importedAs, importsOf, toUse } from './directives.ts'
import { placeAt } from './place.ts'
import { attributesOf, type CodeNode, nameOf, type Node, typeOf } from './syntax-tree.ts'

/** A mistake in the attributes of an image. */
export interface ImageFinding {
  readonly text: string
  readonly start: number
  readonly error: ErrorName
}

/** Finds the tags of `<Image>` and `<Picture>` of `astro:assets`, whatever the file calls them. */
export function findImages(source: string, root: Node, elements: readonly Node[]): Node[] {
  if (!source.includes('astro:assets')) return []
  const imports = importsOf(root)
  return elements.filter((element) => {
    const { tag, specifier } = toUse(element, imports)
    if (specifier !== 'astro:assets') return false
    const imported = importedAs(root, tag.split('.', 1)[0])
    const name = imported === '*' ? tag.split('.')[1] : imported
    return name === 'Image' || name === 'Picture'
  })
}

/**
 * Finds what is wrong with an image whatever its data is. A spread may contain any attribute.
 *
 * @param image - A tag that {@link findImages} has found.
 */
export function checkImageTag(image: Node): ImageFinding[] {
  const attributes = attributesOf(image)
  if (attributes.some(({ type }) => type === 'JSXSpreadAttribute')) return []
  const byName = new Map(attributes.map((attribute) => [nameOf(attribute), attribute]))
  const at = (start: number, text: string): ImageFinding[] => [
    { text, start, error: 'IMAGE_OPTIONS_INVALID' },
  ]
  if (!byName.has('src')) return at(image.start, 'The image has no `src`')
  if (!byName.has('alt')) {
    return at(
      image.start,
      'The image has no `alt`: describe it, or write alt="" if it only decorates',
    )
  }
  const densities = byName.get('densities')
  if (densities !== undefined && byName.has('widths')) {
    return at(densities.start, 'The image has widths and densities; remove one of the two')
  }
  const src = byName.get('src')
  const path = constantOf(src?.['value'])
  if (src === undefined || path === undefined || /^(?:\/(?!@fs\/)|[a-z][a-z\d+.-]*:)/i.test(path)) {
    return []
  }
  const text = `The src of an image is the path of a file, ${JSON.stringify(path)}. Import the file in the frontmatter, and pass the import; write a file of the public folder with a slash in front`
  return at(src.start, text)
}

/** Names its place on the tag of an image, for errors that depend on data. */
export function placeImage(image: Node, text: MagicString, file: string): void {
  const opening = image['openingElement'] as CodeNode
  const isSafe = /^[\w./@ ()[\]-]+$/.test(file)
  const length = text.original.endsWith('/>', opening.end) ? 2 : 1
  if (!isSafe || typeOf(opening) !== 'JSXOpeningElement') return
  const { line, column } = placeAt(text.original, image.start)
  const before = text.original[opening.end - length - 1]
  text.appendLeft(
    opening.end - length,
    `${before === ' ' ? '' : ' '}${IMAGE_PLACE}="${file}:${line}:${column}"`,
  )
}
