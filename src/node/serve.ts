import { type IncomingMessage, STATUS_CODES, type ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import { type Assets, createAssets } from './assets.ts'
import { breakOff, isClosed } from '../bridge/abort.ts'
import { refuseMethod } from '../bridge/method.ts'
import { createRequestSource } from '../bridge/request.ts'
import { sendOutgoing } from '../bridge/response.ts'
import { SsrPagesError, statusOf } from '../shared/errors.ts'
import { type Edge, type Exchange, ExchangeOptions, type Next, defaultOutcome } from './exchange.ts'
import { handle } from '../core/handler.ts'
import { toOutgoing } from '../core/outgoing.ts'
import { assertLocals } from '../core/locals.ts'
import { toSlashRedirect } from '../core/redirects.ts'
import type { LoadedPages } from '../loader/load.ts'
import type { Settings } from './options.ts'
import { toPathname, withoutPrefix } from '../shared/pathname.ts'
import { sendPrerendered } from './prerendered.ts'
import { hasLostSlash, isPing, remainingPrefix, toRightSpelling } from './request-path.ts'
import { isThenable } from '../render/renderable.ts'
import { isResponseSent } from '../shared/response-sent.ts'
import type { SessionStore } from '../session/store.ts'
import type { PageResult, PrerenderedFile, RouteMatch } from '../shared/types.ts'

/** A request as servers of Node make them. */
export type NodeRequest = IncomingMessage | Http2ServerRequest

/** A response as servers of Node make them. */
export type NodeResponse = ServerResponse | Http2ServerResponse

/** Answers requests for pages and browser files; a plain `http` server has no `next`. */
export type Middleware = (req: NodeRequest, res: NodeResponse, next?: Next) => void | Promise<void>

/**
 * Makes the middleware of loaded pages: match, bridge in, run, bridge out, or `next()`.
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
  const edge: Edge = {
    pages,
    settings,
    sessions,
    prefix: pages.base.slice(0, -1),
    assets: settings.assets ? assetsOf(pages) : undefined,
  }
  // Three parameters exactly: a function of four is an error handler to Express.
  return function ssrPagesMiddleware(req, res, next) {
    // What HTTP/2 lacks of HTTP/1's classes, the bridge asks for before it is used.
    return answer(edge, { req, res, next } as Exchange)
  }
}

function assetsOf({ clientDir, routes }: LoadedPages): Assets | undefined {
  const files = routes.flatMap(({ prerendered }) => [...(prerendered?.values() ?? [])])
  const pages = new Set(files.map(({ file }) => file))
  return clientDir === undefined ? undefined : createAssets(clientDir, pages)
}

function answer(edge: Edge, exchange: Exchange): void | Promise<void> {
  try {
    return route(edge, exchange)
  } catch (error) {
    fail(edge, error, exchange)
  }
}

function route(edge: Edge, exchange: Exchange): void | Promise<void> {
  const { req, res } = exchange
  const target = toPathname(req.url || '/')
  if (target === undefined) return leave(exchange, isPing(req) ? 204 : 400)
  const refusal = refuseMethod(req.method ?? '')
  if (refusal !== undefined) return leave(exchange, refusal)
  const pathname = withoutPrefix(target, remainingPrefix(edge, req))
  if (pathname === undefined) return leaveOrRedirect(edge, exchange, target)
  if (hasLostSlash(req, target)) return answerNotFound(edge, exchange)
  if (edge.assets?.serve(pathname, req, res, (error) => failAsset(edge, error, exchange))) {
    return undefined
  }
  const match = edge.pages.matcher(pathname)
  const redirect = toRightSpelling(edge, exchange, target, match?.route)
  if (redirect !== undefined) return deliver(edge, redirect, exchange)
  return match ? respond(edge, match, exchange) : answerNotFound(edge, exchange)
}

function leaveOrRedirect(edge: Edge, exchange: Exchange, target: string): void | Promise<void> {
  const redirect = toRightSpelling(edge, exchange, target, undefined)
  return redirect ? deliver(edge, redirect, exchange) : leave(exchange)
}

// A file can go away after the start: then nothing was ever there.
function failAsset(edge: Edge, error: unknown, exchange: Exchange): void {
  if (statusOf(error) === 404) void answerNotFound(edge, exchange)
  else fail(edge, error, exchange)
}

function respond(edge: Edge, match: RouteMatch, exchange: Exchange): void | Promise<void> {
  const { req, res } = exchange
  const { settings, pages } = edge
  const source = createRequestSource(req, res, {
    prefix: remainingPrefix(edge, req),
    bodyLimit: settings.bodyLimit,
  })
  if (match.prerendered && toSlashRedirect(pages, match.route, source) === undefined) {
    return answerByFile(edge, match.prerendered, exchange)
  }
  const run = (locals: unknown) => {
    assertLocals(locals)
    return handle(pages, match, source, new ExchangeOptions(edge, exchange, locals))
  }
  const locals: unknown = settings.locals(req, res)
  const result = isThenable(locals) ? Promise.resolve(locals).then(run) : run(locals)
  if (result !== undefined && 'then' in result) return deliverLater(edge, result, exchange)
  return deliver(edge, result, exchange)
}

// As with any file, other methods are the host's.
function answerByFile(edge: Edge, file: PrerenderedFile, exchange: Exchange): void | Promise<void> {
  const { req, res } = exchange
  const { clientDir } = edge.pages
  const isRead = req.method === 'GET' || req.method === 'HEAD'
  if (!isRead || clientDir === undefined) return answerNotFound(edge, exchange)
  const fail = (error: unknown) => failAsset(edge, error, exchange)
  sendPrerendered({ req, res, fail }, clientDir, file)
}

async function deliverLater(
  edge: Edge,
  pending: Promise<PageResult | undefined>,
  exchange: Exchange,
): Promise<void> {
  try {
    await deliver(edge, await pending, exchange)
  } catch (error) {
    fail(edge, error, exchange)
  }
}

function deliver(
  edge: Edge,
  result: PageResult | undefined,
  exchange: Exchange,
): void | Promise<void> {
  if (result === undefined) return leave(exchange)
  if ('response' in result && isResponseSent(result.response)) return undefined
  const { req, res } = exchange
  const answer = toOutgoing(result, req.method ?? 'GET', res.statusCode)
  return sendOutgoing(answer, res)?.catch((error) => fail(edge, error, exchange))
}

function answerNotFound(edge: Edge, exchange: Exchange): void | Promise<void> {
  const { notFound = defaultOutcome(exchange.next) } = edge.settings
  if (notFound === 'next') return leave(exchange)
  return respond(edge, { route: edge.pages.notFound, params: {} }, exchange)
}

function leave({ next, res }: Exchange, status = 404): void {
  if (next !== undefined) next()
  else sendStatus(res, status)
}

// The one exit for failure. A response that has not begun is the host's to give; one that has can
// only be broken off, so that nobody takes it for complete.
function fail(edge: Edge, error: unknown, { req, res, next }: Exchange): void {
  if (res.writableEnded) return
  if (isClosed(res)) return void res.end()
  if (!res.headersSent && next !== undefined) return next(toObject(error))
  const status = statusOf(error)
  if (res.headersSent || status >= 500) edge.settings.onError(error, req)
  if (!res.headersSent) return sendStatus(res, status)
  // Ended for the host, which may have a session to save; nothing of it reaches the client.
  breakOff(res)
  res.end()
}

// To Express `undefined` means "go on", and 'route' the next route. Of plain data, which may be a
// client's, it would take status and headers.
function toObject(error: unknown): object {
  const isObject = typeof error === 'object' && error !== null
  if (isObject && !isPlain(error)) return error
  const what = `A page threw ${isObject ? 'plain data' : String(error)}, which is no error.`
  return new SsrPagesError('THROWN_VALUE', what, { thrown: error })
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null
}

function sendStatus(res: ServerResponse, status: number): void {
  res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' })
  res.end(STATUS_CODES[status])
}
