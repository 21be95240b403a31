import { SsrPagesError } from '../shared/errors.ts'
import type { Context } from '../context/context.ts'
import { guard } from '../render/renderable.ts'
import type { RewriteTarget } from '../context/visit.ts'
import { isResponse } from '../context/response.ts'

/**
 * Goes on to the next middleware, or to the page.
 *
 * @param target - Another route of the site to answer instead. (default: the one that was asked
 *   for)
 * @returns The response; its headers and body may be changed.
 */
export type MiddlewareNext = (target?: RewriteTarget) => Promise<Response>

/** `onRequest`: runs before every page and API route of the site, and before its 404 page. */
export type MiddlewareHandler = (
  context: Context,
  next: MiddlewareNext,
) => Response | void | Promise<Response | void>

/**
 * Types a page middleware; gives it back unchanged.
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
 * Joins middlewares: each calls the one after it by its `next()`, the last the page.
 *
 * @param handlers - The middlewares in order; what is falsy is left out.
 * @returns One middleware.
 */
export function sequence(
  ...handlers: readonly (MiddlewareHandler | false | null | undefined)[]
): MiddlewareHandler {
  const chain = handlers.filter((handler) => !!handler)
  return function onRequest(context, next) {
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
 * Runs one middleware. What it returns is the response; returning nothing stands for the response of
 * its `next()`.
 *
 * @param handler - The middleware.
 * @param context - The request.
 * @param next - Gives the response of what comes after it.
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
    // A middleware need not wait for it.
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
