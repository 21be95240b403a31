import type { ServerResponse } from 'node:http'

/**
 * Answers with a text.
 *
 * @param res - The response, not started.
 * @param type - Content type. (default: text/plain)
 * @param cache - The `Cache-Control` header. (default: no-store)
 */
export function sendText(
  res: ServerResponse,
  status: number,
  text: string,
  type = 'text/plain',
  cache = 'no-store',
): void {
  res.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-length': Buffer.byteLength(text),
    'cache-control': cache,
  })
  res.end(text)
}
