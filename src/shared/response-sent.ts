const MARK = Symbol.for('ssr-pages.response-sent')

/**
 * Returned by a page or API route that answers on `Astro.node.res` itself, now or later: the
 * response is then left alone.
 *
 *     Astro.node.res.writeProcessing()
 *     file.pipe(Astro.node.res)
 *     return responseSent
 */
export const responseSent: Response = new Proxy({} as Response, {
  has: (_, name) => name === MARK || name in original(),
  get: (_, name) => read(original(), name),
  getPrototypeOf: () => Response.prototype,
})

let response: Response | undefined

// Created on first use: Node 20 and 22 need 17 to 35 ms to load `Response`, much of a server's
// start.
function original(): Response {
  return (response ??= Object.defineProperty(new Response(null), 'headers', {
    // New headers each time: all requests share this response, so changes by a middleware must have
    // no effect.
    get: () => new Headers(),
  }))
}

function read(target: Response, name: string | symbol): unknown {
  const value: unknown = Reflect.get(target, name)
  return typeof value === 'function' ? value.bind(target) : value
}

/**
 * Whether a page answers the request itself.
 *
 * @param response - What the page returned.
 * @returns True for {@link responseSent}, also that of another copy of this package.
 */
export function isResponseSent(response: Response): boolean {
  return MARK in response
}
