import {
  type RewriteTarget,
  type Rewriting,
  SharedVisit,
  type Visit,
  type VisitOptions,
} from '../context/visit.ts'
import { type Page, renderPage } from '../render/page.ts'
import { statusOf } from '../shared/errors.ts'
import { enterMount } from '../shared/mount.ts'
import { isPending } from '../shared/pending.ts'
import { isBodyless } from '../shared/kept-response.ts'
import type { RequestSource } from '../shared/request-source.ts'
import type {
  Output,
  PageModule,
  PageResult,
  Pages,
  ResponseOutput,
  Route,
  RouteMatch,
} from '../shared/types.ts'
import { callMiddleware } from './call-middleware.ts'
import { assertOwnForm } from './cross-site.ts'
import { runEndpoint } from './endpoint.ts'
import { mergeErrorPage, needsErrorPage, ownNotFound } from './error-page.ts'
import { toRedirect } from './redirects.ts'
import { resolveRewrite } from './rewrite.ts'
import { dropOutput, toResponse } from './to-response.ts'

/** `undefined` for a request that is left to the host. */
type MaybeOutput = Output | undefined
type MaybeResult = PageResult | undefined

/** An error, and the status to answer it with. */
export interface Failure {
  readonly error: unknown
  readonly status: number
}

/** How often a request may enter the site: each rewrite enters it again. */
const MAX_ENTRIES = 4

const REWRITING: Rewriting = { resolve: resolveRewrite, rewrite }

/**
 * Answers a matched request: runs page middleware, then the route's page or API handler, whose
 * module is loaded once. Synchronous if the page is synchronous and the site has no page
 * middleware.
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
  options: VisitOptions,
): MaybeResult | Promise<MaybeResult> {
  assertOwnForm(source, options.checkOrigin ?? true)
  enterMount(source.base)
  const shared = new SharedVisit(pages, source, options, REWRITING)
  const { route, params } = match
  try {
    const result = finish(shared, enter({ shared, route, params, source, props: options.props }))
    return isPending(result) ? result.catch((error) => rescue(shared, error)) : result
  } catch (error) {
    return rescue(shared, error)
  }
}

/**
 * Answers an error with an error page. As for other paths without a page, the page middleware runs
 * in front of `404.astro`; in front of `500.astro` it does not, because it may be what has failed.
 *
 * @param pages - The site's pages.
 * @param failure - The error, and the status to answer with.
 * @param source - The request.
 * @param options - Locals, and how to render.
 * @returns The result; `undefined` if the site has no such page, or for OPTIONS.
 * @throws {unknown} whatever the error page throws
 */
export function handleError(
  pages: Pages,
  failure: Failure,
  source: RequestSource,
  options: VisitOptions,
): MaybeResult | Promise<MaybeResult> {
  const isMissing = failure.status === 404
  const route = isMissing ? ownNotFound(pages) : pages.serverError
  if (route === undefined) return undefined
  enterMount(source.base)
  const shared = new SharedVisit(pages, source, options, REWRITING)
  const visit = toErrorVisit(shared, route, failure)
  return finish(shared, isMissing ? enter(visit) : run(visit))
}

// Returns the other route's response without the cookies, which all visits share.
async function rewrite(from: Visit, target: RewriteTarget): Promise<Response> {
  const output = await enter(resolveRewrite(from, target))
  if (output === undefined) return new Response(null, { status: 404 })
  return toResponse(output, from.shared.options.status)
}

function enter(visit: Visit): MaybeOutput | Promise<MaybeOutput> {
  const { shared, route } = visit
  shared.entries += 1
  if (shared.entries > MAX_ENTRIES) {
    return { response: new Response(null, { status: 508, statusText: 'Loop Detected' }) }
  }
  const { loadMiddleware } = shared.pages
  if (loadMiddleware === undefined || route.redirect !== undefined) return run(visit)
  return runBehind(loadMiddleware, visit)
}

async function runBehind(
  loadMiddleware: NonNullable<Pages['loadMiddleware']>,
  visit: Visit,
): Promise<MaybeOutput> {
  const module = await loadMiddleware()
  const output = await callMiddleware(module, visit, run)
  return output && withErrorPage(output, visit)
}

