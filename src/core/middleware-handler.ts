import { SsrPagesError } from '../shared/errors.ts'
import type { Context } from '../context/context.ts'
import { keepsRequestIf } from '../shared/kept-request.ts'
import { guard } from '../render/renderable.ts'
import type { RewriteTarget } from '../context/visit.ts'
import { isResponse } from '../context/response.ts'

/**
 * Continues with the next middleware, or with the page.
 *
 * @param target - Another route of the site to answer instead. (default: the requested route)
 * @returns The response; its headers and body may be changed.
 */
export type MiddlewareNext = (target?: RewriteTarget) => Promise<Response>

/** `onRequest`: runs before every page and API route of the site, and before its 404 page. */
export type MiddlewareHandler = (
  context: Context,
  next: MiddlewareNext,
) => Response | void | Promise<Response | void>

/**
 * Provides the types for a page middleware; returns its argument unchanged.
 *
 *     export const onRequest = defineMiddleware((context, next) => next())
 *
 * @param handler - The middleware.
 * @returns The same function.
 * @see https://docs.astro.build/en/guides/middleware/
 */
export function defineMiddleware(handler: MiddlewareHandler): MiddlewareHandler {
  return handler
}

/**
 * Chains middlewares: the `next()` of each calls the one after it, the last one's the page.
 *
 * @param handlers - The middlewares in order; falsy values are skipped.
 * @returns A single middleware.
 */
export function sequence(
  ...handlers: readonly (MiddlewareHandler | false | null | undefined)[]
): MiddlewareHandler {
  const chain = handlers.filter((handler) => !!handler)
  keepsRequestIf(onRequest, chain)
  return onRequest

  function onRequest(context: Context, next: MiddlewareNext): Promise<Response> {
    return callFrom(0)

    function callFrom(index: number): Promise<Response> {
      const handler = chain[index]
      if (handler === undefined) return next()
      return callHandler(handler, context, async (target) => {
        if (target !== undefined) context['~follow'](target)
        return callFrom(index + 1)
      })
    }
  }
}

/**
 * Runs one middleware. Its result is the response; if it returns nothing, the response of its
 * `next()` is.
 *
 * @param handler - The middleware.
 * @param context - The request.
 * @param next - Returns the response of what comes after the middleware.
 * @returns The response.
 * @throws {unknown} whatever the middleware throws
 * @throws {SsrPagesError} MIDDLEWARE_RESULT_INVALID
 */
export async function callHandler(
  handler: MiddlewareHandler,
  context: Context,
  next: MiddlewareNext,
): Promise<Response> {
  let following: Promise<Response> | undefined
  const returned: unknown = await handler(context, (target) => {
    following = next(target)
    // A middleware may leave the promise unawaited.
    guard(following)
    return following
  })
  if (isResponse(returned)) return returned
  if (returned === undefined && following !== undefined) return following
  const seen = returned === undefined ? 'nothing, and did not call next()' : describe(returned)
  const what = `A page middleware must return a Response; it returned ${seen}.`
  throw new SsrPagesError('MIDDLEWARE_RESULT_INVALID', what, { pathname: context.url.pathname })
}

function describe(value: unknown): string {
  return value === null ? 'null' : `a value of type ${typeof value}`
}
