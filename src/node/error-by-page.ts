import { createRequestSource } from '../bridge/request.ts'
import { sendOutgoing } from '../bridge/response.ts'
import { readBase } from '../bridge/url.ts'
import { type Failure, handleError } from '../core/handler.ts'
import { awaitLocals } from '../core/locals.ts'
import { toOutgoing } from '../core/outgoing.ts'
import type { PageResult } from '../shared/types.ts'
import { isResponseSent } from '../shared/response-sent.ts'
import type { Exchange } from './exchange.ts'
import { sendHintsLater } from './early-hints.ts'
import { fail } from './fail.ts'
import { readHostError } from './host-error.ts'
import type { ServedSite } from './served-site.ts'
import { readStatus } from './host-status.ts'
import { NodeVisitOptions } from './visit-options.ts'

/**
 * Answers an error with `404.astro` or `500.astro`. If `404.astro` fails, `500.astro` answers.
 *
 * @param failure - The error, and the status to answer with.
 * @param exchange - The request; its response has not started.
 * @returns False if the site has no such page, or if the page fails.
 */
export async function answerByPage(
  site: ServedSite,
  failure: Failure,
  exchange: Exchange,
): Promise<boolean> {
  const { req, res } = exchange
  try {
    const result = await renderError(site, failure, exchange)
    if (result === undefined) return false
    if (!('response' in result && isResponseSent(result.response))) {
      await sendOutgoing(toOutgoing(result, req.method ?? 'GET', readStatus(res)), res)
    }
    return true
  } catch (error) {
    if (res.headersSent) {
      fail(site, error, exchange)
      return true
    }
    // The request of a client that sends two hosts fails here once more, and is reported nowhere.
    if (readHostError(error, 500).status < 500) return false
    site.tell(error, exchange)
    return failure.status === 404 && answerByPage(site, { error, status: 500 }, exchange)
  }
}

async function renderError(
  site: ServedSite,
  failure: Failure,
  exchange: Exchange,
): Promise<PageResult | undefined> {
  const { req, res } = exchange
  const base = mountOf(site, exchange)
  const route = failure.status === 404 ? site.pages.notFound : site.pages.serverError
  if (site.settings.earlyHints && route !== undefined) sendHintsLater(exchange, route, base)
  const source = createRequestSource(req, res, {
    base,
    bodyLimit: site.settings.bodyLimit,
  })
  const locals = await readLocals(site, exchange)
  res.statusCode = failure.status
  return handleError(site.pages, failure, source, new ErrorVisitOptions(site, exchange, locals))
}

// The option `locals` may be what has failed.
async function readLocals({ settings }: ServedSite, { req, res }: Exchange): Promise<App.Locals> {
  try {
    return await awaitLocals(settings.locals(req, res))
  } catch {
    return res.locals ?? {}
  }
}

// The error handler may be mounted elsewhere than the pages.
function mountOf({ mount, prefix }: ServedSite, { req }: Exchange): string {
  return mount ?? (prefix || readBase(req))
}

// The page is rendered as a whole: then one that fails late can be replaced, too. Its request may be
// a form that was refused.
class ErrorVisitOptions extends NodeVisitOptions {
  override readonly isStreaming = false
  override readonly checkOrigin = false
  override readonly onError = undefined
}
