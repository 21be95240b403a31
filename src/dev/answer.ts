import type { Exchange } from '../node/exchange.ts'
import { pathBelow } from '../node/request-path.ts'
import { type Outcome, resolve } from '../node/resolve.ts'
import { respond } from '../node/respond.ts'
import { cutQuery, toPrefix } from '../shared/pathname.ts'
import type { RouteMatch } from '../shared/types.ts'
import { serveBrowserFile } from './browser-file.ts'
import { explainNotFound } from './explain.ts'
import type { LiveSite } from './live-site.ts'
import { openInEditor } from './open-in-editor.ts'
import { type Found, findListed, sendRendered } from './prerendered.ts'
import type { Reports } from './report.ts'
import { logRequest } from './request-log.ts'
import { isAllowed, isOurs, refuseHost } from './stranger.ts'
import type { DevServer } from './vite/dev-server.ts'

/** What requests in development are answered with. */
export interface LiveParts {
  readonly server: DevServer
  readonly reports: Reports
  /** Gives the site as it is now; throws what is wrong with its sources. */
  readonly findSite: () => LiveSite
  /** Whether each page that is asked for gets a line in the terminal. */
  readonly isLogged: boolean
  /** Told which page a browser asks for, by its pattern. */
  readonly onShown: (pattern: string) => void
}

/**
 * Answers a request from the sources as they are now: by a file of development, or as a built site would.
 * Between `resolve()` and `respond()`, a prerendered page is rendered, and a path without a page explained.
 *
 * @param exchange - The request.
 * @param parts - What it is answered with.
 * @throws {unknown} whatever is wrong with the sources, and what a page throws at once
 */
export async function answerLive(exchange: Exchange, parts: LiveParts): Promise<void> {
  const { req, res } = exchange
  const { server, findSite } = parts
  server.attach(req)
  const target = targetBelow(exchange, server)
  if (!isAllowed(req, server)) {
    answerStranger(exchange, parts, target)
    return
  }
  if (target !== undefined && serveTools(exchange, parts, target)) return
  const site = findSite()
  let found: Found = { outcome: resolve(site, exchange), pages: site.pages }
  if (found.outcome.kind !== 'file') server.run.publicFiles.noteRun(res)
  notePage(exchange, parts, () => matchOf(found.outcome)?.route.pattern)
  found = await findListed(found, {
    path: pathBelow(site.prefix, req) ?? '',
    resolve: (pages) => resolve({ ...site, pages }, exchange),
  })
  const { outcome, pages, rendered } = found
  if (rendered !== undefined && outcome.kind === 'prerendered') sendRendered(rendered, res)
  else if (!explainNotFound(exchange, { outcome, server, site })) {
    await respond({ ...site, pages }, exchange, outcome)
  }
}

// Path and query below the base of the site, which a mount path may have taken off already.
function targetBelow({ req }: Exchange, { run }: DevServer): string | undefined {
  const { url = '/' } = req
  const path = pathBelow(toPrefix(run.site.base), req)
  return path && path + url.slice(cutQuery(url).length)
}

// Under a foreign name there is nothing of the pages; a path that is not theirs is the host's.
function answerStranger({ res, next }: Exchange, parts: LiveParts, target?: string): void {
  const findPages = () => parts.findSite().pages
  const isRefused = target !== undefined && isOurs(target, parts.server, findPages)
  if (next === undefined || isRefused) return refuseHost(res)
  next()
}

function serveTools({ req, res }: Exchange, parts: LiveParts, target: string): boolean {
  const { server, reports } = parts
  server.run.publicFiles.note(target)
  const file = { req, res, server, target }
  return serveBrowserFile(file, reports) || openInEditor(file, reports)
}

// The route that answers in the end is known later: a prerendered page may not list the path.
function notePage(
  { req, res }: Exchange,
  { isLogged, onShown }: LiveParts,
  findPattern: () => string | undefined,
): void {
  const pattern = findPattern()
  if (pattern === undefined) return
  if (req.headers.accept?.includes('text/html')) onShown(pattern)
  if (isLogged) logRequest(req.method ?? '', () => findPattern() ?? pattern, res)
}

function matchOf(outcome: Outcome): RouteMatch | undefined {
  return 'match' in outcome ? outcome.match : undefined
}
