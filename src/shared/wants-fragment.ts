/** The headers of Node's request, or of a Fetch `Request`. */
type RequestHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * The request headers by which htmx and Turbo say what they do with an answer, for `Vary`: without
 * it, a browser that goes back could show a fragment that it has cached for the same URL.
 */
export const FRAGMENT_HEADERS =
  'HX-Request, HX-Request-Type, HX-Boosted, HX-History-Restore-Request, Turbo-Frame'

/**
 * Whether htmx or Turbo will put the answer into the page that it shows, and not in its place.
 *
 * @param request - The request of Node or Express, or a Fetch `Request`.
 * @returns True for a request of a Turbo frame, and for a request of htmx that neither replaces the
 *   whole page nor restores it from the browser's history.
 * @see https://htmx.org/reference/#request_headers
 * @see https://turbo.hotwired.dev/reference/frames
 */
export function wantsFragment(request: { readonly headers: RequestHeaders }): boolean {
  const { headers } = request
  const read = (name: string): unknown =>
    typeof headers.get === 'function'
      ? (headers as Headers).get(name)
      : (headers as Record<string, unknown>)[name]
  if (read('turbo-frame')) return true
  if (read('hx-request') !== 'true' || read('hx-history-restore-request') === 'true') return false
  // Only htmx 4 tells the type. For earlier versions, a boosted link or form loads a page.
  const type = read('hx-request-type')
  return type ? type === 'partial' : read('hx-boosted') !== 'true'
}
