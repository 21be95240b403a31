import { findView, viewUnknown } from '../core/find-view.ts'
import { isObject } from '../shared/is-object.ts'
import { isPending } from '../shared/pending.ts'
import type { Route } from '../shared/types.ts'
import type { Exchange, Next } from './exchange.ts'
import { toErrorObject } from './fail.ts'
import { renderByHost, withCaller } from './host-lookup.ts'
import { type RenderingResponse, type RoutedRequest, findHostRender } from './host-response.ts'
import { type SentView, respondByView } from './respond-by-view.ts'
import { patternOf } from './route-name.ts'
import type { ServedSite } from './served-site.ts'
import type { ViewMode } from './view-mode.ts'
import { renderViewHtml } from './view-html.ts'
import { type ViewCall, paramsOf } from './view-visit.ts'

/** What the middleware of views has noted about a request. */
export interface Notes {
  /** Where the views are mounted, without a trailing slash. */
  mountOf(req: RoutedRequest): string
  /** The host's next step, for requests that do not have it themselves. */
  nextOf(req: RoutedRequest): Next | undefined
}

/** `res.render()`, with the parameters that it has in Express. */
export type Render = (
  this: RenderingResponse,
  name: unknown,
  options?: unknown,
  callback?: unknown,
) => void

/** Receives the HTML of a view, or its error. */
type RenderCallback = (error: unknown, html?: string) => void

/** One call of `res.render()`. */
interface RenderCall {
  readonly res: RenderingResponse
  readonly args: readonly [name: unknown, options?: unknown, callback?: unknown]
  readonly callback: RenderCallback | undefined
  /** The `render()` that another middleware had put on the response. */
  readonly earlier: unknown
  /** The stack of the call, in development, which carries it out later. */
  readonly stack: string | undefined
}

/**
 * Creates the function that replaces `res.render()`: it renders the views of the site, and leaves
 * all other names to the host.
 *
 * @param earlier - The `render()` that another middleware has put on the response. (default: that
 *   of the host's app)
 */
export function createRender(mode: ViewMode, notes: Notes, earlier?: unknown): Render {
  return function render(name, options, callback) {
    const done = typeof options === 'function' ? options : callback
    const isCallback = typeof done === 'function'
    const toHost: Exchange = { req: this.req, res: this, next: errorHandlerOf(this.req, notes) }
    const call: RenderCall = {
      res: this,
      args: [name, options, callback],
      callback: isCallback ? guarded(done as RenderCallback, mode, toHost) : undefined,
      earlier,
      stack: mode.isLate ? stackAbove(render) : undefined,
    }
    const { callback: next } = call
    const exchange = next === undefined ? toHost : { ...toHost, next, isCallback: true }
    void mode.use(exchange, name, (site, shown) => renderBy(site, shown, call, notes))
  }
}

function renderBy(
  site: ServedSite,
  exchange: Exchange,
  { res, args, callback, earlier, stack }: RenderCall,
  notes: Notes,
): void | Promise<void> {
  const [name, options] = args
  const { views } = site.pages
  const view = findView(views, name)
  if (view !== undefined) {
    // Named members: spreading objects takes a multiple of the time.
    const call: SentView = {
      name: String(name),
      props: isObject(options) ? options : {},
      params: paramsOf(res.req),
      pattern: patternOf(res.req),
      mount: notes.mountOf(res.req),
      onLate: (error) => site.tell(error, exchange),
    }
    if (callback !== undefined) return answerCallback(site, exchange, { view, call, callback })
    return respondByView(site, exchange, view, call)
  }
  const hostRender = findHostRender(res, earlier, name)
  if (hostRender === undefined) throw withCaller(viewUnknown(views, name), stack)
  renderByHost(hostRender, { res, args, views, stack })
}

function stackAbove(called: Render): string | undefined {
  const at: { stack?: string } = {}
  Error.captureStackTrace(at, called)
  return at.stack
}

// An error of the callback goes to the host, and not to the callback once more. The callback has
// often answered before it fails.
function guarded(done: RenderCallback, mode: ViewMode, toHost: Exchange): RenderCallback {
  return (...args) => {
    try {
      done(...args)
    } catch (error) {
      void mode.use(toHost, undefined, (site, shown) => {
        if (!shown.res.writableEnded) throw error
        site.tell(error, shown)
      })
    }
  }
}

// Read when the error occurs, as Express does.
function errorHandlerOf(req: RoutedRequest, notes: Notes): Next | undefined {
  const next = req.next ?? notes.nextOf(req)
  return next && ((error) => (req.next ?? next)(error))
}

/** A view whose HTML a callback receives. */
interface Called {
  readonly view: Route
  readonly call: ViewCall
  readonly callback: RenderCallback
}

function answerCallback(
  site: ServedSite,
  exchange: Exchange,
  { view, call, callback }: Called,
): void | Promise<void> {
  const html = renderViewHtml(site, exchange, view, call)
  if (!isPending(html)) return callback(null, html)
  return html.then(
    (text) => callback(null, text),
    (error) => exchange.next?.(toErrorObject(error)),
  )
}
