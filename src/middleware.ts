import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { runInThisContext } from 'node:vm'
import type { Development } from './dev/develop.ts'
import { SsrPagesError } from './shared/errors.ts'
import { type FetchInit, fetchPage } from './core/fetch.ts'
import { loadPages } from './loader/load.ts'
import { createOriginCheck } from './node/check-origin.ts'
import type { Next } from './node/exchange.ts'
import { type SendInit, createSend } from './node/send-view.ts'
import {
  type NodeRequest,
  type NodeResponse,
  createSiteMiddleware,
  errorsOf,
} from './node/serve.ts'
import { readRoute } from './node/route-name.ts'
import { createServedSite } from './node/served-site.ts'
import { type ViewHost, createBuiltHost } from './node/view-host.ts'
import { createViewsMiddleware } from './node/views.ts'
import { type Options, type Settings, toSettings } from './node/options.ts'
import { type RenderInit, renderToHtml } from './core/render-to-html.ts'
import { openSessionStore } from './session/open-store.ts'
import type { Route } from './shared/types.ts'
import type { ViewArguments, ViewName } from './shared/view-types.ts'

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
   * `app.use(pages.views)`.
   */
  readonly views: (req: NodeRequest, res: NodeResponse, next?: Next) => void
  /**
   * A middleware that passes an error with the status 403 to the host for a form that another site
   * sent. It is for the POST handlers of the host, which the check of pages does not protect:
   * `app.use(pages.checkOrigin)`.
   */
  readonly checkOrigin: (req: NodeRequest, res: NodeResponse, next: Next) => void
  /**
   * Answers a request of any Node server with a view.
   *
   * @param req - The request.
   * @param res - The response, which has not started.
   * @param name - The view: `products/show`.
   * @param init - Its props, and the status, headers, locals and params.
   * @returns Resolves when the response has ended.
   * @throws {unknown} whatever the view throws before its response begins
   * @throws {SsrPagesError} VIEW_UNKNOWN
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
   * `{ error: { status, message } }`; without such a page, the answer is the phrase of the status.
   * `onError` receives errors of status 500 and above.
   *
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
   */
  fetch(request: Request, init?: FetchInit): Promise<Response | undefined>
  /**
   * Renders a page to self-contained HTML, for emails and tests: its styles are inlined.
   *
   * @param path - Path of the page relative to the base: `/mail/welcome`.
   * @param init - Its props, locals and nonce.
   * @returns The whole page.
   * @throws {unknown} whatever the page throws
   * @throws {SsrPagesError} PAGE_UNKNOWN, PAGE_NOT_HTML
   */
  render(path: `/${string}`, init?: RenderInit): Promise<string>
  /**
   * Renders a view to self-contained HTML.
   *
   * @param name - The view: `mail/welcome`.
   * @param init - Its props, locals and nonce.
   * @returns The whole view.
   * @throws {unknown} whatever the view throws
   * @throws {SsrPagesError} VIEW_UNKNOWN, PAGE_NOT_HTML
   */
  render<Name extends ViewName>(
    name: Name,
    ...init: ViewArguments<Name, Omit<RenderInit, 'props'>>
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
  /** Releases resources: the Redis connection of the sessions, and Vite in development. */
  close(): Promise<void>
}

/**
 * Creates a middleware for Express, Connect or Node's own server from a folder of built pages.
 *
 *     app.use(ssrPages({ dir: 'dist/pages' }))
 *
 * @param options - See {@link Options}.
 * @returns The middleware.
 * @throws {SsrPagesError} OPTION_INVALID, DIR_MISSING, MANIFEST_INVALID, ROUTE_NAME_INVALID,
 *   ROUTE_CONFLICT
 */
