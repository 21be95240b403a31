/**
 * Headers that Netlify's network reads, in order of precedence.
 * https://docs.netlify.com/build/caching/
 */
const CACHE_HEADERS = ['netlify-cdn-cache-control', 'cdn-cache-control', 'cache-control']

/** Request headers that identify the client. */
const PERSONAL = ['cookie', 'authorization']

/** Statuses of responses that stay valid until the next deploy. */
const LASTING = new Set([200, 301, 308, 404, 410])

/**
 * Lets Netlify's network keep a response until the next deploy, unless it may be personal or has
 * caching headers of its own. Browsers revalidate it each time.
 *
 * @param headers - The response's headers, which are changed in place.
 */
export function cacheUntilDeploy(request: Request, status: number, headers: Headers): void {
  if (request.method !== 'GET' || PERSONAL.some((name) => request.headers.has(name))) return
  if (!LASTING.has(status) || headers.has('set-cookie')) return
  if (CACHE_HEADERS.some((name) => headers.has(name))) return
  headers.set('netlify-cdn-cache-control', 'public, durable, max-age=31536000')
  headers.set('cache-control', 'public, max-age=0, must-revalidate')
}

/**
 * Whether the response's headers allow a network in front of the function to keep it for some time.
 */
export function mayBeCached(headers: Headers): boolean {
  const name = CACHE_HEADERS.find((candidate) => headers.has(candidate))
  const value = (name && headers.get(name)) ?? ''
  return /(?:max-?age)\s*=\s*"?0*[1-9]/i.test(value) && !/private|no-store/i.test(value)
}
