import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import send from 'send'

/** One request for a file. */
export interface FileExchange {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  /** Told when the file cannot be sent; the response is then as the host left it. */
  readonly fail: (error: unknown) => void
}

/** How a file is to be sent. */
export interface FileAnswer {
  /** Absolute path of the folder of browser files. */
  readonly root: string
  /** Relative to it, with forward slashes. */
  readonly file: string
  /** (default: `200`) */
  readonly status?: number
  /** How long browsers may keep it without asking. (default: not at all) */
  readonly maxAge?: number
  /** Sets headers in place of those that a file has by itself. (default: none) */
  readonly setHeaders?: (res: ServerResponse) => void
}

/**
 * Answers a GET or HEAD request with a file.
 *
 * @param exchange - The request.
 * @param answer - The file.
 * @see https://github.com/pillarjs/send
 */
export function sendFile(exchange: FileExchange, answer: FileAnswer): void {
  const { req, res, fail } = exchange
  const { root, file, status = 200, maxAge = 0, setHeaders } = answer
  const { statusCode } = res
  const headers = res.getHeaders()
  // Koa begins with a 404, which `send` would send.
  res.statusCode = status
  send(req, encodeURI(file), {
    root,
    index: false,
    dotfiles: 'allow',
    immutable: maxAge > 0,
    maxAge,
    // A part of a redirect or of an error page would be neither.
    acceptRanges: status === 200,
  })
    .on('headers', () => setHeaders?.(res))
    .on('error', (error) => {
      res.statusCode = statusCode
      forgetFile(res, headers)
      fail(error)
    })
    .pipe(res)
}

// What was said of the file does not hold for the answer that takes its place: kept for a year, an
// error would be shown for a year. Only a range that no file has is answered with the file's size.
function forgetFile(res: ServerResponse, before: OutgoingHttpHeaders): void {
  if (res.headersSent) return
  for (const name of res.getHeaderNames()) {
    const value = before[name]
    if (value !== undefined) res.setHeader(name, value)
    else if (name !== 'content-range') res.removeHeader(name)
  }
}
