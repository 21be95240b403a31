import { imageAttributes } from '../render/markdown-image.ts'
import { splitAtImages } from '../shared/image-marks.ts'

/**
 * Puts imported images into the HTML of an entry. Their addresses depend on where the pages are mounted.
 *
 * @param html - As a processor has printed it.
 * @param images - What importing each image gives, by how the text writes it. Other images are printed with
 *   the address that the text has.
 */
export function printImages(html: string, images: ReadonlyMap<string, unknown>): string {
  let text = ''
  for (const part of splitAtImages(html)) {
    text +=
      typeof part === 'string'
        ? part
        : imageAttributes(images.get(part.src) ?? part.src, part.attributes)
  }
  return text
}
