import { toWellFormed } from '../shared/escape.ts'
import { toText } from '../shared/text.ts'

/**
 * Makes a redirect. Like any `Response` it takes effect by being returned.
 *
 * @param path - Where to go: a path or a URL, with or without its escapes.
 * @param status - HTTP status. (default: `302`)
 * @returns A response without a body.
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.location
 */
export function redirect(path: string | URL, status = 302): Response {
  // A header carries printable ASCII, and a URL no spaces: all else travels percent-encoded. Line breaks
  // stay, for Response to refuse; so does what changes the host when it is encoded: `http://a\\@b`.
  const url = withoutSpacesAround(toWellFormed(toText(path)))
  const location = url.replace(/[^\t\x21-\x7e\r\n\0]+/g, encodeURIComponent)
  return new Response(null, { status, headers: { location } })
}

// As URL parsers do. `trim()` would take line breaks as well, which must be refused.
function withoutSpacesAround(text: string): string {
  let start = 0
  let end = text.length
  while (text[start] === ' ') start++
  while (end > start && text[end - 1] === ' ') end--
  return text.slice(start, end)
}
