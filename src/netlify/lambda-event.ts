import { SsrPagesError, reasonOf } from '../errors.ts'
import { LIMIT } from './answer.ts'

type Lists = Readonly<Record<string, readonly (string | null)[] | null | undefined>>
type Pair = [name: string, value: string]
type Texts = Readonly<Record<string, string | null | undefined>>

/**
 * What a function of the classic format is told of the request.
 *
 * @see https://docs.netlify.com/build/functions/lambda-compatibility/
 */
export interface LambdaEvent {
  readonly httpMethod: string
  /** The URL as the client sent it. */
  readonly rawUrl?: string
  readonly path?: string
  readonly rawQuery?: string
  readonly headers?: Texts | null
  readonly multiValueHeaders?: Lists | null
  readonly queryStringParameters?: Texts | null
  readonly multiValueQueryStringParameters?: Lists | null
  readonly body?: string | null
  readonly isBase64Encoded?: boolean
}

/** RFC 4648, whole groups. */
const BASE64 = /^(?:[\w+/-]{4})*(?:[\w+/-]{2}(?:==)?|[\w+/-]{3}=?)?$/

/**
 * Makes a `Request` of an event.
 *
 * @param event - The event; nothing is taken for granted.
 * @returns The request.
 * @throws {SsrPagesError} EVENT_INVALID, BODY_TOO_LARGE
 */
export function toRequest(event: LambdaEvent): Request {
  if (typeof event !== 'object' || event === null) throw invalid('is no object')
  const method = event.httpMethod
  if (typeof method !== 'string' || method === '') throw invalid('has no httpMethod')
  const headers = toHeaders(event)
  const url = toUrl(event, headers)
  const body = toBody(event)
  try {
    return new Request(url, { method, headers, ...(body !== undefined && { body }) })
  } catch (cause) {
    throw invalid(`is of no request: ${reasonOf(cause)}`, cause)
  }
}

function toHeaders(event: LambdaEvent): Headers {
  const headers = new Headers()
  try {
    // Local tools of Netlify put null in place of what they do not know.
    for (const [name, value] of toPairs(event.multiValueHeaders, event.headers)) {
      headers.append(name, value)
    }
  } catch (cause) {
    throw invalid('has a header that is none', cause)
  }
  return headers
}

function toUrl(event: LambdaEvent, headers: Headers): URL {
  const { rawUrl, path = '/' } = event
  const text = rawUrl ?? `https://${headers.get('host') ?? 'localhost'}${path}${toSearch(event)}`
  if (typeof text !== 'string' || !URL.canParse(text)) throw invalid('has no URL')
  const url = new URL(text)
  if (!/^https?:$/.test(url.protocol)) throw invalid('has a URL that is not of the web')
  return url
}

// Repeated names are joined in `queryStringParameters`, which nobody can undo.
function toSearch(event: LambdaEvent): string {
  const { rawQuery, multiValueQueryStringParameters: lists, queryStringParameters: texts } = event
  const query = rawQuery ?? new URLSearchParams(toPairs(lists, texts)).toString()
  return query && `?${query}`
}

// Local tools say `isBase64Encoded` of no body at all, also with GET.
function toBody({
  httpMethod,
  body,
  isBase64Encoded,
}: LambdaEvent): string | Uint8Array<ArrayBuffer> | undefined {
  if (body === undefined || body === null || body === '') return undefined
  if (typeof body !== 'string') throw invalid('has a body that is no text')
  if (httpMethod === 'GET' || httpMethod === 'HEAD') return undefined
  if (body.length > LIMIT) throw tooLarge(body.length)
  if (isBase64Encoded !== true) return body
  if (!BASE64.test(body)) throw invalid('has a body that is not base64')
  return new Uint8Array(Buffer.from(body, 'base64'))
}

function toPairs(lists: Lists | null | undefined, texts: Texts | null | undefined): Pair[] {
  const fromLists = Object.entries(lists ?? {}).flatMap(([name, values]) =>
    (values ?? []).map((value) => [name, value] as const),
  )
  const pairs = fromLists.length > 0 ? fromLists : Object.entries(texts ?? {})
  return pairs.flatMap(([name, value]) => (value == null ? [] : [[name, String(value)]]))
}

function tooLarge(size: number): SsrPagesError {
  const what = `A body of ${size} characters was sent; a function can take ${LIMIT}.`
  const hint = 'Send less: this limit is of the platform.'
  return new SsrPagesError('BODY_TOO_LARGE', what, { limit: LIMIT }, hint)
}

function invalid(why: string, cause?: unknown): SsrPagesError {
  return new SsrPagesError('EVENT_INVALID', `The event ${why}.`, { cause })
}
