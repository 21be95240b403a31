import { createRequestSource } from '../bridge/request.ts'
import { assertOwnForm } from '../core/cross-site.ts'
import { isRead } from '../shared/methods.ts'
import type { CheckOrigin } from '../shared/types.ts'
import type { Exchange } from './exchange.ts'
import type { Middleware } from './serve.ts'

/**
 * Creates the middleware that refuses forms of other sites for the handlers of the host, as the
 * site does for its pages.
 *
 * @param checkOrigin - Who may send forms.
 */
export function createOriginCheck(checkOrigin: CheckOrigin): Middleware {
  return function ssrPagesCheckOrigin(req, res, next) {
    const error = isRead(req.method ?? '')
      ? undefined
      : findError({ req, res } as Exchange, checkOrigin)
    if (next === undefined && error !== undefined) throw error
    next?.(error)
  }
}

function findError({ req, res }: Exchange, checkOrigin: CheckOrigin): unknown {
  try {
    assertOwnForm(createRequestSource(req, res), checkOrigin)
    return undefined
  } catch (error) {
    return error
  }
}