export function ssrPages(options: Options = {}): SsrPages {
  const settings = toSettings(options)
  if (!isDevelopment(settings)) return createBuilt(settings)
  return isSandboxed() ? createOutside(options) : createDevelopment(settings)
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

function createBuilt(settings: Settings): SsrPages {
  const pages = loadPages(settings.dir)
  const sessions = openSessionStore(settings.session, resolve(pages.dir, '../sessions'))
  const readClientFile = (path: string) => readFile(join(pages.clientDir ?? '', path), 'utf8')
  const site = createServedSite(pages, settings, sessions)
  const host = createBuiltHost(site)
  const { middleware: views, notes } = createViewsMiddleware(host)
  // oxlint-disable-next-line typescript/no-misused-promises -- some hosts await the promise
  return Object.assign(createSiteMiddleware(site), {
    views,
    checkOrigin: createOriginCheck(settings.checkOrigin),
    send: createSend(host, notes),
    fetch: async (request: Request, init?: FetchInit) =>
      fetchPage(pages, request, init, {
        checkOrigin: settings.checkOrigin,
        cspNonce: settings.cspNonce,
        sessions,
      }),
    render: (name: string, init?: RenderInit) =>
      renderToHtml({ ...pages, readFile: readClientFile }, name, init, settings.cspNonce),
    errors: errorsOf(site, (req) => notes.mountOf(req)),
    routeOf: readRoute,
    routes: pages.routes,
    close: () => sessions?.close() ?? Promise.resolve(),
  })
}

// Everything for development is imported on first use: a server in production never needs it.
function createDevelopment(settings: Settings): SsrPages {
  const sessions = openSessionStore(settings.session, resolve(settings.dir, '../sessions'))
  let routes: readonly Route[] = []
  let loading: Promise<Development> | undefined
  const load = () =>
    (loading ??= import('./dev/develop.ts').then(
      ({ Development: Loaded }) => new Loaded(settings, sessions, (current) => (routes = current)),
    ))
  async function ssrPagesDevelopment(req: NodeRequest, res: NodeResponse, next?: Next) {
    const development = await load()
    // HTTP/2's classes lack members of HTTP/1's; the bridge checks for them before it uses them.
    await development.answer({ req, res, next } as Parameters<Development['answer']>[0])
  }
  const host: ViewHost = {
    use: async (...call) => (await load()).answerView(...call),
    mayServe: () => true,
    serveFile: async (exchange) => (await load()).serveViewFile(exchange),
  }
  const { middleware: views, notes } = createViewsMiddleware(host)
  async function ssrPagesErrors(error: unknown, req: NodeRequest, res: NodeResponse, next: Next) {
    const development = await load()
    await development.fail(error, { req, res, next } as Parameters<Development['fail']>[1])
  }
  const pages = Object.assign(ssrPagesDevelopment, {
    views,
    checkOrigin: createOriginCheck(settings.checkOrigin),
    send: createSend(host, notes),
    errors: ssrPagesErrors,
    routeOf: readRoute,
    fetch: async (request: Request, init?: FetchInit) =>
      (await load()).use(request.url, true, async ({ pages: current }) =>
        fetchPage(current, request, init, {
          checkOrigin: settings.checkOrigin,
          cspNonce: settings.cspNonce,
          sessions,
        }),
      ),
    render: async (name: string, init?: RenderInit) => {
      const path = name.startsWith('/') ? name : undefined
      return (await load()).use(path, false, ({ pages: current, readFile: read }) =>
        renderToHtml({ ...current, readFile: read }, name, init, settings.cspNonce),
      )
    },
    close: async () => {
      await (await loading)?.close()
      await sessions?.close()
    },
    routes,
  })
  // oxlint-disable-next-line typescript/no-misused-promises -- some hosts await the promise
  return Object.defineProperty(pages, 'routes', { get: () => routes })
}

function isDevelopment({ dev, dir }: Settings): boolean {
  const isProduction = process.env['NODE_ENV'] === 'production'
  if (dev === true && isProduction) {
    const what = 'The option "dev" of ssrPages() must not be true when NODE_ENV is production.'
    throw new SsrPagesError('OPTION_INVALID', what, { option: 'dev', seen: true })
  }
  return dev ?? (process.env['NODE_ENV'] === 'development' && !isPlainFolder(dir))
}

// Handwritten modules have no sources elsewhere, so there is nothing to develop.
function isPlainFolder(dir: string): boolean {
  return existsSync(dir) && !existsSync(join(dir, 'manifest.json'))
}
