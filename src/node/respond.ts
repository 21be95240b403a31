import { sendOutgoing } from '../bridge/response.ts'
import type { PageResult, PrerenderedFile, RouteMatch } from '../shared/types.ts'
import { handle } from '../core/handler.ts'
import { assertLocals } from '../core/locals.ts'
import { toOutgoing } from '../core/outgoing.ts'
import { isThenable } from '../render/renderable.ts'
import { statusOf } from '../shared/errors.ts'
import { isResponseSent } from '../shared/response-sent.ts'
import { isPending } from '../shared/pending.ts'
import type { RequestSource } from '../shared/request-source.ts'
import type { Exchange } from './exchange.ts'
import { sendHintsLater } from './early-hints.ts'
import { fail, leave } from './fail.ts'
import { respondImage } from './respond-image.ts'
import { sendPrerendered } from './prerendered.ts'
import { type Outcome, toSource } from './resolve.ts'
import type { FileExchange } from './send-file.ts'
import { type ServedSite, rendersNotFound } from './served-site.ts'
import { readStatus } from './host-status.ts'
import { NodeVisitOptions } from './visit-options.ts'

/**
 * Carries out an outcome: answers the request, or leaves it to the host.
 *
 * @param outcome - The result of `resolve()`.
 * @returns Nothing, or a promise that never rejects and resolves when the response has been sent.
 * @throws {unknown} whatever a page throws synchronously; later errors go to `fail()`
 */
export function respond(
  site: ServedSite,
  exchange: Exchange,
  outcome: Outcome,
): void | Promise<void> {
  switch (outcome.kind) {
    case 'page':
      return respondByPage(site, exchange, outcome.match, outcome.source)
    case 'leave':
      return leave(exchange, 404)
    case 'file':
      return site.assets?.send(toFileExchange(site, exchange), outcome.file)
    case 'image':
      return site.images && respondImage(site, site.images, exchange)
    case 'prerendered':
      return respondByFile(site, exchange, outcome.file)
    case 'notFound':
      return respondNotFound(site, exchange)
    case 'redirect':
      return deliver(site, outcome.result, exchange)
    case 'status':
      return leave(exchange, outcome.status)
  }
}

function respondByPage(
  site: ServedSite,
  exchange: Exchange,
  match: RouteMatch,
  source: RequestSource,
): void | Promise<void> {
  const { req, res } = exchange
  const run = (locals: unknown) => {
    assertLocals(locals)
    return handle(site.pages, match, source, new NodeVisitOptions(site, exchange, locals))
  }
  const locals: unknown = site.settings.locals(req, res)
  const result = isThenable(locals) ? Promise.resolve(locals).then(run) : run(locals)
  if (isPending(result)) {
    if (site.settings.earlyHints) sendHintsLater(exchange, match.route, source.base)
    return deliverLater(site, result, exchange)
  }
  return deliver(site, result, exchange)
}

function respondByFile(
  site: ServedSite,
  exchange: Exchange,
  file: PrerenderedFile,
): void | Promise<void> {
  const { clientDir } = site.pages
  if (clientDir === undefined) return respondNotFound(site, exchange)
  const hasPolicy = site.pages.csp !== undefined
  sendPrerendered(toFileExchange(site, exchange), clientDir, file, hasPolicy)
}

function respondNotFound(site: ServedSite, exchange: Exchange): void | Promise<void> {
  if (!rendersNotFound(site, exchange)) return leave(exchange, 404)
  const match = { route: site.pages.notFound, params: {} }
  return respondByPage(site, exchange, match, toSource(site, exchange))
}

// A file may have been deleted after the start: then the path is not found.
function toFileExchange(site: ServedSite, exchange: Exchange): FileExchange {
  const { req, res } = exchange
  return {
    req,
    res,
    fail(error) {
      if (statusOf(error) !== 404) return fail(site, error, exchange)
      try {
        void respondNotFound(site, exchange)
      } catch (failure) {
        fail(site, failure, exchange)
      }
    },
  }
}

async function deliverLater(
  site: ServedSite,
  pending: Promise<PageResult | undefined>,
  exchange: Exchange,
): Promise<void> {
  try {
    await deliver(site, await pending, exchange)
  } catch (error) {
    fail(site, error, exchange)
  }
}

function deliver(
  site: ServedSite,
  result: PageResult | undefined,
  exchange: Exchange,
): void | Promise<void> {
  if (result === undefined) return leave(exchange, 404)
  if ('response' in result && isResponseSent(result.response)) return undefined
  const { req, res } = exchange
  const answer = toOutgoing(result, req.method ?? 'GET', readStatus(res))
  return sendOutgoing(answer, res)?.catch((error) => fail(site, error, exchange))
}
