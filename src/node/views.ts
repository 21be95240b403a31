import { readBase } from '../bridge/url.ts'
import type { Exchange, Next } from './exchange.ts'
import type { RenderingResponse, RoutedRequest } from './host-response.ts'
import { type Notes, type Render, createRender } from './render-view.ts'
import type { Middleware } from './serve.ts'
import type { ViewHost } from './view-host.ts'

/** A middleware for views, and what it has noted about requests. */
export interface ViewsMiddleware {
  readonly middleware: Middleware
  readonly notes: Notes
}

/** Objects of the host with a note under a key that nothing else has. */
type Noted = { [note: symbol]: unknown }

/**
 * Creates the middleware that makes `res.render()` render views. It answers requests only for the
 * files that views load in browsers.
 */
export function createViewsMiddleware(host: ViewHost): ViewsMiddleware {
  // Keys of this site: a host may have views of several sites.
  const MOUNT = Symbol('ssr-pages.mount')
  const NEXT = Symbol('ssr-pages.next')
  const EARLIER = Symbol('ssr-pages.render')
  const notes: Notes = {
    mountOf: (req) => String(Reflect.get(req, MOUNT) ?? ''),
    nextOf: (req) => Reflect.get(req, NEXT) as Next | undefined,
    earlierRender: (res) => Reflect.get(res, EARLIER),
  }
  const render: Render = createRender(host, notes)

  earlierKeys.set(render, EARLIER)
  /** The `render()` that responses of the host inherit, as far as it is known. */
  let inherited: unknown

  // Notes only what differs from most requests: each property costs all of them.
  function note(req: RoutedRequest & Noted, res: RenderingResponse & Noted, next?: Next): void {
    const mount = readBase(req)
    if (mount !== '') req[MOUNT] = mount
    if (req.next === undefined && next !== undefined) req[NEXT] = next
    const before = res.render
    // Fast path: one comparison, and one property.
    if (before !== inherited) {
      if (isBehind(render, before, res)) return
      if (Object.hasOwn(res, 'render')) res[EARLIER] = before
      else inherited = before
    }
    res.render = render
  }
  return {
    notes,
    middleware: function ssrPagesViews(req, res, next) {
      // HTTP/2's classes lack members of HTTP/1's; the bridge checks for them before it uses them.
      note(req as RoutedRequest & Noted, res as RenderingResponse & Noted, next)
      if (next !== undefined && !host.mayServe(req)) return next()
      return host.serveFile({ req, res, next } as Exchange)
    },
  }
}

/** The key under which each of our functions finds the `render()` before it. */
const earlierKeys = new WeakMap<object, symbol>()

// Two sites whose middleware is used in turn would call each other forever.
function isBehind(render: Render, first: unknown, res: Noted): boolean {
  let found = first
  while (typeof found === 'function' && found !== render) {
    const key = earlierKeys.get(found)
    found = key && res[key]
  }
  return found === render
}
