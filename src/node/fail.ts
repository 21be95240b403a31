import { STATUS_CODES, type ServerResponse } from 'node:http'
import { breakOff, isClosed } from '../bridge/abort.ts'
import { SsrPagesError, statusOf } from '../shared/errors.ts'
import { isPlain } from '../shared/is-plain.ts'
import type { Exchange } from './exchange.ts'
import type { ServedSite } from './served-site.ts'

/**
 * Handles every failure. If the response has not started, the error goes to the host; otherwise the
 * response is aborted, so that the client does not take it for complete.
 *
 * @param site - Reports errors that the host does not receive.
 * @param error - Anything that was thrown.
 * @param exchange - The request.
 */
export function fail(site: Pick<ServedSite, 'tell'>, error: unknown, exchange: Exchange): void {
  const { res, next, isCallback = false } = exchange
  if (isCallback && next !== undefined) {
    next(toErrorObject(error))
    return
  }
  if (res.writableEnded) return
  if (isClosed(res)) {
    res.end()
    return
  }
  if (!res.headersSent && next !== undefined) {
    next(toErrorObject(error))
    return
  }
  site.tell(error, exchange)
  if (!res.headersSent) {
    sendStatus(res, statusOf(error))
    return
  }
  // Ended for the host, which may have to save a session; the client receives nothing more.
  breakOff(res)
  res.end()
}

/**
 * Leaves a request to the host, or answers it with a status and its phrase if there is no other
 * handler.
 *
 * @param exchange - The request, unchanged.
 * @param status - The status.
 */
export function leave(exchange: Exchange, status: number): void {
  const { next, res } = exchange
  if (next !== undefined) next()
  else sendStatus(res, status)
}

/**
 * Returns what a host can receive for a thrown value. For Express, `undefined` means "continue" and
 * 'route' means "next route". From plain data, which may come from a client, it would read status
 * and headers.
 *
 * @returns The thrown value if it is an error, otherwise an error that names the value.
 */
export function toErrorObject(error: unknown): object {
  const isObject = typeof error === 'object' && error !== null
  if (isObject && !isPlain(error)) return error
  const what = `A page threw ${isObject ? 'plain data' : String(error)}, which is not an Error.`
  return new SsrPagesError('THROWN_VALUE', what, { thrown: error })
}

function sendStatus(res: ServerResponse, status: number): void {
  // Without `writeHead()`: hooks into `end()` can still change the answer.
  res.statusCode = status
  res.setHeader('content-type', 'text/plain; charset=utf-8')
  res.end(STATUS_CODES[status])
}
