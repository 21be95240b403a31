import { escapeHTML } from '../shared/escape.ts'

/** A redirect that a file has to do. */
export interface StaticRedirect {
  /** Path that redirects. */
  readonly from: string
  /** Where to: the `Location` of the answer. */
  readonly location: string
  readonly status: number
  /** The site's public URL. */
  readonly site: string | undefined
}

/**
 * Writes the page that sends browsers on where no server can: at once, or after two seconds when the
 * redirect is temporary, so that search engines see the difference.
 *
 * @param redirect - The redirect.
 * @returns A whole page.
 * @see https://html.spec.whatwg.org/multipage/semantics.html#attr-meta-http-equiv-refresh
 */
export function toRedirectPage(redirect: StaticRedirect): string {
  const { from, location, status, site } = redirect
  const delay = status === 302 || status === 307 ? 2 : 0
  const target = escapeHTML(location)
  const canonical = site === undefined ? target : escapeHTML(new URL(location, site).href)
  return `<!DOCTYPE html>
<title>Redirecting to ${target}</title>
<meta http-equiv="refresh" content="${delay};url=${target}">
<meta name="robots" content="noindex">
<link rel="canonical" href="${canonical}">
<p>${escapeHTML(from)} has moved to <a href="${target}">${target}</a>.</p>
`
}
