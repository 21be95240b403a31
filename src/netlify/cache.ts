/** What Netlify's network reads, the first of them first. https://docs.netlify.com/build/caching/ */
const CACHE_HEADERS = ['netlify-cdn-cache-control', 'cdn-cache-control', 'cache-control']

/** What tells who asks. */
const PERSONAL = ['cookie', 'authorization']

/** What stays as it is until the next deploy. */
const LASTING = new Set([200, 301, 308, 404, 410])

/**
 * Lets Netlify's network keep a response until the next deploy, unless it may be somebody's own or
 * says something of caching itself. Browsers ask again each time.
 *
 * @param request - The request; who it is from must not matter.
 * @param status - Of the response.
 * @param headers - Of the response; changed in place.
 */
export function cacheUntilDeploy(request: Request, status: number, headers: Headers): void {
  if (request.method !== 'GET' || PERSONAL.some((name) => request.headers.has(name))) return
  if (!LASTING.has(status) || headers.has('set-cookie')) return
  if (CACHE_HEADERS.some((name) => headers.has(name))) return
  headers.set('netlify-cdn-cache-control', 'public, durable, max-age=31536000')
  headers.set('cache-control', 'public, max-age=0, must-revalidate')
}

/**
 * Tells whether a network in front of the function may keep a response.
 *
 * @param headers - Of the response.
 * @returns True when they allow it for some time.
 */
export function mayBeCached(headers: Headers): boolean {
  const name = CACHE_HEADERS.find((candidate) => headers.has(candidate))
  const value = (name && headers.get(name)) ?? ''
  return /(?:max-?age)\s*=\s*"?0*[1-9]/i.test(value) && !/private|no-store/i.test(value)
}
