import { awaitLocals } from '../core/locals.ts'
import { SsrPagesError } from '../shared/errors.ts'
import type { Manifest } from '../shared/types.ts'
import {
  type Answer,
  createAnswer,
  type HandlerOptions,
  LIMIT,
  type Modules,
  toFailure,
} from './answer.ts'
import { type LambdaEvent, toRequest } from './lambda-event.ts'

/** What a function of the classic format answers. */
export interface LambdaResult {
  readonly statusCode: number
  /** `headers` would keep one `Set-Cookie` only. */
  readonly multiValueHeaders: Readonly<Record<string, string[]>>
  readonly body: string
  readonly isBase64Encoded: boolean
}

/** What a function of the classic format can be told beside its pages. */
export interface LambdaHandlerOptions extends HandlerOptions {
  /**
   * Makes `Astro.locals`, beside `netlify` in it; a promise is awaited. (default: an empty object)
   *
   * @param event - The event.
   * @param context - What AWS says of the invocation.
   * @returns An object of this request alone.
   */
  locals?(event: LambdaEvent, context: object): App.Locals | Promise<App.Locals>
}

/** A Netlify function of the classic format. It never throws. */
export type LambdaHandler = (event: LambdaEvent, context?: object) => Promise<LambdaResult>

/**
 * Makes a Netlify function of the classic format, for projects that have such functions already.
 * Pages are sent whole. `Astro.clientAddress` is what Netlify says in `x-nf-client-connection-ip`.
 *
 *     export const handler = createLambdaHandler(manifest, modules)
 *
 * @param manifest - The site's manifest.
 * @param modules - For each module of the manifest, a function that imports it.
 * @param options - See {@link LambdaHandlerOptions}.
 * @returns The function; it answers 400 for an event that is none, 404 for what is no page, and 500,
 *   logged, when a page fails or is larger than the 6 MB that fit into an answer.
 * @throws {SsrPagesError} ROUTE_NAME_INVALID, ROUTE_CONFLICT, OPTION_INVALID
 * @see https://docs.netlify.com/build/functions/lambda-compatibility/
 */
export function createLambdaHandler(
  manifest: Manifest,
  modules: Modules,
  options: LambdaHandlerOptions = {},
): LambdaHandler {
  const answer: Answer = createAnswer(manifest, modules, options)
  return async function handleLambda(event, context = {}) {
    try {
      const request = toRequest(event)
      const clientAddress = request.headers.get('x-nf-client-connection-ip') ?? ''
      const netlify = { context }
      const own = await awaitLocals(
        options.locals === undefined ? {} : options.locals(event, context),
      )
      const locals = Object.assign({}, own, { netlify })
      return await toResult(await answer(request, { locals, clientAddress }))
    } catch (error) {
      return toResult(toFailure(error, event?.httpMethod))
    }
  }
}

async function toResult(response: Response): Promise<LambdaResult> {
  const { status, headers } = response
  const bytes = new Uint8Array(await response.arrayBuffer())
  const text = toText(bytes)
  const body = text ?? Buffer.from(bytes).toString('base64')
  const size = text === undefined ? body.length : bytes.byteLength
  if (size > LIMIT) {
    const what = `A response has ${size} bytes; a function of the classic format can send ${LIMIT}.`
    throw new SsrPagesError('RESPONSE_TOO_LARGE', what, { size, limit: LIMIT })
  }
  const multiValueHeaders = toLists(headers)
  return { statusCode: status, multiValueHeaders, body, isBase64Encoded: text === undefined }
}

// What is UTF-8 arrives as it was in a string, whatever its type; anything else in base64 only.
function toText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function toLists(headers: Headers): Record<string, string[]> {
  const lists = new Map<string, string[]>()
  for (const [name, value] of headers) lists.set(name, [...(lists.get(name) ?? []), value])
  // Own properties of all names, `constructor` as well.
  return Object.fromEntries(lists)
}
