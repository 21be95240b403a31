import { STATUS_CODES, type ServerResponse } from 'node:http'
import { breakOff, isClosed } from '../bridge/abort.ts'
import { SsrPagesError, statusOf } from '../shared/errors.ts'
import type { Exchange } from './exchange.ts'
import type { ServedSite } from './served-site.ts'

/**
 * The one exit for failure. A response that has not begun is the host's to give; one that has can only
 * be broken off, so that nobody takes it for complete.
 *
 * @param site - Tells of errors that the host is not given.
 * @param error - What was thrown.
 * @param exchange - The request.
 */
export function fail(site: Pick<ServedSite, 'tell'>, error: unknown, exchange: Exchange): void {
  const { res, next } = exchange
  if (res.writableEnded) return
  if (isClosed(res)) {
    res.end()
    return
  }
  if (!res.headersSent && next !== undefined) {
    next(toObject(error))
    return
  }
  site.tell(error, exchange)
  if (!res.headersSent) {
    sendStatus(res, statusOf(error))
    return
  }
  // Ended for the host, which may have a session to save; nothing of it reaches the client.
  breakOff(res)
  res.end()
}

/**
 * Leaves a request to the host, or answers it with a bare status where there is no host.
 *
 * @param exchange - The request, as it came.
 * @param status - The status.
 */
export function leave(exchange: Exchange, status: number): void {
  const { next, res } = exchange
  if (next !== undefined) next()
  else sendStatus(res, status)
}

// To Express `undefined` means "go on", and 'route' the next route. Of plain data, which may be a
// client's, it would take status and headers.
function toObject(error: unknown): object {
  const isObject = typeof error === 'object' && error !== null
  if (isObject && !isPlain(error)) return error
  const what = `A page threw ${isObject ? 'plain data' : String(error)}, which is not an Error.`
  return new SsrPagesError('THROWN_VALUE', what, { thrown: error })
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null
}

function sendStatus(res: ServerResponse, status: number): void {
  // Not by `writeHead()`: whoever hooks into `end()` can still change the answer.
  res.statusCode = status
  res.setHeader('content-type', 'text/plain; charset=utf-8')
  res.end(STATUS_CODES[status])
}
