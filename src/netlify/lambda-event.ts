import { SsrPagesError, reasonOf } from '../shared/errors.ts'
import { LIMIT } from './answer.ts'
import { isRead } from '../shared/methods.ts'

type Lists = Readonly<Record<string, readonly (string | null)[] | null | undefined>>
type Pair = [name: string, value: string]
type Texts = Readonly<Record<string, string | null | undefined>>

/**
 * The event that a function of the classic format receives.
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

/**
 * A character that is not a base64 digit in either alphabet.
 * https://www.rfc-editor.org/rfc/rfc4648#section-5
 */
const NOT_BASE64 = /[^\w+/-]/

/** A host with an optional port, after which a path may follow. */
const AUTHORITY = /^[\w.-]+(?::\d{1,5})?$|^\[[\da-f:.]+\](?::\d{1,5})?$/i

/**
 * Converts an event to a `Request`.
 *
 * @param event - The event, none of whose properties is trusted.
 * @returns The request.
 * @throws {SsrPagesError} EVENT_INVALID, BODY_TOO_LARGE
 */
export function toRequest(event: LambdaEvent): Request {
  if (typeof event !== 'object' || event === null) throw invalid('is not an object')
  const method = event.httpMethod
  if (typeof method !== 'string' || method === '') throw invalid('has no httpMethod')
  const headers = toHeaders(event)
  const url = toUrl(event, headers)
  const body = toBody(event)
  try {
    return new Request(url, { method, headers, ...(body !== undefined && { body }) })
  } catch (cause) {
    throw invalid(`is not a valid request: ${reasonOf(cause)}`, cause)
  }
}

function toHeaders(event: LambdaEvent): Headers {
  const headers = new Headers()
  try {
    // Netlify's local tools use null for values that they do not know.
    for (const [name, value] of toPairs(event.multiValueHeaders, event.headers)) {
      headers.append(name, value)
    }
  } catch (cause) {
    throw invalid('has an invalid header', cause)
  }
  return headers
}

function toUrl(event: LambdaEvent, headers: Headers): URL {
  const text = event.rawUrl ?? joinUrl(event, headers.get('host') ?? 'localhost')
  if (typeof text !== 'string' || !URL.canParse(text)) throw invalid('has no URL')
  const url = new URL(text)
  if (!/^https?:$/.test(url.protocol)) throw invalid('has a URL that is neither http nor https')
  return url
}

function joinUrl(event: LambdaEvent, host: string): string {
  const { path = '/' } = event
  if (!AUTHORITY.test(host)) throw invalid('has an invalid host')
  // Without the slash, the path would become a part of the host.
  if (typeof path !== 'string' || !path.startsWith('/')) throw invalid('has no path')
  return `https://${host}${path}${toSearch(event)}`
}

// Not `queryStringParameters` alone: it joins repeated names, which cannot be undone.
function toSearch(event: LambdaEvent): string {
  const { rawQuery, multiValueQueryStringParameters: lists, queryStringParameters: texts } = event
  const query = rawQuery ?? new URLSearchParams(toPairs(lists, texts)).toString()
  if (typeof query !== 'string') throw invalid('has a query that is not a string')
  return query && `?${query}`
}

// Netlify's local tools set `isBase64Encoded` even if there is no body, as for GET.
function toBody({
  httpMethod,
  body,
  isBase64Encoded,
}: LambdaEvent): string | Uint8Array<ArrayBuffer> | undefined {
  if (body === undefined || body === null || body === '') return undefined
  if (typeof body !== 'string') throw invalid('has a body that is not a string')
  if (isRead(httpMethod)) return undefined
  if (body.length > LIMIT) throw tooLarge(body.length)
  if (isBase64Encoded !== true) return body
  if (!isBase64(body)) throw invalid('has a body that is not base64')
  return new Uint8Array(Buffer.from(body, 'base64'))
}

// Base64 consists of groups of four digits. The last group may lack one or two, with or without `=`
// instead.
function isBase64(text: string): boolean {
  const end = text.indexOf('=')
  const digits = end === -1 ? text : text.slice(0, end)
  const padding = text.slice(digits.length)
  const missing = (4 - (digits.length % 4)) % 4
  const isWhole = missing < 3 && (padding === '' || padding === '='.repeat(missing))
  return isWhole && !NOT_BASE64.test(digits)
}

function toPairs(lists: Lists | null | undefined, texts: Texts | null | undefined): Pair[] {
  const fromLists = entriesOf(lists).flatMap(([name, values]) => {
    if (values != null && !Array.isArray(values))
      throw invalid(`has values of ${name} that are not a list`)
    return (values ?? []).map((value: unknown) => [name, value] as const)
  })
  const pairs = fromLists.length > 0 ? fromLists : entriesOf(texts)
  return pairs.flatMap(([name, value]) => (value == null ? [] : [[name, toText(value)]]))
}

function entriesOf(record: unknown): [name: string, value: unknown][] {
  if (record == null) return []
  if (typeof record !== 'object' || Array.isArray(record))
    throw invalid('has headers or a query that are not an object')
  return Object.entries(record)
}

function toText(value: unknown): string {
  if (typeof value === 'object' || typeof value === 'function')
    throw invalid('has a value that is not a string')
  return String(value)
}

function tooLarge(size: number): SsrPagesError {
  const what = `A body of ${size} characters was sent; a function can receive ${LIMIT}.`
  const hint = 'Send less: the platform sets this limit.'
  return new SsrPagesError('BODY_TOO_LARGE', what, { limit: LIMIT }, hint)
}

function invalid(why: string, cause?: unknown): SsrPagesError {
  return new SsrPagesError('EVENT_INVALID', `The event ${why}.`, { cause })
}
