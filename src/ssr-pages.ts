import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type FetchInit, fetchPage } from './fetch.ts'
import { loadPages } from './loader/load.ts'
import { type NodeRequest, type NodeResponse, type Next, createMiddleware } from './middleware.ts'
import { type Options, toSettings } from './options.ts'
import { type RenderInit, renderToHTML } from './render-to-html.ts'
import { openSessionStore } from './session/open-store.ts'
import type { Route } from './types.ts'

/** The middleware that `ssrPages()` makes, with what else can be done with the same pages. */
export interface SsrPages {
  /**
   * Answers the requests that are for a page or a browser file; leaves all others as they came.
   *
   * @param req - The request.
   * @param res - Its response.
   * @param next - The host's next step; a plain `http` server has none.
   * @returns Nothing that a host needs. When the answer takes time it is a promise, which never
   *   rejects and resolves when the response has been sent.
   */
  (req: NodeRequest, res: NodeResponse, next?: Next): void
  /**
   * Answers a Fetch `Request` without a socket.
   *
   * @param request - The request.
   * @param init - Locals and client address.
   * @returns The response; `undefined` when no page matches.
   * @throws Whatever the page throws before its response begins.
   */
  fetch(request: Request, init?: FetchInit): Promise<Response | undefined>
  /**
   * Renders a page to HTML that stands alone, for mails and tests: its styles are in it.
   *
   * @param path - Path of the page below the base: `/mail/welcome`.
   * @param init - Its props and locals.
   * @returns The whole page.
   * @throws Whatever the page throws, and SsrPagesError PAGE_UNKNOWN, PAGE_NOT_HTML.
   */
  render(path: string, init?: RenderInit): Promise<string>
  /** All routes in match order. */
  readonly routes: readonly Route[]
  /** Releases what the pages hold open: the connection to a Redis server that has the sessions. */
  close(): Promise<void>
}

/**
 * Makes a middleware for Express, Connect or a server of Node's own out of a folder of built pages.
 *
 *     app.use(ssrPages({ dir: 'dist/pages' }))
 *
 * @param options - See {@link Options}. [all defaults]
 * @returns The middleware.
 * @throws SsrPagesError OPTION_INVALID, DIR_MISSING, MANIFEST_INVALID, ROUTE_NAME_INVALID,
 *   ROUTE_CONFLICT.
 */
export function ssrPages(options: Options = {}): SsrPages {
  const settings = toSettings(options)
  const { checkOrigin, cspNonce } = settings
  const pages = loadPages(settings.dir)
  const sessions = openSessionStore(settings.session, resolve(pages.dir, '../sessions'))
  const clientFiles = {
    readFile: (path: string) => readFile(join(pages.clientDir ?? '', path), 'utf8'),
  }
  // oxlint-disable-next-line typescript/no-misused-promises -- the promise is for hosts that wait for it
  return Object.assign(createMiddleware(pages, settings, sessions), {
    fetch: (request: Request, init?: FetchInit) =>
      fetchPage(pages, request, init, { checkOrigin, cspNonce, sessions }),
    render: (path: string, init?: RenderInit) =>
      renderToHTML({ ...pages, ...clientFiles }, path, init),
    routes: pages.routes,
    close: () => sessions?.close() ?? Promise.resolve(),
  })
}
