import { awaitLocals } from '../core/locals.ts'
import { SsrPagesError } from '../shared/errors.ts'
import { keptBody } from '../shared/kept-response.ts'
import type { Manifest } from '../shared/types.ts'
import {
  type AnswerEvent,
  createAnswer,
  type AnswerOptions,
  LIMIT,
  type Modules,
  toFailure,
} from './answer.ts'
import { type LambdaEvent, toRequest } from './lambda-event.ts'

/** The result of a function in the classic format. */
export interface LambdaResult {
  readonly statusCode: number
  /** Used instead of `headers`, which could hold only one `Set-Cookie`. */
  readonly multiValueHeaders: Readonly<Record<string, string[]>>
  readonly body: string
  readonly isBase64Encoded: boolean
}

/** Options of a function in the classic format. */
export interface LambdaHandlerOptions extends AnswerOptions {
  /**
   * Creates `Astro.locals`, to which `netlify` is added; a promise is awaited.
   * (default: an empty object)
   *
   * @param event - The event.
   * @param context - The context of the invocation, from AWS.
   * @returns A new object for each request.
   */
  locals?(event: LambdaEvent, context: object): App.Locals | Promise<App.Locals>
}

/** A Netlify function of the classic format. It never throws. */
export type LambdaHandler = (event: LambdaEvent, context?: object) => Promise<LambdaResult>

/**
 * Creates a Netlify function in the classic format, for projects that already have such functions.
 * Pages are not streamed. `Astro.clientAddress` is the header `x-nf-client-connection-ip`, which
 * Netlify sets.
 *
 *     export const handler = createLambdaHandler(manifest, modules)
 *
 * @param manifest - The site's manifest.
 * @param modules - A function for each module of the manifest, which imports it.
 * @param options - See {@link LambdaHandlerOptions}.
 * @returns The function. It answers 400 for an invalid event and 404 for a path without a page. If
 *   a page fails or exceeds the limit of 6 MB, it logs the error and answers 500.
 * @throws {SsrPagesError} ENV_INVALID, ROUTE_NAME_INVALID, ROUTE_CONFLICT, OPTION_INVALID
 * @see https://docs.netlify.com/build/functions/lambda-compatibility/
 */
export function createLambdaHandler(
  manifest: Manifest,
  modules: Modules,
  options: LambdaHandlerOptions = {},
): LambdaHandler {
  const answer: AnswerEvent = createAnswer(manifest, modules, options)
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
  const bytes = await readBytes(response)
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

async function readBytes(response: Response): Promise<Uint8Array> {
  const kept = keptBody(response)
  if (kept === undefined) return new Uint8Array(await response.arrayBuffer())
  return typeof kept === 'string' ? new TextEncoder().encode(kept) : kept
}

// Any UTF-8 can be returned as a string, whatever its content type; other bytes only as base64.
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
  // `Object.fromEntries()` creates own properties for all names, including `constructor`.
  return Object.fromEntries(lists)
}
