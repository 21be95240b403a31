import { findView, viewUnknown } from '../core/find-view.ts'
import type { Params } from '../shared/types.ts'
import type { Exchange } from './exchange.ts'
import type { Notes } from './render-view.ts'
import { respondByView } from './respond-by-view.ts'
import { patternOf } from './route-name.ts'
import type { NodeRequest, NodeResponse } from './serve.ts'
import type { ViewMode } from './view-mode.ts'
import { paramsOf } from './view-visit.ts'

/** How a view answers a request. */
export interface SendInit {
  /** The view's `Astro.props`. (default: none) */
  props?: Record<string, unknown>
  /** The status, unless the view sets one. (default: that of the response) */
  status?: number
  /** Headers to set on the response, unless the view sets them. (default: none) */
  headers?: Readonly<Record<string, string | readonly string[]>>
  /** Becomes `Astro.locals`. (default: what the option `locals` returns) */
  locals?: App.Locals
  /** Becomes `Astro.params`. (default: `req.params`) */
  params?: Params
}

/** `pages.send()` without the members that types of views add. */
export type SendView = (
  req: NodeRequest,
  res: NodeResponse,
  name: string,
  init?: SendInit,
) => Promise<void>

/**
 * Creates the function that answers a request of any Node server with a view.
 *
 * @param mode - Where the views come from.
 * @param notes - What the middleware of views has noted about requests.
 * @returns The function. Its promise resolves when the response has ended, and rejects with the
 *   error of a view that has sent nothing.
 */
export function createSend(mode: ViewMode, notes: Notes): SendView {
  return function send(req, res, name, init = {}) {
    return new Promise((resolve, reject) => {
      // HTTP/2's classes lack members of HTTP/1's; the bridge checks for them before it uses them.
      const exchange = { req, res, next: reject } as Exchange
      const done = mode.use(exchange, name, (site, shown) => {
        const { views } = site.pages
        const view = findView(views, name)
        if (view === undefined) throw viewUnknown(views, name)
        return respondByView(site, shown, view, {
          ...init,
          name,
          props: init.props ?? {},
          params: init.params ?? paramsOf(exchange.req),
          pattern: patternOf(exchange.req),
          mount: notes.mountOf(exchange.req),
          onLate: reject,
        })
      })
      if (done === undefined) resolve()
      else void done.then(resolve)
    })
  }
}
