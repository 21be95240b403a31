import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { runInThisContext } from 'node:vm'
import { type FetchInit, fetchPage } from './core/fetch.ts'
import { type RenderInit, renderToHtml } from './core/render-to-html.ts'
import { createDevelopmentMode } from './development-mode.ts'
import { loadPages } from './loader/load.ts'
import { createBuiltMode } from './node/built-mode.ts'
import { fetchImage } from './node/fetch-image.ts'
import { createOriginCheck } from './node/check-origin.ts'
import type { Next } from './node/exchange.ts'
import { isDevelopment } from './node/is-development.ts'
import type { Mode } from './node/mode.ts'
import { type Options, type Settings, toSettings } from './node/options.ts'
import { readRoute } from './node/route-name.ts'
import { type SendInit, createSend } from './node/send-view.ts'
import type { NodeRequest, NodeResponse } from './node/serve.ts'
import { createViewsMiddleware } from './node/views.ts'
import { openSessionStore } from './session/open-store.ts'
import type { SessionStore } from './session/store.ts'
import type { Route } from './shared/types.ts'
import type { ViewArguments, ViewName } from './shared/view-types.ts'

/** The path of a page. The names of views do not begin with a slash. */
type PagePath = `/${string}`

/** What `pages.render()` takes beside the name: optional, unless a view requires props. */
type RenderArguments<Name extends string> = Name extends PagePath
  ? [init?: RenderInit]
  : ViewArguments<Name, Omit<RenderInit, 'props'>>

/** The middleware that `ssrPages()` returns, with other ways to use the same pages. */
export interface SsrPages {
  /**
   * Answers requests for a page or a browser file, and leaves all others untouched to the host.
   *
   * @param req - The request.
   * @param res - The response.
   * @param next - The host's next step; a plain `http` server has none.
   * @returns Nothing that a host needs: at most a promise, which never rejects and resolves when
   *   the response has been sent.
   */
  (req: NodeRequest, res: NodeResponse, next?: Next): void
  /**
   * Makes `res.render()` render the views of the site; all other names go to the host's own
   * `res.render()`. Answers no requests but those for the browser files of views:
   * `app.use(pages.views)`. Errors go to the host: VIEW_UNKNOWN for a name that neither knows,
   * RESPONSE_SENT for a second answer, and whatever a view throws.
   *
   * @param req - The request.
   * @param res - The response, whose `render()` is replaced.
   * @param next - The host's next step; a plain `http` server has none.
   * @returns Nothing that a host needs: at most a promise, which never rejects.
   */
  readonly views: (req: NodeRequest, res: NodeResponse, next?: Next) => void
  /**
   * Passes the error CROSS_SITE_FORM, with the status 403, to the host for a form that another site
   * sent, as the option `checkOrigin` says. It is for the POST handlers of the host, which the check
   * of pages does not protect: `app.use(pages.checkOrigin)`.
   *
   * @param req - The request.
   * @param res - The response, which is left as it is.
   * @param next - The host's next step.
   */
  readonly checkOrigin: (req: NodeRequest, res: NodeResponse, next: Next) => void
  /**
   * Answers a request of any Node server with a view.
   *
   * @param req - The request.
   * @param res - The response, which has not started.
   * @param name - The view, `products/show`, or a fragment of one, `cart#lines`.
   * @param init - Its props, and the status, headers, locals and params. See {@link SendInit}.
   * @returns Resolves when the response has ended.
   * @throws {unknown} whatever the view throws before its response begins
   * @throws {SsrPagesError} VIEW_UNKNOWN, FRAGMENTS_INVALID, RESPONSE_SENT, LOCALS_INVALID,
   *   NONCE_INVALID
   * @throws {SsrPagesError} HOST_INVALID, TARGET_INVALID, HEADER_DUPLICATE: for an invalid request
   */
  send<Name extends ViewName>(
    req: NodeRequest,
    res: NodeResponse,
    name: Name,
    ...init: ViewArguments<Name, Omit<SendInit, 'props'>>
  ): Promise<void>
  /**
   * Answers errors of the whole app, as its last error handler: `app.use(pages.errors)`. The page
   * is `404.astro` for the status 404, otherwise `500.astro`; `Astro.props.error` is the error. The
   * status is that of the error (`status` or `statusCode`), or 500. Clients that prefer JSON get
   * `{ error: { status, message } }`. Clients that accept neither get the phrase of the status, as
   * do those that prefer HTML if the site has no such page. `onError` receives errors of status 500
   * and above.
   *
   * @see https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
   * @param error - Anything that was thrown, or passed to `next()`.
   * @param req - The request.
   * @param res - The response. If it has started, the error goes on to `next(error)`.
   * @param next - The host's next error handler.
   * @returns Nothing that a host needs: at most a promise, which never rejects.
   */
  readonly errors: (error: unknown, req: NodeRequest, res: NodeResponse, next: Next) => void
  /**
   * Answers a Fetch `Request` without a socket.
   *
   * @param request - The request.
   * @param init - Locals and client address.
   * @returns The response; `undefined` if no page matches.
   * @throws {unknown} whatever the page throws before its response begins
   * @throws {SsrPagesError} CROSS_SITE_FORM, LOCALS_INVALID, NONCE_INVALID
   * @see https://fetch.spec.whatwg.org/#request-class
   */
  fetch(request: Request, init?: FetchInit): Promise<Response | undefined>
  /**
   * Renders a page or a view to HTML, for emails and tests. Its styles are inlined, unless they are
   * to be linked.
   *
   * @param name - A view, `mail/welcome`; a fragment of one, `cart#lines`; or the path of a page
   *   relative to the base, with a query if it needs one: `/mail/welcome?lang=de`.
   * @param init - Its props, locals, nonce and request. See {@link RenderInit}.
   * @returns The whole page or view.
   * @throws {unknown} whatever the page or view throws
   * @throws {SsrPagesError} PAGE_UNKNOWN, VIEW_UNKNOWN, FRAGMENTS_INVALID, PAGE_NOT_HTML,
   *   RESPONSE_USED, LOCALS_INVALID, NONCE_INVALID
   */
  // oxlint-disable-next-line typescript/no-redundant-type-constituents -- once names of views are known
  render<Name extends PagePath | ViewName>(
    name: Name,
    ...init: RenderArguments<Name>
  ): Promise<string>
  /**
   * Names the route that answers a request, for logs, metrics and traces; call it when the response
   * has ended.
   *
   * @param req - The request.
   * @returns The pattern of the page below its mount path, `/docs/products/[id]`; for other
   *   requests that of the host's route in Express, `/users/:id`; `undefined` if neither matched.
   */
  readonly routeOf: (req: NodeRequest) => string | undefined
  /** All routes in match order. In development the list is empty before the first request. */
  readonly routes: readonly Route[]
  /**
   * Releases resources: the Redis connection of the sessions, and Vite in development.
   *
   * @returns Resolves when they are released.
   */
  close(): Promise<void>
}

