import {
  type IncomingMessage,
  type OutgoingHttpHeader,
  STATUS_CODES,
  type ServerResponse,
} from 'node:http'

/** What a host answers for us, when it is about to send it. */
export interface HostAnswer {
  readonly html: string
  readonly status: number
  /** Nobody has written an answer: it is the last resort of Express, Connect or ours. */
  readonly isBare: boolean
}

// https://github.com/pillarjs/finalhandler
// Before 1.1.2, as in Express 4.16, it sends a policy that sites have as well: there, its page tells.
const BARE_POLICY = "default-src 'none'"
const OLD_BARE_POLICY = "default-src 'self'"
const OLD_BARE_PAGE =
  '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n<body>\n<pre>'

/**
 * Changes the HTML that a host answers a request with; what is no HTML stays, except for the bare texts
 * that stand for the lack of a page.
 *
 * @param req - A request of a browser; nothing is done for others.
 * @param res - Its response, not begun.
 * @param change - Gives other HTML.
 */
export function changeAnswer(
  req: IncomingMessage,
  res: ServerResponse,
  change: (answer: HostAnswer) => string,
): void {
  if (req.method !== 'GET' || !req.headers.accept?.includes('text/html')) return
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
 * Tells when a response is about to be sent.
 *
 * @param res - The response, not begun.
 * @param told - Called once; true for the last resort of Express or Connect, which no handler took.
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
 * Lets HTML that is about to be broken off in the middle end with something else.
 *
 * @param html - The end.
 * @param res - The response, begun.
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
