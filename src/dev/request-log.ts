import type { ServerResponse } from 'node:http'

/**
 * Logs a line when a request has been answered: `GET /products/[id] 200 12 ms`.
 *
 * @param pattern - Returns the pattern of the route that has answered.
 */
export function logRequest(method: string, pattern: () => string, res: ServerResponse): void {
  const started = performance.now()
  res.once('close', () => {
    const milliseconds = Math.round(performance.now() - started)
    const status = res.writableFinished ? res.statusCode : `${res.statusCode} (aborted)`
    console.log(`${method} ${pattern()} ${status} ${milliseconds} ms`)
  })
}