/**
 * Creates a middleware for Express, Connect or Node's own server from a folder of built pages.
 *
 *     app.use(ssrPages({ dir: 'dist/pages' }))
 *
 * @param options - See {@link Options}.
 * @returns The middleware.
 * @throws {SsrPagesError} OPTION_INVALID, DIR_MISSING, MANIFEST_INVALID, ENV_INVALID,
 *   ROUTE_NAME_INVALID, ROUTE_CONFLICT
 */
export function ssrPages(options: Options = {}): SsrPages {
  const settings = toSettings(options)
  if (!isDevelopment(settings)) return createBuilt(settings)
  return isSandboxed() ? createOutside(options) : createDevelopment(settings)
}

function createBuilt(settings: Settings): SsrPages {
  const loaded = loadPages(settings.dir)
  const sessions = openSessionStore(settings.session, resolve(loaded.dir, '../sessions'))
  return createPages(settings, createBuiltMode(loaded, settings, sessions), sessions)
}

function createDevelopment(settings: Settings): SsrPages {
  const sessions = openSessionStore(settings.session, resolve(settings.dir, '../sessions'))
  return createPages(settings, createDevelopmentMode(settings, sessions), sessions)
}

// What both modes have in common is said once, here.
function createPages(settings: Settings, mode: Mode, sessions: SessionStore | undefined): SsrPages {
  const { cspNonce, checkOrigin } = settings
  const { middleware: views, notes } = createViewsMiddleware(mode.views)
  const pages = Object.assign(mode.middleware, {
    views,
    checkOrigin: createOriginCheck(checkOrigin),
    send: createSend(mode.views, notes),
    errors: mode.createErrors((req) => notes.mountOf(req)),
    fetch: async (request: Request, init?: FetchInit) =>
      mode.use(request.url, true, (site) => {
        const image = fetchImage(site, request)
        return image ?? fetchPage(site.pages, request, init, { checkOrigin, cspNonce, sessions })
      }),
    render: async (name: string, init?: RenderInit) =>
      mode.use(name.startsWith('/') ? name : undefined, false, ({ pages: current, readFile }) =>
        renderToHtml({ ...current, readFile }, name, init, cspNonce),
      ),
    routeOf: readRoute,
    routes: mode.routes,
    close: async () => {
      await mode.close()
      await sessions?.close()
    },
  })
  // oxlint-disable-next-line typescript/no-misused-promises -- some hosts await the promise
  return Object.defineProperty(pages, 'routes', { get: () => mode.routes })
}

// Jest runs ES modules in a sandbox with a RegExp of its own, which Vite's bundler does not accept.
function isSandboxed(): boolean {
  return runInThisContext('RegExp') !== RegExp
}

// The entry for `require()` leaves the sandbox.
function createOutside(options: Options): SsrPages {
  const entry: { ssrPages: typeof ssrPages } = createRequire(import.meta.url)('./index.cjs')
  return entry.ssrPages({ ...options, dev: true })
}
