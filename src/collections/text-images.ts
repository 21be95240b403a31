import { printAttributes } from '../render/attribute.ts'

/** What processors print instead of the address of an image: its attributes as JSON, in HTML. */
const PLACE = /__ASTRO_IMAGE_="([^"]+)"/g

/**
 * Puts imported images into the HTML of an entry. Their addresses depend on where the pages are mounted.
 *
 * @param html - As a processor has printed it.
 * @param images - What importing each image gives, by how the text writes it.
 * @returns The HTML; an image that was not imported stays as it is.
 */
export function printImages(html: string, images: ReadonlyMap<string, unknown>): string {
  return html.replaceAll(PLACE, (whole: string, escaped: string) => {
    const { src, index: _, ...given } = JSON.parse(unescape(escaped)) as Record<string, unknown>
    const image = images.get(String(src))
    // Its first attribute needs no space in front of it.
    return image === undefined ? whole : markdownImage(image, given).trimStart()
  })
}

function unescape(text: string): string {
  return text
    .replaceAll(/&(?:#x22|quot);/g, '"')
    .replaceAll(/&(?:#x27|apos);/g, "'")
    .replaceAll(/&(?:amp|#x26|#38);/g, '&')
}

function markdownImage(image: unknown, given: object): string {
  const { src, width, height } = Object(image) as Record<string, unknown>
  return printAttributes(
    { src, loading: 'lazy', decoding: 'async', width, height, ...given },
    false,
  )
}
