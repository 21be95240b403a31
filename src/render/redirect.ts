import { toWellFormed } from './escape.ts'

/**
 * Makes a redirect. Like any `Response` it takes effect by being returned.
 *
 * @param path - Where to go: a path, which is kept as it is, or a URL.
 * @param status - HTTP status. [302]
 * @returns A response without a body.
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.location
 */
export function redirect(path: string | URL, status = 302): Response {
  // A header carries printable ASCII: all else travels percent-encoded, as in any URL. Line breaks
  // stay, for Response to refuse.
  const location = toWellFormed(String(path)).replace(/[^\t\x20-\x7e\r\n\0]+/g, encodeURIComponent)
  return new Response(null, { status, headers: { location } })
}
