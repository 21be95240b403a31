import { addVary } from '../bridge/head.ts'
import { isClosed } from '../bridge/abort.ts'
import type { Failure } from '../core/handler.ts'
import type { Exchange } from './exchange.ts'
import { fail, toErrorObject } from './fail.ts'
import { type HostError, phraseOf, readHostError } from './host-error.ts'
import { type ErrorForm, preferredForm } from './prefers.ts'
import type { ServedSite } from './served-site.ts'
import { readStatus } from './host-status.ts'
import { isJsonType } from '../shared/is-json-type.ts'

/** What a site does with errors of its host. */
export interface ErrorSite extends Pick<ServedSite, 'tell'> {
  /**
   * Answers with an error page.
   *
   * @returns False if there is none, or if it fails.
   */
  readonly answerByPage: (failure: Failure, exchange: Exchange) => Promise<boolean>
}

/**
 * Answers an error of the host: with `404.astro` or `500.astro`, as JSON, or as plain text, as the
 * client prefers. Reports errors of status 500 and above to the option `onError`.
 *
 * @param error - Anything that was thrown.
 * @param exchange - The request. If its response has started, the error goes on to the host.
 * @returns A promise that never rejects and resolves when the response has been sent.
 */
export async function answerError(
  site: ErrorSite,
  error: unknown,
  exchange: Exchange,
): Promise<void> {
  const { req, res, next } = exchange
  if (res.headersSent) {
    if (next === undefined) fail(site, error, exchange)
    else next(typeof error === 'object' && error !== null ? error : toErrorObject(error))
    return
  }
  const hostError = readHostError(error, readStatus(res))
  if (hostError.status >= 500) report(site, error, exchange)
  if (isClosed(res)) {
    res.end()
    return
  }
  prepare(res, hostError)
  const form = chooseForm(req, res)
  const { status, message } = hostError
  if (form === 'html' && (await site.answerByPage({ error, status }, exchange))) return
  res.statusCode = status
  if (form === 'json')
    sendText(res, 'application/json', JSON.stringify({ error: { status, message } }))
  else sendText(res, 'text/plain', phraseOf(status))
}

// Where `Accept` leaves the choice, what the client sends decides. Caches must know it: a GET request
// may have a content type, too.
function chooseForm({ headers }: Exchange['req'], res: Exchange['res']): ErrorForm {
  const form = preferredForm(headers.accept, false)
  const formForJson = preferredForm(headers.accept, true)
  addVary(res, form === formForJson ? 'Accept' : 'Accept, Content-Type, HX-Request')
  const sendsJson = isJsonType(headers['content-type'] ?? '') && headers['hx-request'] === undefined
  return sendsJson ? formForJson : form
}

// What is thrown may be a proxy or have getters that throw, and so may the option `onError`.
function report(site: ErrorSite, error: unknown, exchange: Exchange): void {
  try {
    site.tell(error, exchange)
  } catch (failure) {
    console.error(failure)
  }
}

/** Headers about the answer that the host had begun, none of which fits an error. */
const OF_THE_OTHER_ANSWER = [
  'accept-ranges',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-length',
  'content-range',
  'content-type',
  'etag',
  'expires',
  'last-modified',
  'location',
  'transfer-encoding',
]

function prepare(res: Exchange['res'], { status, headers }: HostError): void {
  for (const name of OF_THE_OTHER_ANSWER) res.removeHeader(name)
  if (!/no-store|no-cache/i.test(String(res.getHeader('cache-control') ?? 'no-cache'))) {
    res.removeHeader('cache-control')
  }
  // HTTP/2 has no status text, and warns of it.
  if (res.req.httpVersionMajor < 2) res.statusMessage = ''
  res.statusCode = status
  for (const [name, value] of headers) res.setHeader(name, value)
}

function sendText(res: Exchange['res'], type: string, text: string): void {
  // Without `writeHead()`: hooks into `end()` can still change the answer.
  res.setHeader('content-type', `${type}; charset=utf-8`)
  res.setHeader('content-length', Buffer.byteLength(text))
  res.end(text)
}
