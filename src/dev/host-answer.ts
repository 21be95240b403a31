import {
  type IncomingMessage,
  type OutgoingHttpHeader,
  STATUS_CODES,
  type ServerResponse,
} from 'node:http'
import { holdHead } from './hold-head.ts'

/** The answer that a host is about to send. */
export interface HostAnswer {
  readonly html: string
  readonly status: number
  /** True when no handler wrote it: it is the default error page of Express, Connect or ours. */
  readonly isBare: boolean
}

// https://github.com/pillarjs/finalhandler
// Before 1.1.2, as in Express 4.16, its policy is one that sites use too, so its page is compared.
const BARE_POLICY = "default-src 'none'"
const OLD_BARE_POLICY = "default-src 'self'"
const OLD_BARE_PAGE =
  '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n<body>\n<pre>'

/**
 * Changes the HTML that a host answers with. Answers of other types stay unchanged, except for the
 * plain texts that hosts send when there is no page.
 *
 * @param req - A request of a browser; other requests are ignored.
 * @param res - Its response, not started.
 * @param change - Returns the new HTML.
 */
export function changeAnswer(
  req: IncomingMessage,
  res: ServerResponse,
  change: (answer: HostAnswer) => string,
): void {
  if (!isOfBrowser(req)) return
  // oxlint-disable-next-line typescript/unbound-method -- called on the response below
  const { end } = res
  res.end = function endChanged(this: ServerResponse, ...args: unknown[]): ServerResponse {
    res.end = end
    const answer = readAnswer(res, args[0])
    if (answer === undefined) return Reflect.apply(end, res, args)
    const { text, isBare } = answer
    const body = change({ html: text, status: res.statusCode, isBare })
    if (isBare) res.removeHeader('content-security-policy')
    res.removeHeader('etag')
    res.setHeader('content-type', 'text/html; charset=utf-8')
    res.setHeader('content-length', Buffer.byteLength(body))
    const done = args.find((value) => typeof value === 'function')
    return Reflect.apply(end, res, [body, 'utf8', ...(done === undefined ? [] : [done])])
  }
}

/**
 * Changes the HTML that answers an error, by `changeAnswer()`: that of the host, or an error page of
 * the site, whose head is written before its body.
 */
export function changeErrorAnswer(
  req: IncomingMessage,
  res: ServerResponse,
  change: (answer: HostAnswer) => string,
): void {
  if (!isOfBrowser(req)) return
  changeAnswer(req, res, change)
  const setHead = holdHead(res)
  // oxlint-disable-next-line typescript/unbound-method -- called on the response below
  const { end } = res
  res.end = function endHeld(this: ServerResponse, ...args: unknown[]): ServerResponse {
    res.end = end
    setHead()
    return Reflect.apply(end, res, args)
  }
}

function isOfBrowser(req: IncomingMessage): boolean {
  return req.method === 'GET' && req.headers.accept?.includes('text/html') === true
}

/**
 * Calls a function when a response is about to be sent.
 *
 * @param res - The response, not started.
 * @param told - Called once, with true for the default error page of Express or Connect.
 */
export function whenAnswered(res: ServerResponse, told: (isLastResort: boolean) => void): void {
  // oxlint-disable-next-line typescript/unbound-method -- called on the response below
  const { end } = res
  res.end = function endTold(this: ServerResponse, ...args: unknown[]): ServerResponse {
    res.end = end
    told(isLastResort(res, args[0]))
    return Reflect.apply(end, res, args)
  }
}

/**
 * Makes an HTML response that is about to be aborted end with other HTML instead.
 *
 * @param html - The end of the document.
 * @param res - The response, which has started.
 */
export function endWith(html: string, res: ServerResponse): void {
  if (!isOf(res.getHeader('content-type'), 'text/html')) return
  // oxlint-disable-next-line typescript/unbound-method -- put back as it was
  const { destroy } = res
  res.destroy = function endInstead(): ServerResponse {
    res.destroy = destroy
    return res.end(html)
  }
}

function readAnswer(
  res: ServerResponse,
  chunk: unknown,
): { text: string; isBare: boolean } | undefined {
  if (res.headersSent || res.getHeader('content-encoding') !== undefined) return undefined
  if (typeof chunk !== 'string' && !Buffer.isBuffer(chunk)) return undefined
  const text = chunk.toString()
  if (isOf(res.getHeader('content-type'), 'text/html')) {
    return { text, isBare: isLastResort(res, chunk) }
  }
  const isBare = text === STATUS_CODES[res.statusCode]
  return isBare ? { text: '', isBare } : undefined
}

function isLastResort(res: ServerResponse, chunk: unknown): boolean {
  const policy = res.getHeader('content-security-policy')
  if (policy === BARE_POLICY) return true
  if (policy !== OLD_BARE_POLICY) return false
  return typeof chunk === 'string' && chunk.startsWith(OLD_BARE_PAGE)
}

function isOf(header: OutgoingHttpHeader | undefined, type: string): boolean {
  return String(header).startsWith(type)
}
