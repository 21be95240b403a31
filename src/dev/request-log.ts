import type { ServerResponse } from 'node:http'

/**
 * Writes a line when a request has been answered: `GET /products/[id] 200 12 ms`.
 *
 * @param method - The method.
 * @param pattern - Gives the route that has answered.
 * @param res - The response.
 */
export function logRequest(method: string, pattern: () => string, res: ServerResponse): void {
  const started = performance.now()
  res.once('close', () => {
    const milliseconds = Math.round(performance.now() - started)
    const status = res.writableFinished ? res.statusCode : `${res.statusCode} (aborted)`
    console.log(`${method} ${pattern()} ${status} ${milliseconds} ms`)
  })
}
