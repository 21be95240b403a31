import type { SharedVisit, Visit } from '../context/visit.ts'
import { type Page, renderPage } from '../render/page.ts'
import { isBodyless } from '../shared/kept-response.ts'
import { enterMount } from '../shared/mount.ts'
import { isPending } from '../shared/pending.ts'
import type { Output, PageModule, Pages, ResponseOutput } from '../shared/types.ts'
import { callMiddleware } from './call-middleware.ts'
import { runEndpoint } from './endpoint.ts'
import { mergeErrorPage, needsErrorPage } from './error-page.ts'
import { toRedirect } from './redirects.ts'

/** `undefined` for a request that is left to the host. */
export type MaybeOutput = Output | undefined

/** How often a request may enter the site: each rewrite enters it again. */
const MAX_ENTRIES = 4

/**
 * Enters the site: runs page middleware, and then the route of the visit.
 *
 * @returns The output; `undefined` for OPTIONS of a page, which is left to the host.
 * @throws {unknown} whatever the page or the middleware throws
 */
export function enter(visit: Visit): MaybeOutput | Promise<MaybeOutput> {
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

/**
 * Runs the route of a visit without page middleware: its redirect, its page or its API handler.
 *
 * @returns The output; `undefined` for OPTIONS of a page, which is left to the host.
 * @throws {unknown} whatever the page throws
 */
export function run(visit: Visit): MaybeOutput | Promise<MaybeOutput> {
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
