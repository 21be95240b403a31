import type { ServerResponse } from 'node:http'

/**
 * Answers with a text.
 *
 * @param res - The response, not begun.
 * @param status - The status.
 * @param text - The text.
 * @param type - Its type. (default: text/plain)
 * @param cache - How long it may be kept. (default: not at all)
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
