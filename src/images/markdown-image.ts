import { imageAttributes } from '../render/markdown-image.ts'
import { isImportedImage } from '../shared/imported-image.ts'
import { andThen, isRemote } from './source.ts'
import type { Awaitable, GetImageResult } from './types.ts'

/** Prints the attributes of one image of a text: at once, unless its size has to be asked for. */
export type MarkdownImage = (image: unknown, given: object) => Awaitable<string>

/**
 * Creates the function that prints images of Markdown, MDX and entries of collections as `getImage()` makes them.
 * What no service can make is printed as it is.
 *
 * @param prepare - `getImage()` of the site.
 */
export function createMarkdownImage(
  prepare: (options: object) => Awaitable<GetImageResult>,
): MarkdownImage {
  return (image, given) => {
    if (!canBeMade(image)) return imageAttributes(image, withoutInferSize(given))
    return andThen(prepare({ ...given, src: image }), ({ src, srcSet, attributes }) => {
      const srcset = srcSet.values.length > 0 ? { srcset: srcSet.attribute } : undefined
      return printed({ src, ...attributes, ...srcset })
    })
  }
}

// A drawing may have no size, and files of other kinds are imported as strings.
function canBeMade(image: unknown): boolean {
  if (typeof image === 'string') return isRemote(image)
  return isImportedImage(image) && image.width > 0 && image.height > 0
}

function withoutInferSize(given: object): object {
  return { ...given, inferSize: undefined }
}

function printed({ src, ...attributes }: Readonly<Record<string, unknown>>): string {
  return imageAttributes(src, attributes)
}
