const MARK = Symbol.for('ssr-pages.response-sent')

/**
 * Returned from a page or API route that answers on `Astro.node.res` itself, now or later: the
 * response is left alone.
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

// Made when it is looked at: Node 20 and 22 take 17 to 35 ms to load `Response`, much of a server's start.
function original(): Response {
  return (response ??= Object.defineProperty(new Response(null), 'headers', {
    // All requests share it: what a middleware sets on it must go nowhere.
    get: () => new Headers(),
  }))
}

function read(target: Response, name: string | symbol): unknown {
  const value: unknown = Reflect.get(target, name)
  return typeof value === 'function' ? value.bind(target) : value
}

/**
 * Tells whether a page answers by itself.
 *
 * @param response - What the page returned.
 * @returns True for {@link responseSent}, also for that of another copy of this package.
 */
export function isResponseSent(response: Response): boolean {
  return MARK in response
}
