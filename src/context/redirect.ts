import { toWellFormed } from '../shared/escape.ts'
import { toText } from '../shared/text.ts'

/**
 * Creates a redirect, which takes effect when it is returned, like any `Response`.
 *
 * @param path - The destination: a path or a URL, percent-encoded or not.
 * @param status - HTTP status. (default: `302`)
 * @returns A response without a body.
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.location
 */
export function redirect(path: string | URL, status = 302): Response {
  // A header may contain printable ASCII only, and a URL no spaces: everything else is
  // percent-encoded. Line breaks stay, so that `Response` refuses them; so does the backslash,
  // which would change the host if it were encoded: `http://a\\@b`.
  const url = withoutSpacesAround(toWellFormed(toText(path)))
  const location = url.replace(/[^\t\x21-\x7e\r\n\0]+/g, encodeURIComponent)
  return new Response(null, { status, headers: { location } })
}

// As URL parsers do. `trim()` would also remove line breaks, which must be refused.
function withoutSpacesAround(text: string): string {
  let start = 0
  let end = text.length
  while (text[start] === ' ') start++
  while (end > start && text[end - 1] === ' ') end--
  return text.slice(start, end)
}
