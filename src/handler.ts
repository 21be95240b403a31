import { type CheckOrigin, assertOwnForm } from './cross-site.ts'
import { SsrPagesError } from './errors.ts'
import { methodsOf, runEndpoint } from './render/endpoint.ts'
import { type Page, renderPage } from './render/page.ts'
import { isThenable } from './render/renderable.ts'
import type { PageModule, PageResult, RequestSource, RouteMatch } from './types.ts'

/** What the edge adds to the request itself. */
export interface HandleOptions {
  /** Becomes `Astro.locals`. */
  readonly locals: App.Locals
  /** The site's public URL, for `Astro.site`. */
  readonly site: string | undefined
  /** The page's `Astro.props`. [none] */
  readonly props?: Record<string, unknown>
  /** False for pages that are sent whole. [true] */
  readonly isStreaming?: boolean
  /** Who may send forms. [the site's own pages] */
  readonly checkOrigin?: CheckOrigin
  /** Of the content security policy, for all scripts, styles and links. [none] */
  readonly nonce?: unknown
  /** Markup for the head, in place of links to the page's styles. [the links] */
  readonly head?: string
}

/**
 * Answers a matched request: loads the route's module once, and runs its page or API handler. It is
 * synchronous as long as the page is.
 *
 * @param match - The route and its params.
 * @param source - The request.
 * @param options - Locals, site, and how to render.
 * @returns The result; `undefined` for a request that is better left to the host (OPTIONS).
 * @throws Whatever the page throws, and SsrPagesError CROSS_SITE_FORM, MODULE_FAILED, MODULE_EMPTY,
 *   PAGE_RESULT_INVALID, ENDPOINT_RESULT_INVALID.
 */
export function handle(
  match: RouteMatch,
  source: RequestSource,
  options: HandleOptions,
): PageResult | undefined | Promise<PageResult | undefined> {
  assertOwnForm(source, options.checkOrigin ?? true)
  const module = match.route.load()
  if (!isThenable(module)) return run(module, match, source, options)
  return module.then((loaded) => run(loaded, match, source, options))
}

function run(
  module: PageModule,
  { route, params }: RouteMatch,
  source: RequestSource,
  options: HandleOptions,
): PageResult | undefined | Promise<PageResult | undefined> {
  const init = { route, params, source, locals: options.locals, site: options.site }
  const component = module['default']
  if (typeof component === 'function') {
    const isPartial = module['partial'] === true
    return renderPage({ component: component as Page['component'], isPartial }, init, options)
  }
  if (methodsOf(module).length > 0) return runEndpoint(module, init)
  const what = `${route.file} exports neither a component nor a request method; it exports ${describe(module)}.`
  throw new SsrPagesError('MODULE_EMPTY', what, { file: route.file })
}

function describe(module: PageModule): string {
  return Object.keys(module).join(', ') || 'nothing'
}
