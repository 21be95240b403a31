import { SsrPagesError } from '../shared/errors.ts'
import { type MiddlewareHandler, callHandler } from './middleware-handler.ts'
import { Context } from '../context/context.ts'
import type { Visit } from '../context/visit.ts'
import { isKeeper } from '../shared/kept-request.ts'
import { firstStream, keptBody } from '../shared/kept-response.ts'
import { isResponseSent } from '../shared/response-sent.ts'
import { dropBody } from './drop-body.ts'
import { toResponse } from './to-response.ts'
import type { Output, PageModule } from '../shared/types.ts'

/** A page's answer to one `next()`, and the response that the middleware receives for it. */
interface RouteAnswer {
  readonly output: Output | undefined
  readonly response: Response
  /** The body as it was passed on; `undefined` for one that is not a stream yet. */
  readonly body: Response['body'] | undefined
}

/**
 * Runs the page middleware of a site.
 *
 * @param module - The module that exports `onRequest`.
 * @param visit - The request and its route.
 * @param run - Runs the route; returns `undefined` to leave the request to the host.
 * @throws {unknown} whatever the middleware throws
 * @throws {SsrPagesError} MIDDLEWARE_EMPTY, MIDDLEWARE_RESULT_INVALID
 */
export async function callMiddleware(
  module: PageModule,
  visit: Visit,
  run: (visit: Visit) => Output | undefined | Promise<Output | undefined>,
): Promise<Output | undefined> {
  // A copy, which `~follow` may change; each run of a route gets another copy, which stays the
  // same.
  const current: Visit = { ...visit }
  const handler = readHandler(module)
  const context = new Context(current, undefined, isKeeper(handler))
  const answers: RouteAnswer[] = []
  let taken: Response | undefined
  let isOver = false
  try {
    taken = await callHandler(handler, context, async (target) => {
      if (target !== undefined) context['~follow'](target)
      const answer = toAnswer(await run({ ...current }), visit.shared.options.status)
      answers.push(answer)
      if (isOver) drop(answer)
      return answer.response
    })
    return toOutput(taken, answers)
  } finally {
    isOver = true
    for (const answer of answers) if (!isTaken(answer, taken)) drop(answer)
  }
}

function readHandler({ onRequest }: PageModule): MiddlewareHandler {
  if (typeof onRequest === 'function') return onRequest as MiddlewareHandler
  const seen =
    onRequest === undefined ? 'no onRequest' : `a value of type ${typeof onRequest} as onRequest`
  throw new SsrPagesError('MIDDLEWARE_EMPTY', `src/middleware exports ${seen}.`)
}

function toAnswer(output: Output | undefined, hostStatus?: number): RouteAnswer {
  const response = output ? toResponse(output, hostStatus) : new Response(null, { status: 404 })
  return { output, response, body: streamOf(response) }
}

function toOutput(response: Response, answers: readonly RouteAnswer[]): Output | undefined {
  // A page that answers on `res` itself stays the answer, even if the middleware returns another
  // response.
  const sent = answers.find((answer) => isResponseSent(answer.response))
  if (sent !== undefined) return sent.output
  const answer = answers.find((one) => one.response === response)
  if (answer === undefined) return { response }
  const { output } = answer
  if (output === undefined) return undefined
  if (!('html' in output) || isRead(answer)) return { response }
  // The HTML of a page that the middleware did not read is sent as it was rendered: as one string.
  const { statusText, headers } = response
  return { html: output.html, status: output.status, statusText, headers }
}

// A clone also reads the body.
function isRead(answer: RouteAnswer): boolean {
  return answer.response.bodyUsed || bodyOf(answer)?.locked === true
}

// The middleware may have returned another response with the same body.
function isTaken(answer: RouteAnswer, taken: Response | undefined): boolean {
  if (taken === undefined || taken === answer.response) return taken !== undefined
  // First, because a response around the answer asks for its body here.
  const body = streamOf(taken)
  return body !== undefined && body === bodyOf(answer)
}

function drop(answer: RouteAnswer): void {
  const body = bodyOf(answer)
  dropBody(body === undefined ? answer.response.body : body)
}

function bodyOf({ response, body = firstStream(response) }: RouteAnswer): RouteAnswer['body'] {
  return body
}

function streamOf(response: Response): Response['body'] | undefined {
  return keptBody(response) === undefined ? response.body : undefined
}
