const MARK = Symbol.for('ssr-pages.response-sent')

/**
 * Returned from a page or API route that answers on `Astro.node.res` itself, now or later: the
 * response is left alone.
 *
 *     Astro.node.res.writeProcessing()
 *     file.pipe(Astro.node.res)
 *     return responseSent
 */
export const responseSent: Response = Object.defineProperties(new Response(null), {
  [MARK]: { value: true },
  // All requests share it: what a middleware sets on it must go nowhere.
  headers: { get: () => new Headers() },
})

/**
 * Tells whether a page answers by itself.
 *
 * @param response - What the page returned.
 * @returns True for {@link responseSent}, also for that of another copy of this package.
 */
export function isResponseSent(response: Response): boolean {
  return MARK in response
}
