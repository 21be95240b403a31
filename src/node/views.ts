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

  // Notes only what differs from most requests: an object for each would cost all of them.
  function note(req: RoutedRequest & Noted, res: RenderingResponse & Noted, next?: Next): void {
    const mount = readBase(req)
    if (mount !== '') req[MOUNT] = mount
    if (req.next === undefined && next !== undefined) req[NEXT] = next
    // Once, although another middleware may have wrapped ours: both would call each other forever.
    if (EARLIER in res) return
    res[EARLIER] = Object.hasOwn(res, 'render') ? res.render : undefined
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
