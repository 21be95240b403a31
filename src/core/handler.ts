import { type CheckOrigin, assertOwnForm } from './cross-site.ts'
import type { RenderOptions } from '../render/page.ts'
import type { SessionStore } from '../session/store.ts'
import type { PageResult, Pages, RequestSource, RouteMatch } from '../shared/types.ts'
import { Visit } from './visit.ts'

/** What the adapter adds to the request itself. */
export interface HandleOptions extends RenderOptions {
  /** Becomes `Astro.locals`. */
  readonly locals: App.Locals
  /** The store of the sessions. (default: none, `Astro.session` is undefined) */
  readonly sessions?: SessionStore | undefined
  /** Who may send forms. (default: the site's own pages) */
  readonly checkOrigin?: CheckOrigin
  /** `Astro.props` of the page, `props` of the API route. (default: none) */
  readonly props?: Record<string, unknown>
  /**
   * Makes `500.astro` answer for what fails, if the site has it; told of each such error, which
   * then is not thrown. (default: errors are thrown)
   */
  readonly onError?: ((error: unknown) => void) | undefined
}

/**
 * Answers a matched request: page middleware, then the route's page or API handler, whose module is
 * loaded once. It is synchronous as long as the page is, on a site without page middleware.
 *
 * @param pages - The site's pages.
 * @param match - The route and its params.
 * @param source - The request.
 * @param options - Locals, and how to render.
 * @returns The result; `undefined` for OPTIONS of a page, which is left to the host.
 * @throws {unknown} whatever the page throws
 * @throws {SsrPagesError} CROSS_SITE_FORM, MODULE_FAILED, MODULE_EMPTY, PAGE_RESULT_INVALID,
 *   ENDPOINT_RESULT_INVALID, MIDDLEWARE_RESULT_INVALID, REWRITE_INVALID
 */
export function handle(
  pages: Pages,
  match: RouteMatch,
  source: RequestSource,
  options: HandleOptions,
): PageResult | undefined | Promise<PageResult | undefined> {
  assertOwnForm(source, options.checkOrigin ?? true)
  return new Visit(pages, source, options).answer(match)
}
