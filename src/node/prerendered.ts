import { setPageHeaders } from '../bridge/head.ts'
import { sendOutgoing } from '../bridge/response.ts'
import { toOutgoing } from '../core/outgoing.ts'
import { type FileExchange, sendFile } from './send-file.ts'
import { readStatus } from './visit-options.ts'
import type { HtmlResult, PrerenderedFile } from '../shared/types.ts'

/**
 * Answers a GET or HEAD request with a prerendered page, which browsers must revalidate.
 *
 * @param clientDir - Absolute path of the folder of browser files.
 * @param page - The page's file, with its status and headers. A status that the host has set
 *   replaces a 200.
 */
export function sendPrerendered(
  exchange: FileExchange,
  clientDir: string,
  page: PrerenderedFile,
): void {
  const answer = toOutgoing(toResult(page), 'GET', readStatus(exchange.res))
  // The host has set a status that allows no body.
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
    // The manifest does not distinguish a 200 that the page has set from the default.
    status: status === 200 ? undefined : status,
    statusText: '',
    headers: new Headers(headers),
    cookies: [],
  }
}
