import type { ServerResponse } from 'node:http'
import { addVary, setPageHeaders } from '../bridge/head.ts'
import { hasFragments } from '../core/fragment.ts'
import { toOutgoing } from '../core/outgoing.ts'
import { toHtml } from '../core/to-html.ts'
import { isPending } from '../shared/pending.ts'
import type { HtmlResult, PageResult, ResponseResult, Route } from '../shared/types.ts'
import { FRAGMENT_HEADERS } from '../shared/wants-fragment.ts'
import type { Exchange } from './exchange.ts'
import type { ServedSite } from './served-site.ts'
import { type ViewCall, visitView } from './view-visit.ts'

/**
 * Renders a view to a string. Headers and cookies that it sets are set on the response, and its
 * status unless the host has set one.
 *
 * @param view - The view's route.
 * @returns The whole HTML; synchronous if the view is.
 * @throws {unknown} whatever the view throws
 * @throws {SsrPagesError} PAGE_NOT_HTML
 */
export function renderViewHtml(
  site: ServedSite,
  exchange: Exchange,
  view: Route,
  call: ViewCall,
): string | Promise<string> {
  const finish = (result: PageResult | undefined): string | Promise<string> => {
    if (result === undefined || 'response' in result)
      return readResponse(exchange.res, view, result)
    if (typeof result.html !== 'string') return toHtml(result, view)
    applyHead(exchange.res, view, result)
    return result.html
  }
  const result = visitView(site, exchange, view, { ...call, isStreaming: false })
  return isPending(result) ? result.then(finish) : finish(result)
}

function applyHead(res: ServerResponse, view: Route, result: HtmlResult): void {
  if (res.headersSent) return
  if (hasFragments(view)) addVary(res, FRAGMENT_HEADERS)
  if (result.status !== undefined && res.statusCode === 200) res.statusCode = result.status
  setPageHeaders(res, toOutgoing(result, 'GET'))
}

// Page middleware may have replaced the response by one with other HTML.
async function readResponse(
  res: ServerResponse,
  view: Route,
  result: ResponseResult | undefined,
): Promise<string> {
  const html = await toHtml(result, view)
  if (result === undefined || res.headersSent) return html
  const { status, headers } = result.response
  const own = new Headers(headers)
  for (const name of ['content-type', 'content-length', 'content-encoding']) own.delete(name)
  const head = { status: status === 200 ? undefined : status, statusText: '', headers: own }
  applyHead(res, view, { ...head, html: '', cookies: result.cookies })
  return html
}
