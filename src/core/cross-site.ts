import { SsrPagesError } from '../shared/errors.ts'
import type { RequestSource } from '../shared/request-source.ts'
import type { CheckOrigin } from '../shared/types.ts'

/** They must not change anything. https://www.rfc-editor.org/rfc/rfc9110#name-safe-methods */
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** What a browser lets any site send without asking first. */
const FORM_TYPES = new Set([
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'text/plain',
])

/** A type and subtype of token characters. https://mimesniff.spec.whatwg.org/#parsing-a-mime-type */
const ESSENCE = /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+$/

/**
 * Refuses a form that another site made a browser send, with the cookies of its user. A request of a
 * type that no form can have is let through: for these, browsers ask with a CORS preflight first. So
 * is one that no browser sent, which has neither `Origin` nor `Sec-Fetch-Site`.
 *
 * @param source - The request.
 * @param checkOrigin - Who may send forms.
 * @throws {SsrPagesError} CROSS_SITE_FORM
 * @see https://fetch.spec.whatwg.org/#cors-safelisted-request-header
 */
export function assertOwnForm(source: RequestSource, checkOrigin: CheckOrigin): void {
  if (checkOrigin === false || SAFE_METHODS.has(source.method) || !isFormLike(source)) return
  const site = source.header('sec-fetch-site')
  // No page can set this header. Behind a proxy it is right even where our own origin is not.
  if (site === 'same-origin' || site === 'none') return
  const origin = source.header('origin')
  if (origin === undefined && site === undefined) return
  if (origin !== undefined && isAllowed(origin, source, checkOrigin)) return
  const what = `A form was sent to ${source.url.origin} by ${origin ?? `a ${site} page`}.`
  throw new SsrPagesError('CROSS_SITE_FORM', what, { origin, site, own: source.url.origin })
}

function isAllowed(
  origin: string,
  { url }: RequestSource,
  checkOrigin: true | readonly string[],
): boolean {
  return origin === url.origin || (checkOrigin !== true && checkOrigin.includes(origin))
}

// What is no clean type at all counts as a form: who knows what its reader makes of it.
function isFormLike(source: RequestSource): boolean {
  const [essence = ''] = (source.header('content-type') ?? '').split(';', 1)
  const type = essence.trim().toLowerCase()
  return !ESSENCE.test(type) || FORM_TYPES.has(type)
}
