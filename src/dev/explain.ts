import { isSsrPagesError } from '../shared/errors.ts'
import type { Exchange } from '../node/exchange.ts'
import type { Outcome } from '../node/resolve.ts'
import { rendersNotFound } from '../node/served-site.ts'
import { isAllowedHost } from './vite/allowed-host.ts'
import { CLIENT } from './vite/client-script.ts'
import type { DevServer } from './vite/dev-server.ts'
import { notFoundPage, startFailedPage } from './dev-page.ts'
import { changeAnswer } from './host-answer.ts'
import type { LiveSite } from './live-site.ts'
import { printOnce } from './print-once.ts'
import { toPrefix } from '../shared/pathname.ts'

/** A request that may have no page. */
export interface Missed {
  readonly outcome: Outcome
  readonly server: DevServer
  readonly site: LiveSite
}

/**
 * Shows a list of the routes to a browser when its path has no page, unless the host or the site
 * has a page of its own for that.
 *
 * @param missed - The outcome of the request.
 * @returns True when the request is answered.
 */
export function explainNotFound(exchange: Exchange, missed: Missed): boolean {
  const { outcome, server, site } = missed
  if (outcome.kind !== 'notFound' && outcome.kind !== 'leave') return false
  const { req, res, next } = exchange
  const { pages } = site
  const path = req.originalUrl ?? req.url ?? '/'
  const { base } = server.run
  const script = `${base}${CLIENT}?v=${server.versions.current}`
  const explain = () => notFoundPage(path, pages.routes, script, toPrefix(base))
  const isHosts = outcome.kind === 'leave' && next !== undefined
  const isOfSite = !isHosts && rendersNotFound(site, exchange)
  if (!isOfSite) {
    changeAnswer(req, res, ({ html, status, isBare }) => {
      return isBare && status === 404 ? explain() : html
    })
    return false
  }
  if (pages.routes.includes(pages.notFound) || !req.headers.accept?.includes('text/html')) {
    return false
  }
  res.writeHead(404, { 'content-type': 'text/html; charset=utf-8' })
  res.end(explain())
  return true
}

/**
 * Shows in the terminal and in the browser why development did not start. Without settings, only
 * the names of this machine are allowed.
 *
 * @param exchange - The request that should have started it.
 * @returns False when it is not an error of this package: then only the host receives it.
 */
export function explainStart(error: unknown, exchange: Exchange): boolean {
  const { req, res, next } = exchange
  if (!isSsrPagesError(error)) return false
  if (isAllowedHost(req.headers.host, [])) {
    changeAnswer(req, res, ({ html, isBare }) => (isBare ? startFailedPage(error.message) : html))
  }
  if (next === undefined) console.error(error.message)
  else printOnce(error.message, error, res)
  return true
}
