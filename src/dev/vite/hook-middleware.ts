import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Connect, ViteDevServer } from 'vite'

// Vite passes another object for the same server to hooks.
const collected = new WeakMap<Connect.Server, Connect.ServerStackItem[]>()

/**
 * Collects the middleware that integrations add to Vite's server. Vite's own middleware would serve
 * any file of the project, so requests do not pass through all of it.
 *
 * @param setUp - Runs the hooks that add middleware.
 */
export async function collectMiddleware(
  server: ViteDevServer,
  setUp: () => Promise<void>,
): Promise<void> {
  const { stack } = server.middlewares
  const first = stack.length
  await setUp()
  collected.set(server.middlewares, stack.splice(first))
}

/**
 * Lets the middleware of integrations answer a request.
 *
 * @param url - The request's path and query, with the base of the site.
 * @returns Whether it has answered; the request is unchanged if it has not.
 * @throws {unknown} what the middleware passes to `next()`
 */
export async function runMiddleware(
  server: ViteDevServer,
  { req, res, url }: { req: IncomingMessage; res: ServerResponse; url: string },
): Promise<boolean> {
  const stack = collected.get(server.middlewares) ?? []
  if (stack.length === 0) return false
  const { url: before } = req
  req.url = url
  const app: Connect.Server = Object.create(server.middlewares, { stack: { value: stack } })
  const passed = new Promise<boolean>((resolve, reject) => {
    app.handle(req, res, (error: unknown) => (error === undefined ? resolve(false) : reject(error)))
  })
  const hasAnswered = await Promise.race([passed, once(res, 'close').then(() => true)])
  if (!hasAnswered && before !== undefined) req.url = before
  return hasAnswered
}
