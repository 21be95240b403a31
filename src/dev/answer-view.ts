import { findView } from '../core/find-view.ts'
import type { Exchange } from '../node/exchange.ts'
import { respondImage } from '../node/respond-image.ts'
import type { UseSite } from '../node/view-mode.ts'
import { cutQuery } from '../shared/pathname.ts'
import { type LiveParts, serveTools, runHooks, targetBelow } from './answer.ts'
import { isAllowed, isOfDevelopment, refuseHost } from './foreign-request.ts'
import { isPartOfPage } from './is-part-of-page.ts'
import type { LiveSite } from './live-site.ts'
import { logRequest } from './request-log.ts'

/** A call of a handler that may render a view. */
export interface LiveCall {
  /** The exchange, whose `next()` shows errors. */
  readonly exchange: Exchange
  /** As the handler named it. */
  readonly name: unknown
  readonly run: UseSite
}

/**
 * Carries out a call of a handler with the current site. Like a page, a view is not shown under a
 * foreign host name.
 *
 * @throws {unknown} errors of the sources, and errors that the view throws before the response
 *   starts
 */
export async function answerView(call: LiveCall, parts: LiveParts): Promise<void> {
  const { exchange, name, run } = call
  const { req, res } = exchange
  const { server, findSite, isLogged, onShown } = parts
  server.attach(req)
  const site = findSite()
  const view = findView(site.pages.views, name)
  if (view === undefined) return run(site, exchange) ?? undefined
  if (!isAllowed(req, server)) return refuseHost(res)
  server.run.publicFiles.noteRun(res)
  if (req.headers.accept?.includes('text/html')) onShown(view.pattern)
  if (isPartOfPage(req)) server.versions.share(view.file)
  if (isLogged) logRequest(req.method ?? '', () => String(name), res)
  await run(site, exchange)
}

/**
 * Answers a request for a file of development that views load in browsers.
 *
 * @returns False for another request, which stays untouched.
 */
export async function serveViewFile(exchange: Exchange, parts: LiveParts): Promise<boolean> {
  const { req, res } = exchange
  const { server, findSite } = parts
  server.attach(req)
  const target = targetBelow(exchange, server)
  if (target === undefined) return false
  if (!isAllowed(req, server)) {
    const isOurs = isOfDevelopment(target, server)
    if (isOurs) refuseHost(res)
    return isOurs
  }
  if (serveTools(exchange, parts, target)) return true
  const site = findSiteOf(findSite)
  if (site?.images !== undefined && cutQuery(target) === site.images.path) {
    await respondImage(site, site.images, exchange)
    return true
  }
  // A site with pages has its own middleware, which runs these hooks.
  if (site === undefined || site.pages.routes.length > 0) return false
  return runHooks(exchange, parts, target)
}

// A site whose sources have errors shows them where it answers.
function findSiteOf(findSite: LiveParts['findSite']): LiveSite | undefined {
  try {
    return findSite()
  } catch {
    return undefined
  }
}
