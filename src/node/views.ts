import { readBase } from '../bridge/url.ts'
import type { Exchange, Next } from './exchange.ts'
import type { RenderingResponse, RoutedRequest } from './host-response.ts'
import { type Notes, type Render, createRender } from './render-view.ts'
import type { Middleware } from './serve.ts'
import type { ViewMode } from './view-mode.ts'

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
export function createViewsMiddleware(mode: ViewMode): ViewsMiddleware {
  // Keys of this site: a host may have views of several sites.
  const MOUNT = Symbol('ssr-pages.mount')
  const NEXT = Symbol('ssr-pages.next')
  const notes: Notes = {
    mountOf: (req) => String(Reflect.get(req, MOUNT) ?? ''),
    nextOf: (req) => Reflect.get(req, NEXT) as Next | undefined,
  }
  const render = createRender(mode, notes)

  layers.set(render, { mode, before: undefined })
  /** The `render()` that responses of the host inherit, as far as it is known. */
  let inherited: unknown

  // Notes only what differs from most requests: each property costs all of them.
  function note(req: RoutedRequest & Noted, res: RenderingResponse & Noted, next?: Next): void {
    const mount = readBase(req)
    if (mount !== '') req[MOUNT] = mount
    if (req.next === undefined && next !== undefined) req[NEXT] = next
    const before = res.render
    // Fast path: one comparison, and one property.
    if (before === inherited) res.render = render
    else if (Object.hasOwn(res, 'render')) res.render = putOver(before)
    else {
      inherited = before
      res.render = render
    }
  }
  // A function of its own for each `render()` that it replaces: that one may call an earlier
  // function of ours, which must not call it back.
  function putOver(before: unknown): unknown {
    if (isOf(mode, before)) return before
    const over: Render = createRender(mode, notes, before)
    layers.set(over, { mode, before })
    return over
  }
  return {
    notes,
    middleware: function ssrPagesViews(req, res, next) {
      // HTTP/2's classes lack members of HTTP/1's; the bridge checks for them before it uses them.
      note(req as RoutedRequest & Noted, res as RenderingResponse & Noted, next)
      if (next !== undefined && !mode.mayServe(req)) return next()
      return mode.serveFile({ req, res, next } as Exchange)
    },
  }
}

/** A `render()` of ours. */
interface Layer {
  readonly mode: ViewMode
  /** The `render()` that it has replaced; `undefined` for that of the host's app. */
  readonly before: unknown
}

const layers = new WeakMap<object, Layer>()

// Also when another site's middleware has been used since: the views of the first site come after.
function isOf(mode: ViewMode, render: unknown): boolean {
  let found = typeof render === 'function' ? layers.get(render) : undefined
  while (found !== undefined && found.mode !== mode) {
    found = typeof found.before === 'function' ? layers.get(found.before) : undefined
  }
  return found !== undefined
}
