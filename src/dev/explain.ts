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

/** A request, and what it comes to. */
export interface Missed {
  readonly outcome: Outcome
  readonly server: DevServer
  readonly site: LiveSite
}

/**
 * Shows a browser the routes there are, when its path has no page, unless host or site have a page of their
 * own for it.
 *
 * @param exchange - The request.
 * @param missed - What it comes to.
 * @returns True when it is answered; false when it still is to be.
 */
export function explainNotFound(exchange: Exchange, missed: Missed): boolean {
  const { outcome, server, site } = missed
  if (outcome.kind !== 'notFound' && outcome.kind !== 'leave') return false
  const { req, res, next } = exchange
  const { pages } = site
  const path = req.originalUrl ?? req.url ?? '/'
  const { base } = server.run
  const script = `${base}${CLIENT}?v=${server.version}`
  const explain = () => notFoundPage(path, pages.routes, script, toPrefix(base))
  const isOfSite = outcome.kind === 'leave' ? next === undefined : rendersNotFound(site, exchange)
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
 * Says in the terminal, and to the browser, why development did not start. No settings are known yet
 * that could allow another name than those of this machine.
 *
 * @param error - What was thrown.
 * @param exchange - The request that would have started it.
 * @returns False when it is no error of ours, which the host is given only.
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
