import { setPageHeaders } from './bridge/head.ts'
import { type FileExchange, sendFile } from './send-file.ts'
import type { PrerenderedFile } from './types.ts'

/**
 * Answers a GET or HEAD request with a prerendered page, which browsers are to revalidate.
 *
 * @param exchange - The request.
 * @param clientDir - Absolute path of the folder of browser files.
 * @param page - The page's file, with its status and headers.
 */
export function sendPrerendered(
  exchange: FileExchange,
  clientDir: string,
  page: PrerenderedFile,
): void {
  const { file, status, headers } = page
  sendFile(exchange, {
    root: clientDir,
    file,
    status,
    setHeaders: (res) => setPageHeaders(res, new Headers(headers)),
  })
}
