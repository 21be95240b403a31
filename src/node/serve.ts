import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import type { LoadedPages } from '../loader/load.ts'
import type { SessionStore } from '../session/store.ts'
import type { Exchange, Next } from './exchange.ts'
import { fail } from './fail.ts'
import type { Settings } from './options.ts'
import { resolve } from './resolve.ts'
import { respond } from './respond.ts'
import { type ServedSite, createServedSite } from './served-site.ts'

/** A request as servers of Node make them. */
export type NodeRequest = IncomingMessage | Http2ServerRequest

/** A response as servers of Node make them. */
export type NodeResponse = ServerResponse | Http2ServerResponse

/** Answers requests for pages and browser files; a plain `http` server has no `next`. */
export type Middleware = (req: NodeRequest, res: NodeResponse, next?: Next) => void | Promise<void>

/**
 * Makes the middleware of loaded pages: resolve, then respond, or fail.
 *
 * @param pages - The pages.
 * @param settings - Complete settings.
 * @param sessions - The store of the sessions. (default: none, `Astro.session` is undefined)
 * @returns The middleware. When the answer takes time it gives a promise, which never rejects and
 *   resolves when the response has been sent.
 */
export function createMiddleware(
  pages: LoadedPages,
  settings: Settings,
  sessions?: SessionStore,
): Middleware {
  const site = createServedSite(pages, settings, sessions)
  // Three parameters exactly: a function of four is an error handler to Express.
  return function ssrPagesMiddleware(req, res, next) {
    // What HTTP/2 lacks of HTTP/1's classes, the bridge asks for before it is used.
    return serve(site, { req, res, next } as Exchange)
  }
}

function serve(site: ServedSite, exchange: Exchange): void | Promise<void> {
  try {
    return respond(site, exchange, resolve(site, exchange))
  } catch (error) {
    fail(site, error, exchange)
  }
}
