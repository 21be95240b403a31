import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import type { LoadedPages } from '../loader/load.ts'
import type { SessionStore } from '../session/store.ts'
import { type ErrorSite, answerError } from './answer-error.ts'
import { answerByPage } from './error-by-page.ts'
import type { Exchange, Next } from './exchange.ts'
import { fail } from './fail.ts'
import type { HostRequest } from '../bridge/url.ts'
import type { Settings } from './options.ts'
import { resolve } from './resolve.ts'
import { respond } from './respond.ts'
import { type ServedSite, createServedSite } from './served-site.ts'

/** A request of a Node server. */
export type NodeRequest = IncomingMessage | Http2ServerRequest

/** A response of a Node server. */
export type NodeResponse = ServerResponse | Http2ServerResponse

/** Answers requests for pages and browser files; a plain `http` server passes no `next`. */
export type Middleware = (req: NodeRequest, res: NodeResponse, next?: Next) => void | Promise<void>

/**
 * Creates the middleware of loaded pages: resolve, then respond, or fail.
 *
 * @param sessions - The store of the sessions. (default: none, `Astro.session` is undefined)
 * @returns The middleware. If answering takes time, it returns a promise, which never rejects and
 *   resolves when the response has been sent.
 */
export function createMiddleware(
  pages: LoadedPages,
  settings: Settings,
  sessions?: SessionStore,
): Middleware {
  return createSiteMiddleware(createServedSite(pages, settings, sessions))
}

/** Creates the middleware of a site that is prepared already. */
export function createSiteMiddleware(site: ServedSite): Middleware {
  // Exactly three parameters: to Express, a function with four is an error handler.
  return function ssrPagesMiddleware(req, res, next) {
    // HTTP/2's classes lack members of HTTP/1's; the bridge checks for them before it uses them.
    return serve(site, { req, res, next } as Exchange)
  }
}

/** Answers errors of the host; its four parameters make it an error handler. */
export type ErrorMiddleware = (
  error: unknown,
  req: NodeRequest,
  res: NodeResponse,
  next: Next,
) => void | Promise<void>

/** Returns where a request has passed the middleware of the views; `''` if it has not. */
export type MountOf = (req: HostRequest) => string

/**
 * Creates the error handler of a site.
 *
 * @param viewsMountOf - Where a request has passed the middleware of the views.
 */
export function createErrorMiddleware(served: ServedSite, viewsMountOf: MountOf): ErrorMiddleware {
  const site: ErrorSite = {
    tell: served.tell,
    answerByPage(failure, exchange) {
      const { prefix, mount = toBase(viewsMountOf(exchange.req), prefix) } = served
      return answerByPage({ ...served, mount }, failure, exchange)
    },
  }
  return function ssrPagesErrors(error, req, res, next) {
    return answerError(site, error, { req, res, next } as Exchange)
  }
}

function toBase(mount: string, prefix: string): string | undefined {
  if (mount === '') return undefined
  return mount === prefix ? prefix : mount + prefix
}

function serve(site: ServedSite, exchange: Exchange): void | Promise<void> {
  try {
    return respond(site, exchange, resolve(site, exchange))
  } catch (error) {
    fail(site, error, exchange)
  }
}
