import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import send from 'send'

/** A request for a file. */
export interface FileExchange {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  /** Called if the file cannot be sent; the response is then as the host left it. */
  readonly fail: (error: unknown) => void
}

/** How a file is sent. */
export interface FileAnswer {
  /** Absolute path of the folder of browser files. */
  readonly root: string
  /** Path relative to the folder, with forward slashes. */
  readonly file: string
  /** (default: `200`) */
  readonly status?: number
  /** How many milliseconds browsers may use the file without revalidation. (default: `0`) */
  readonly maxAge?: number
  /** Sets headers that replace those of the file. (default: none) */
  readonly setHeaders?: (res: ServerResponse) => void
}

/**
 * Answers a GET or HEAD request with a file.
 *
 * @see https://github.com/pillarjs/send
 */
export function sendFile(exchange: FileExchange, answer: FileAnswer): void {
  const { req, res, fail } = exchange
  const { root, file, status = 200, maxAge = 0, setHeaders } = answer
  const { statusCode } = res
  const headers = res.getHeaders()
  // Koa starts with a 404, which `send` would keep.
  res.statusCode = status
  send(req, encodeURI(file), {
    root,
    index: false,
    dotfiles: 'allow',
    immutable: maxAge > 0,
    maxAge,
    // A range of a redirect or an error page would be meaningless.
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

// Removes the headers of a file that cannot be sent: otherwise an error would be cached for a year.
// Only `content-range` is kept, which tells the file's size to a client that asked for an
// impossible range.
function forgetFile(res: ServerResponse, before: OutgoingHttpHeaders): void {
  if (res.headersSent) return
  for (const name of res.getHeaderNames()) {
    const value = before[name]
    if (value !== undefined) res.setHeader(name, value)
    else if (name !== 'content-range') res.removeHeader(name)
  }
}
