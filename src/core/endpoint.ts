import { HANDLER_NAMES } from '../shared/methods.ts'
import { lookup } from 'mrmime'
import { SsrPagesError } from '../shared/errors.ts'
import { isKeeper } from '../shared/kept-request.ts'
import { createResponse } from '../shared/kept-response.ts'
import { NULL_BODY } from '../shared/null-body.ts'
import type { PageModule, ResponseOutput, Route } from '../shared/types.ts'
import { Context } from '../context/context.ts'
import type { Visit } from '../context/visit.ts'
import { isThenable } from '../render/renderable.ts'
import { isResponse } from '../context/response.ts'

type Handler = (context: Context) => unknown

/** `delete` cannot be the name of a function, so modules use `del`. */
const SHORT_NAMES: Readonly<Record<string, string>> = { DELETE: 'del' }

/**
 * Answers a request with the handler that an API route exports for its method. Handlers of both
 * styles receive the same object: `GET(context)` reads `context.params.id`, `get({ id })`
 * destructures the params themselves.
 *
 * The handler is the first of these: the method's name (`POST`), the same in lower case (`post`,
 * `del` for DELETE), for HEAD the handler of GET, then `ALL` or `all`.
 *
 * @param module - The API route.
 * @param visit - The request and its route.
 * @returns The result; `undefined` for an OPTIONS request that is left to the host.
 * @throws {unknown} whatever the handler throws
 * @throws {SsrPagesError} ENDPOINT_RESULT_INVALID, MODULE_EMPTY
 */
export function runEndpoint(
  module: PageModule,
  visit: Visit,
): ResponseOutput | undefined | Promise<ResponseOutput> {
  const { method } = visit.source
  const name = findHandler(module, method)
  if (name === undefined) {
    const methods = methodsOf(module)
    if (methods.length === 0) throw noHandlerError(module, visit.route)
    return method === 'OPTIONS' ? undefined : { response: methodNotAllowed(methods) }
  }
  const keepsRequest = isKeeper(module[name] as Handler)
  const context = new EndpointContext(visit, name === name.toUpperCase(), keepsRequest)
  const output = (module[name] as Handler)(context)
  if (isThenable(output)) {
    return Promise.resolve(output).then((settled) => toResult(settled, name, visit))
  }
  return toResult(output, name, visit)
}

/**
 * Lists the methods that a module has handlers for.
 *
 * @returns HTTP methods in upper case; `ALL` counts as one.
 */
export function methodsOf(module: PageModule): string[] {
  const names = Object.keys(module)
    .filter((name) => typeof module[name] === 'function')
    .map((name) => (name === 'del' ? 'DELETE' : name.toUpperCase()))
  // A fixed order, because a build may change the order of exports.
  return HANDLER_NAMES.filter((method) => names.includes(method))
}

/** The route's params are own properties of this object; everything else is on its prototype. */
class EndpointContext extends Context {
  [param: string]: unknown

  /**
   * @param visit - The request and its route.
   * @param isContextFirst - Which one wins if a param has the name of a context property, as in
   *   `[url].ts`: `GET(context)` gets the context's property, `get({ url })` the param.
   * @param keepsRequest - Whether the handler keeps `request` to itself.
   */
  constructor(visit: Visit, isContextFirst: boolean, keepsRequest: boolean) {
    super(visit, undefined, keepsRequest)
    const { params } = visit
    for (const name of Object.keys(params)) {
      if (!(name in Context.prototype)) this[name] = params[name]
      else if (!isContextFirst) {
        Object.defineProperty(this, name, { value: params[name], enumerable: true, writable: true })
      }
    }
  }
}

function findHandler(module: PageModule, method: string): string | undefined {
  for (const name of NAMES.get(method) ?? namesOfUnknown(method)) {
    if (typeof module[name] === 'function') return name
  }
  return undefined
}

/** By method, the names of its handlers, in the order in which they are tried. */
const NAMES: ReadonlyMap<string, readonly string[]> = new Map(
  HANDLER_NAMES.map((method) => {
    const names = [method, SHORT_NAMES[method] ?? [], method.toLowerCase()].flat()
    return [method, [...names, ...(method === 'HEAD' ? ['GET', 'get'] : []), 'ALL', 'all']]
  }),
)

// Any string may arrive as a method: an unknown one must not call other exports of the module.
function namesOfUnknown(method: string): readonly string[] {
  return method === method.toUpperCase() ? [method, 'ALL', 'all'] : ['ALL', 'all']
}

function noHandlerError(module: PageModule, { file }: Route): SsrPagesError {
  const names = Object.keys(module).join(', ') || 'nothing'
  const what = `${file} exports neither a component nor a request method; it exports ${names}.`
  return new SsrPagesError('MODULE_EMPTY', what, { file })
}

function methodNotAllowed(methods: string[]): Response {
  if (methods.includes('GET') && !methods.includes('HEAD')) methods.push('HEAD')
  return new Response(null, { status: 405, headers: { allow: methods.join(', ') } })
}

function toResult(output: unknown, handler: string, visit: Visit): ResponseOutput {
  return { response: isResponse(output) ? output : toResponse(output, handler, visit) }
}

// The older form of results, `{ body, status?, headers? }`, is accepted from the older names only:
// what `GET()` returns may be data that happens to look like it. The content type follows from the
// route's extension.
function toResponse(output: unknown, handler: string, visit: Visit): Response {
  const { pattern } = visit.route
  const isOlder = handler === handler.toLowerCase()
  if (!isOlder || typeof output !== 'object' || output === null || !('body' in output)) {
    const seen = output === null ? 'null' : typeof output
    const what = `${handler}() of the API route ${pattern} returned ${seen} instead of a Response.`
    throw new SsrPagesError('ENDPOINT_RESULT_INVALID', what, {
      page: pattern,
      handler,
    })
  }
  const { body, status, headers } = output as {
    body: BodyInit
    status?: number
    headers?: HeadersInit
  }
  const response = createResponse(Response, body, {
    status: status ?? hostStatusOf(visit),
    ...(headers && { headers }),
  })
  if (!new Headers(headers).has('content-type')) {
    const type = lookup(pattern) ?? 'text/plain'
    response.headers.set('content-type', `${type};charset=utf-8`)
  }
  return response
}

// A status that allows no body does not fit the data.
function hostStatusOf({ shared }: Visit): number {
  const { status = 200 } = shared.options
  return NULL_BODY.has(status) ? 200 : status
}
