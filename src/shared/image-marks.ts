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
const NOT_PRINTED = new Set(['index', 'inferSize', 'className', 'htmlFor'])

/**
 * Divides HTML at the images that have to be imported.
 *
 * @param html - The HTML of a processor of Astro.
 */
export function splitAtImages(html: string): MarkedHtml {
  const parts: (string | ImageMark)[] = []
  let end = 0
  for (const match of html.matchAll(MARK)) {
    const before = html.slice(end, match.index)
    // The text of a page may contain the same words.
    if (!OPEN_IMAGE.test(before.slice(before.lastIndexOf('<')))) continue
    parts.push(before, parseMark(match[1] ?? ''))
    end = match.index + match[0].length
  }
  return [...parts, html.slice(end)]
}

function parseMark(text: string): ImageMark {
  const { src, ...rest }: Record<string, unknown> = JSON.parse(decode(text))
  const attributes = Object.entries(rest).filter(([name]) => !NOT_PRINTED.has(name))
  return { src: String(src), attributes: Object.fromEntries(attributes) }
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
