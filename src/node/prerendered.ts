import { setPageHeaders } from '../bridge/head.ts'
import { sendOutgoing } from '../bridge/response.ts'
import { toOutgoing } from '../core/outgoing.ts'
import { type FileExchange, sendFile } from './send-file.ts'
import type { HtmlResult, PrerenderedFile } from '../shared/types.ts'

/**
 * Answers a GET or HEAD request with a prerendered page, which browsers are to revalidate.
 *
 * @param exchange - The request.
 * @param clientDir - Absolute path of the folder of browser files.
 * @param page - The page's file, with its status and headers. A 200 gives way to what the host has set.
 */
export function sendPrerendered(
  exchange: FileExchange,
  clientDir: string,
  page: PrerenderedFile,
): void {
  const answer = toOutgoing(toResult(page), 'GET', exchange.res.statusCode)
  // A status without a body, which the host has set.
  if (answer.body === null) {
    void sendOutgoing(answer, exchange.res)
    return
  }
  sendFile(exchange, {
    root: clientDir,
    file: page.file,
    status: answer.status,
    setHeaders: (res) => setPageHeaders(res, answer),
  })
}

function toResult({ status, headers }: PrerenderedFile): HtmlResult {
  return {
    html: '',
    // A file does not tell a 200 that the page has set from one that goes without saying.
    status: status === 200 ? undefined : status,
    statusText: '',
    headers: new Headers(headers),
    cookies: [],
  }
}
