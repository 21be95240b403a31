/** The start of an element that shows an image, as far as the name of its first attribute. */
const ELEMENT = /<(?:img|source|video|input|image)(?=\s)/gi

/** One attribute. Its value may contain any character but its own quote. */
const ATTRIBUTE = /\s+([^\s=>"'/]+)(?:=("[^"]*"|'[^']*'|[^\s"'>]+))?|\/(?!>)/y

const SINGLE = new Set(['src', 'poster', 'href', 'xlink:href'])

/** The URL of each candidate of a `srcset` that is a path of this host. */
const CANDIDATES = /((?:^|,\s)\s*)(?=\/(?!\/))/g

/**
 * Makes the paths of images URLs: a mail has no page that they are relative to.
 *
 * @param html - A whole page.
 * @param origin - Scheme and host of the site, without a trailing slash.
 * @returns The page; everything else in it is as it was.
 */
export function withAbsoluteImages(html: string, origin: string): string {
  let result = ''
  let done = 0
  ELEMENT.lastIndex = 0
  while (ELEMENT.exec(html)) {
    ATTRIBUTE.lastIndex = ELEMENT.lastIndex
    for (let found = ATTRIBUTE.exec(html); found; found = ATTRIBUTE.exec(html)) {
      const [whole, name = '', value = ''] = found
      ELEMENT.lastIndex = ATTRIBUTE.lastIndex
      const changed = toAbsolute(name.toLowerCase(), value, origin)
      if (changed === value) continue
      const end = found.index + whole.length
      result += html.slice(done, end - value.length) + changed
      done = end
    }
  }
  return result + html.slice(done)
}

function toAbsolute(name: string, value: string, origin: string): string {
  const quote = /^["']/.exec(value)?.[0] ?? ''
  const text = value.slice(quote.length, value.length - quote.length)
  if (name === 'srcset') {
    return quote + text.replaceAll(CANDIDATES, (start) => start + origin) + quote
  }
  const isPath = SINGLE.has(name) && text.startsWith('/') && !text.startsWith('//')
  return isPath ? quote + origin + text + quote : value
}
