import { awaitLocals } from '../core/locals.ts'
import { SsrPagesError } from '../shared/errors.ts'
import type { Manifest } from '../shared/types.ts'
import {
  type Answer,
  createAnswer,
  type HandlerOptions as AnswerOptions,
  type Modules,
  toFailure,
} from './answer.ts'
import type { NetlifyContext, NetlifyLocals } from './context.ts'
import { toSendable } from './sendable.ts'

/** What a function of the current format can be told beside its pages. */
export interface HandlerOptions extends AnswerOptions {
  /**
   * Lets Netlify's network keep answers until the next deploy: those to a GET without cookies,
   * which set none and say nothing of caching themselves. It gives them to everybody: a page that
   * depends on who asks must say `Cache-Control: private`. (default: `false`)
   */
  cacheOnDemandPages?: boolean
  /**
   * Makes `Astro.locals`, beside `netlify` in it; a promise is awaited. (default: an empty object)
   *
   * @param request - The request.
   * @param context - What Netlify says of it.
   * @returns An object of this request alone.
   */
  locals?(request: Request, context: NetlifyContext): App.Locals | Promise<App.Locals>
}

/** A Netlify function of the current format. It never throws. */
export type NetlifyHandler = (request: Request, context?: NetlifyContext) => Promise<Response>

/**
 * Makes a Netlify function of built pages. They find Netlify's context in
 * `Astro.locals.netlify.context`.
 *
 *     import { createHandler } from 'ssr-pages/netlify'
 *     import { manifest, modules } from '../../dist/pages/_site.mjs'
 *
 *     export default createHandler(manifest, modules)
 *     export const config = { path: '/*', preferStatic: true }
 *
 * @param manifest - The site's manifest.
 * @param modules - For each module of the manifest, a function that imports it.
 * @param options - See {@link HandlerOptions}.
 * @returns The function; it answers 404 for what is no page, and 500, logged, when a page fails.
 * @throws {SsrPagesError} ROUTE_NAME_INVALID, ROUTE_CONFLICT, OPTION_INVALID
 * @see https://docs.netlify.com/build/functions/get-started/
 */
export function createHandler(
  manifest: Manifest,
  modules: Modules,
  options: HandlerOptions = {},
): NetlifyHandler {
  const answer: Answer = createAnswer(manifest, modules, options)
  const { cacheOnDemandPages = false } = options
  return async function handleNetlify(request, context = {}) {
    try {
      assertRequest(request)
      const netlify: NetlifyLocals = { context }
      const own = await awaitLocals(
        options.locals === undefined ? {} : options.locals(request, context),
      )
      const locals = Object.assign({}, own, { netlify })
      const init = { locals, clientAddress: context.ip ?? '' }
      const response = await answer(request, init)
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
