import { SsrPagesError } from '../shared/errors.ts'
import type { RequestSource } from '../shared/request-source.ts'
import type { CheckOrigin } from '../shared/types.ts'

/**
 * Methods that must not change anything. https://www.rfc-editor.org/rfc/rfc9110#name-safe-methods
 */
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Content types that a browser lets any site send without a preflight request. */
const FORM_TYPES = new Set([
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'text/plain',
])

/**
 * A type and subtype of token characters. https://mimesniff.spec.whatwg.org/#parsing-a-mime-type
 */
const ESSENCE = /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+$/

/**
 * Refuses a form that another site made a browser send with the cookies of its user. Other content
 * types are not checked: browsers send a CORS preflight request for them first. Requests without
 * `Origin` and `Sec-Fetch-Site` do not come from a browser.
 *
 * @param checkOrigin - Who may send forms.
 * @throws {SsrPagesError} CROSS_SITE_FORM
 * @see https://fetch.spec.whatwg.org/#cors-safelisted-request-header
 */
export function assertOwnForm(source: RequestSource, checkOrigin: CheckOrigin): void {
  if (checkOrigin === false || SAFE_METHODS.has(source.method)) return
  const site = source.header('sec-fetch-site')
  // Pages cannot set this header. Behind a proxy it is right even if our own origin is not.
  if (site === 'same-origin' || site === 'none') return
  const origin = source.header('origin')
  if ((origin === undefined && site === undefined) || !isFormLike(source)) return
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

// An invalid content type counts as a form, because other code may read it as one.
function isFormLike(source: RequestSource): boolean {
  const [essence = ''] = (source.header('content-type') ?? '').split(';', 1)
  const type = essence.trim().toLowerCase()
  return !ESSENCE.test(type) || FORM_TYPES.has(type)
}
