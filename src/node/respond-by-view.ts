import type { ServerResponse } from 'node:http'
import { isClosed } from '../bridge/abort.ts'
import { addVary } from '../bridge/head.ts'
import { sendOutgoing } from '../bridge/response.ts'
import { hasFragments } from '../core/fragment.ts'
import { toOutgoing } from '../core/outgoing.ts'
import { dropOutput } from '../core/to-response.ts'
import { SsrPagesError } from '../shared/errors.ts'
import { isPending } from '../shared/pending.ts'
import { isResponseSent } from '../shared/response-sent.ts'
import type { PageResult, Route } from '../shared/types.ts'
import { FRAGMENT_HEADERS } from '../shared/wants-fragment.ts'
import type { Exchange } from './exchange.ts'
import { sendHintsLater } from './early-hints.ts'
import { fail } from './fail.ts'
import type { ServedSite } from './served-site.ts'
import { readStatus } from './host-status.ts'
import { toViewBase, type ViewCall, visitView } from './view-visit.ts'

/** A view that answers its request. */
export interface SentView extends ViewCall {
  /** Receives the error of a view whose request has been answered already. */
  readonly onLate: (error: SsrPagesError) => void
}

/**
 * Answers a request with a view.
 *
 * @param view - The view's route.
 * @returns Nothing, or a promise that never rejects and resolves when the response has been sent.
 */
export function respondByView(
  site: ServedSite,
  exchange: Exchange,
  view: Route,
  call: SentView,
): void | Promise<void> {
  if (isAnswered(exchange)) return call.onLate(tooLate(call.name))
  try {
    const result = visitView(site, exchange, view, call)
    if (!isPending(result)) return deliver(site, exchange, view, result, call)
    if (site.settings.earlyHints) sendHintsLater(exchange, view, toViewBase(site, call.mount))
    return result
      .then((settled) => deliver(site, exchange, view, settled, call))
      .catch((error) => fail(site, error, exchange))
  } catch (error) {
    fail(site, error, exchange)
  }
}

function deliver(
  site: ServedSite,
  exchange: Exchange,
  view: Route,
  settled: PageResult | undefined,
  call: SentView,
): void | Promise<void> {
  const result = settled ?? notFound()
  if ('response' in result && isResponseSent(result.response)) return undefined
  const { req, res } = exchange
  if (isAnswered(exchange)) {
    dropOutput(result)
    return call.onLate(tooLate(call.name))
  }
  const answer = toOutgoing(result, req.method ?? 'GET', call.status ?? readStatus(res))
  if (call.headers !== undefined) setHeaders(res, call.headers)
  if (hasFragments(view)) addVary(res, FRAGMENT_HEADERS)
  return sendOutgoing(answer, res)?.catch((error) => fail(site, error, exchange))
}

function setHeaders(res: ServerResponse, headers: NonNullable<SentView['headers']>): void {
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value)
}

// A client that has left is no reason to complain.
function isAnswered({ res }: Exchange): boolean {
  return res.headersSent && (res.writableEnded || !isClosed(res))
}

// Page middleware may have answered OPTIONS with a page, which leaves the method to the host.
function notFound(): PageResult {
  return { response: new Response(null, { status: 404 }), cookies: [] }
}

function tooLate(name: string): SsrPagesError {
  const what = `The view ${JSON.stringify(name)} was rendered after the response had started.`
  const hint = 'Answer each request once: return after the first answer.'
  return new SsrPagesError('RESPONSE_SENT', what, { view: name }, hint)
}