function run(visit: Visit): MaybeOutput | Promise<MaybeOutput> {
  const { redirect } = visit.route
  if (redirect !== undefined) return toRedirect(redirect, visit)
  const module = visit.route.load()
  if (!isPending(module)) return runModule(module, visit)
  return module.then((loaded) => runModule(loaded, visit))
}

function runModule(module: PageModule, visit: Visit): MaybeOutput | Promise<MaybeOutput> {
  enterMount(visit.source.base)
  const component = module['default']
  if (typeof component !== 'function') return runOwnEndpoint(module, visit)
  // Only the host knows what else answers the page's path, and for which origins. A view is rendered
  // by the host itself.
  if (visit.source.method === 'OPTIONS' && visit.route.view === undefined) return undefined
  const page = {
    component: component as Page['component'],
    isPartial: module['partial'] === true,
  }
  const output = renderPage(page, visit)
  if (!isPending(output)) return withErrorPage(output, visit)
  return output.then((settled) => withErrorPage(settled, visit))
}

function runOwnEndpoint(module: PageModule, visit: Visit): MaybeOutput | Promise<MaybeOutput> {
  const { shared } = visit
  const output = runEndpoint(module, visit)
  return isPending(output)
    ? output.then((settled) => keepStatus(shared, settled))
    : keepStatus(shared, output)
}

function keepStatus(
  shared: SharedVisit,
  output: ResponseOutput | undefined,
): ResponseOutput | undefined {
  if (output !== undefined && isBodyless(output.response)) {
    shared.emptyStatuses ??= new Set()
    shared.emptyStatuses.add(output.response.status)
  }
  return output
}

// Adds an error page to an empty 404 or 500 of a page or middleware; API routes keep their empty
// responses.
function withErrorPage(output: Output, visit: Visit): MaybeOutput | Promise<MaybeOutput> {
  const { pages, emptyStatuses } = visit.shared
  const route = needsErrorPage(output, visit.route, pages)
  if (route === undefined || !('response' in output)) return output
  if (emptyStatuses?.has(output.response.status) === true) return output
  const errorPage = run({ ...visit, route, params: {}, props: {} })
  if (!isPending(errorPage)) return mergeErrorPage(errorPage, output.response)
  return errorPage.then((settled) => mergeErrorPage(settled, output.response))
}

function rescue(shared: SharedVisit, error: unknown): MaybeResult | Promise<MaybeResult> {
  shared.keepUnshown()
  const { pages, options } = shared
  const { onError } = options
  const route = pages.serverError
  if (onError === undefined || route === undefined || statusOf(error) < 500) throw error
  onError(error)
  return finish(shared, run(toErrorVisit(shared, route, { error, status: statusOf(error) })))
}

function toErrorVisit(shared: SharedVisit, route: Route, { error, status }: Failure): Visit {
  return { shared, route, params: {}, source: shared.source, props: { error }, status }
}

function finish(
  shared: SharedVisit,
  output: MaybeOutput | Promise<MaybeOutput>,
): MaybeResult | Promise<MaybeResult> {
  if (isPending(output)) return output.then((settled) => finish(shared, settled))
  if (output === undefined) return undefined
  const saving = shared.persist('response' in output ? output.response.status : output.status)
  if (saving === undefined) return toResult(shared, output)
  // Checks again: a streaming page may have changed the session in the meantime and need a cookie.
  return saving.then(
    () => finish(shared, output),
    (error) => {
      dropOutput(output)
      throw error
    },
  )
}

function toResult(shared: SharedVisit, output: Output): PageResult {
  const result = withCookies(output, shared.setCookies)
  shared.markSent()
  return result
}

// Copies members by name: in Node 20, spreading objects took 11 us of the 16 us of a small page.
function withCookies(output: Output, cookies: readonly string[]): PageResult {
  if ('response' in output) return { response: output.response, cookies }
  const { html, status, statusText, headers } = output
  return { html, status, statusText, headers, cookies }
}
