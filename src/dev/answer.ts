import type { PolicyHost } from '../context/request-policy.ts'
import type { Exchange } from '../node/exchange.ts'
import { readHeader } from '../node/host-header.ts'
import { pathBelow } from '../node/request-path.ts'
import { type Outcome, resolve } from '../node/resolve.ts'
import { respond } from '../node/respond.ts'
import { cutQuery, toPrefix } from '../shared/pathname.ts'
import type { Route, RouteMatch } from '../shared/types.ts'
import { serveBrowserFile } from './browser-file.ts'
import { runMiddleware } from './vite/hook-middleware.ts'
import { explainNotFound } from './explain.ts'
import { isPartOfPage } from './is-part-of-page.ts'
import type { LiveSite } from './live-site.ts'
import { openInEditor } from './open-in-editor.ts'
import { type Found, findListed, sendRendered } from './prerendered.ts'
import type { Reports } from './report.ts'
import { logRequest } from './request-log.ts'
import { isAllowed, isOurs, refuseHost } from './foreign-request.ts'
import type { DevServer } from './vite/dev-server.ts'

/** The parts that answer requests in development. */
export interface LiveParts {
  readonly server: DevServer
  readonly reports: Reports
  /** Returns the current site; throws the errors of its sources. */
  readonly findSite: () => LiveSite
  /** True when each requested page gets a line in the terminal. */
  readonly isLogged: boolean
  /** Receives the pattern of each page that a browser requests. */
  readonly onShown: (pattern: string) => void
}

/**
 * Answers a request from the current sources: with a file of development, or like a built site.
 * Between `resolve()` and `respond()`, a prerendered page is rendered, and a path without a page is
 * explained.
 *
 * @throws {unknown} errors of the sources, and errors that a page throws before its response starts
 */
export async function answerLive(exchange: Exchange, parts: LiveParts): Promise<void> {
  const { req, res } = exchange
  const { server, findSite } = parts
  server.attach(req)
  const target = targetBelow(exchange, server)
  if (!isAllowed(req, server)) {
    answerForeign(exchange, parts, target)
    return
  }
  if (target !== undefined && serveTools(exchange, parts, target)) return
  if (target !== undefined && (await runHooks(exchange, parts, target))) return
  const site = findSite()
  let found: Found = { outcome: resolveNoted(exchange, parts, site), pages: site.pages }
  if (found.outcome.kind !== 'file') server.run.publicFiles.noteRun(res)
  notePage(exchange, parts, () => matchOf(found.outcome)?.route)
  found = await findListed(found, {
    path: pathBelow(site.prefix, req) ?? '',
    resolve: (pages) => resolve({ ...site, pages }, exchange),
    host: toPolicyHost(site, exchange),
  })
  const { outcome, pages, rendered } = found
  if (rendered !== undefined && outcome.kind === 'prerendered') {
    sendRendered(rendered, outcome.file.path, res)
  } else if (!explainNotFound(exchange, { outcome, server, site })) {
    await respond({ ...site, pages }, exchange, outcome)
  }
}

/**
 * Reads path and query below the base of the site. A mount path may have removed the base already.
 */
export function targetBelow({ req }: Exchange, { run }: DevServer): string | undefined {
  const { url = '/' } = req
  const path = pathBelow(toPrefix(run.site.base), req)
  return path && path + url.slice(cutQuery(url).length)
}

// Under a foreign name nothing of the pages is shown. Paths of other routes are left to the host.
function answerForeign({ res, next }: Exchange, parts: LiveParts, target?: string): void {
  const findPages = () => parts.findSite().pages
  const isRefused = target !== undefined && isOurs(target, parts.server, findPages)
  if (next === undefined || isRefused) return refuseHost(res)
  next()
}

/** Answers a request for a file or tool of development; returns false for other requests. */
export function serveTools({ req, res }: Exchange, parts: LiveParts, target: string): boolean {
  const { server, reports } = parts
  server.run.publicFiles.note(target)
  const file = { req, res, server, target }
  return serveBrowserFile(file, reports) || openInEditor(file, reports)
}

/** Lets middleware of Vite's plugins answer; resolves with false if none of it did. */
export function runHooks(
  { req, res }: Exchange,
  parts: LiveParts,
  target: string,
): Promise<boolean> {
  const { server, site } = parts.server.run
  return runMiddleware(server, { req, res, url: toPrefix(site.base) + target })
}

// A refused request gets its line in the terminal, too: its error does not name the path.
function resolveNoted(exchange: Exchange, parts: LiveParts, site: LiveSite): Outcome {
  try {
    return resolve(site, exchange)
  } catch (error) {
    const path = pathBelow(site.prefix, exchange.req) ?? ''
    notePage(exchange, parts, () => site.pages.matcher(path)?.route)
    throw error
  }
}

// The route that answers is known only later, because a prerendered page may not list the path.
function notePage(
  { req, res }: Exchange,
  { server, isLogged, onShown }: LiveParts,
  findRoute: () => Route | undefined,
): void {
  const route = findRoute()
  if (route === undefined) return
  if (req.headers.accept?.includes('text/html')) onShown(route.pattern)
  if (isPartOfPage(req)) server.versions.share(route.file)
  if (isLogged) logRequest(req.method ?? '', () => (findRoute() ?? route).pattern, res)
}

// As for a page that is rendered on demand: a file of a build has hashes instead.
function toPolicyHost({ settings, pages }: LiveSite, { res }: Exchange): PolicyHost {
  if (pages.csp === undefined) return {}
  return {
    nonce: res.locals && Reflect.get(res.locals, settings.cspNonce),
    hostHeader: (name) => readHeader(res, name),
  }
}

function matchOf(outcome: Outcome): RouteMatch | undefined {
  return 'match' in outcome ? outcome.match : undefined
}
