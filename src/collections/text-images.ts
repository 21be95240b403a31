import { joinHtml } from '../render/markdown.ts'
import { splitAtImages } from '../shared/image-marks.ts'

/** Prints the attributes of an image. */
export type PrintImage = (image: unknown, given: object) => string | Promise<string>

/**
 * Puts images into the HTML of an entry. Their addresses depend on where the pages are mounted.
 *
 * @param html - As a processor has printed it.
 * @param images - What importing each image gives, by how the text writes it. Other images have the address that
 *   the text has.
 */
export function printImages(
  html: string,
  images: ReadonlyMap<string, unknown>,
  print: PrintImage,
): string | Promise<string> {
  return joinHtml(
    splitAtImages(html).map((part) =>
      typeof part === 'string' ? part : print(images.get(part.src) ?? part.src, part.attributes),
    ),
  )
}
