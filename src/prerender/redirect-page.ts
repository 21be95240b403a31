import { escapeHtml } from '../shared/escape.ts'

/** A redirect that is done by a file. */
export interface StaticRedirect {
  /** The path that redirects. */
  readonly from: string
  /** The destination: the `Location` of the answer. */
  readonly location: string
  readonly status: number
  /** The site's public URL. */
  readonly site: string | undefined
}

/**
 * Writes the page that redirects browsers where no server can. A permanent redirect happens at
 * once, a temporary one after two seconds, which is how search engines tell them apart.
 *
 * @see https://html.spec.whatwg.org/multipage/semantics.html#attr-meta-http-equiv-refresh
 */
export function toRedirectPage(redirect: StaticRedirect): string {
  const { from, location, status, site } = redirect
  const delay = status === 302 || status === 307 ? 2 : 0
  const target = escapeHtml(location)
  const canonical = site === undefined ? target : escapeHtml(new URL(location, site).href)
  return `<!DOCTYPE html>
<title>Redirecting to ${target}</title>
<meta http-equiv="refresh" content="${delay};url=${target}">
<meta name="robots" content="noindex">
<link rel="canonical" href="${canonical}">
<p>${escapeHtml(from)} has moved to <a href="${target}">${target}</a>.</p>
`
}
