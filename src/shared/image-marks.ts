import { isObject } from './is-object.ts'

/** What a processor has written in place of the attributes of an image. */
export interface ImageMark {
  /** Path or URL, as written. */
  readonly src: string
  /** The other attributes. */
  readonly attributes: Readonly<Record<string, unknown>>
}

/** HTML and images in turns, beginning and ending with HTML. */
export type MarkedHtml = readonly (string | ImageMark)[]

const MARK = / ?__ASTRO_IMAGE_="([^"]*)"/g
const OPEN_IMAGE = /^<img(?: [^<>]*)?$/

/** Facts that a processor notes, and attributes that stand on the tag, too. */
const NOT_PRINTED = new Set(['index', 'className', 'htmlFor'])

/**
 * Divides HTML at the images that have to be imported.
 *
 * @param html - The HTML of a processor of Astro.
 */
export function splitAtImages(html: string): MarkedHtml {
  const parts: (string | ImageMark)[] = []
  let end = 0
  let seen = 0
  for (const match of html.matchAll(MARK)) {
    const { index } = match
    const tag = html.slice(seen, index).lastIndexOf('<') + seen
    const isOpen = tag >= seen && OPEN_IMAGE.test(html.slice(tag, index))
    // A mark that is not in the tag of an image is not looked at again: the time stays linear.
    seen = index + match[0].length
    // The text of a page may contain the same words.
    const mark = isOpen ? parseMark(match[1] ?? '') : undefined
    if (mark === undefined) continue
    parts.push(html.slice(end, index), mark)
    end = seen
  }
  return [...parts, html.slice(end)]
}

// An author may have written such an attribute into a tag.
function parseMark(text: string): ImageMark | undefined {
  const { src, ...rest } = parseObject(decode(text))
  if (typeof src !== 'string') return undefined
  const attributes = Object.entries(rest).filter(([name]) => !NOT_PRINTED.has(name))
  return { src, attributes: Object.fromEntries(attributes) }
}

function parseObject(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json)
    return isObject(value) ? value : {}
  } catch {
    return {}
  }
}

const CHARACTERS: Readonly<Record<string, string>> = {
  quot: '"',
  '#x22': '"',
  '#34': '"',
  apos: "'",
  '#x27': "'",
  '#39': "'",
  lt: '<',
  '#x3C': '<',
  gt: '>',
  '#x3E': '>',
  amp: '&',
  '#x26': '&',
  '#38': '&',
}

// Each processor has its own spelling. In one pass, because `&amp;quot;` is the text `&quot;`.
function decode(text: string): string {
  return text.replaceAll(/&(#?\w+);/g, (reference, name: string) => CHARACTERS[name] ?? reference)
}
