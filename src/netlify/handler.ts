import { awaitLocals } from '../core/locals.ts'
import { SsrPagesError } from '../shared/errors.ts'
import type { Manifest } from '../shared/types.ts'
import {
  type AnswerEvent,
  createAnswer,
  type AnswerOptions,
  type Modules,
  toFailure,
} from './answer.ts'
import type { NetlifyContext, NetlifyLocals } from './context.ts'
import { toSendable } from './sendable.ts'

/** Options of a function in the current format. */
export interface HandlerOptions extends AnswerOptions {
  /**
   * Lets Netlify's network keep answers until the next deploy: answers to a GET without cookies
   * that set no cookies and no caching headers. Everybody receives the same answer: a page that
   * depends on the client must send `Cache-Control: private`. (default: `false`)
   */
  cacheOnDemandPages?: boolean
  /**
   * Creates `Astro.locals`, to which `netlify` is added; a promise is awaited.
   * (default: an empty object)
   *
   * @param request - The request.
   * @param context - Netlify's context of the request.
   * @returns A new object for each request.
   */
  locals?(request: Request, context: NetlifyContext): App.Locals | Promise<App.Locals>
}

/** A Netlify function of the current format. It never throws. */
export type NetlifyHandler = (request: Request, context?: NetlifyContext) => Promise<Response>

/**
 * Creates a Netlify function from built pages, which find Netlify's context in
 * `Astro.locals.netlify.context`.
 *
 *     import { createHandler } from 'ssr-pages/netlify'
 *     import { manifest, modules } from '../../dist/pages/_site.mjs'
 *
 *     export default createHandler(manifest, modules)
 *     export const config = { path: '/*', preferStatic: true }
 *
 * @param manifest - The site's manifest.
 * @param modules - A function for each module of the manifest, which imports it.
 * @param options - See {@link HandlerOptions}.
 * @returns The function. It answers 404 for a path without a page. If a page fails, it logs the
 *   error and answers 500.
 * @throws {SsrPagesError} ENV_INVALID, ROUTE_NAME_INVALID, ROUTE_CONFLICT, OPTION_INVALID
 * @see https://docs.netlify.com/build/functions/get-started/
 */
export function createHandler(
  manifest: Manifest,
  modules: Modules,
  options: HandlerOptions = {},
): NetlifyHandler {
  const answer: AnswerEvent = createAnswer(manifest, modules, options)
  const { cacheOnDemandPages = false } = options
  return async function handleNetlify(request, context = {}) {
    try {
      assertRequest(request)
      const netlify: NetlifyLocals = { context }
      const own = options.locals && (await awaitLocals(options.locals(request, context)))
      const locals = Object.assign({}, own, { netlify })
      const response = await answer(request, { locals, clientAddress: context.ip ?? '' })
      return await toSendable(response, { request, cacheOnDemandPages })
    } catch (error) {
      return toFailure(error, request?.method)
    }
  }
}

function assertRequest(request: unknown): void {
  if (typeof request === 'object' && request !== null && 'url' in request) return
  throw new SsrPagesError('EVENT_INVALID', `The function was called with ${typeof request}.`)
}
