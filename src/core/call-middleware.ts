import { SsrPagesError } from '../errors.ts'
import { type MiddlewareHandler, callHandler } from './middleware-handler.ts'
import { Context } from '../render/context.ts'
import type { ContextInit } from '../render/request-state.ts'
import { toResponse } from './to-response.ts'
import type { Output, PageModule } from '../types.ts'

/** What the page answered, and the form of it that the middleware sees. */
interface Following {
  readonly output: Output | undefined
  readonly response: Response
}

/**
 * Runs the page middleware of a site.
 *
 * @param module - The module that exports `onRequest`.
 * @param init - The request and its route.
 * @param run - Runs the route; `undefined` leaves the request to the host.
 * @returns What the middleware decided.
 * @throws Whatever the middleware throws, and SsrPagesError MIDDLEWARE_EMPTY,
 *   MIDDLEWARE_RESULT_INVALID.
 */
export async function callMiddleware(
  module: PageModule,
  init: ContextInit,
  run: (init: ContextInit) => Output | undefined | Promise<Output | undefined>,
): Promise<Output | undefined> {
  const context = new Context(init)
  let following: Following | undefined
  const response = await callHandler(readHandler(module), context, async (target) => {
    if (target !== undefined) context['~follow'](target)
    const output = await run(Context.initOf(context))
    following = { output, response: output ? toResponse(output) : notFound() }
    return following.response
  })
  return following === undefined ? { response } : toOutput(response, following)
}

function readHandler({ onRequest }: PageModule): MiddlewareHandler {
  if (typeof onRequest === 'function') return onRequest as MiddlewareHandler
  const what = `The page middleware exports ${typeof onRequest} as onRequest.`
  throw new SsrPagesError('MIDDLEWARE_EMPTY', what)
}

// A page's HTML that the middleware only looked past is sent as it was made: one string.
function toOutput(
  response: Response,
  { output, response: original }: Following,
): Output | undefined {
  if (response !== original || original.bodyUsed) {
    if (response.body !== original.body) dropBody(original)
    return { response }
  }
  if (output === undefined || !('html' in output)) return output
  const { status, statusText, headers } = response
  return { html: output.html, status, statusText, headers }
}

function dropBody({ body }: Response): void {
  if (body !== null && !body.locked) void body.cancel().catch(() => {})
}

function notFound(): Response {
  return new Response(null, { status: 404 })
}
