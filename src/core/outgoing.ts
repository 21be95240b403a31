import { SsrPagesError } from '../shared/errors.ts'
import { keptBody, markBodySent } from '../shared/kept-response.ts'
import { NULL_BODY } from '../shared/null-body.ts'
import type {
  ChunkedBody,
  HtmlResult,
  Outgoing,
  OutgoingBody,
  PageResult,
  ResponseResult,
} from '../shared/types.ts'
import { Answer } from './answer.ts'
import { isDecoded, isFetched } from './decoded.ts'
import { dropBody } from './drop-body.ts'
import { closesConnection } from './hop-by-hop.ts'
import { KeptAnswer } from './kept-answer.ts'
import { setsNoStatus } from './page-status.ts'

/**
 * Decides what is sent of an answer. Every adapter sends this result: status, body, headers and
 * cookies are decided here and nowhere else.
 *
 * @param result - HTML with status and headers, or the user's own Response.
 * @param method - The request's method.
 * @param hostStatus - The status that the host has set, for a page that sets none. (default: `200`)
 * @returns The answer; a body that must not be sent has been cancelled.
 * @throws {SsrPagesError} RESPONSE_INVALID: when the status cannot be sent
 * @throws {SsrPagesError} RESPONSE_USED: when the body was read or sent before
 */
export function toOutgoing(result: PageResult, method: string, hostStatus = 200): Outgoing {
  const isHead = method === 'HEAD'
  if (!('response' in result)) return new PageAnswer(result, isHead, hostStatus)
  const { response, cookies } = result
  const status = hostStatus !== 200 && setsNoStatus(response) ? hostStatus : response.status
  assertStatus(status, response)
  const kept = isHead || NULL_BODY.has(status) ? undefined : keptBody(response)
  if (kept !== undefined) {
    const answer = new KeptAnswer(kept, response, status, cookies)
    // A length is checked, and trailers need chunks: both are the work of a stream.
    if (!answer.has('content-length') && !answer.hasTrailer) {
      markBodySent(response)
      return answer
    }
  }
  return new ResponseAnswer(result, isHead, status)
}

class PageAnswer extends Answer implements Outgoing {
  readonly status: number
  readonly statusText: string
  readonly body: string | ChunkedBody | null
  readonly isHead: boolean
  protected readonly headers: Headers | undefined
  protected readonly lateCookies: readonly string[]

  constructor(result: HtmlResult, isHead: boolean, hostStatus: number) {
    super()
    const { html, status = hostStatus, statusText, headers, cookies } = result
    assertStatus(status, { body: html })
    this.status = status
    this.statusText = statusText
    this.headers = headers
    this.lateCookies = cookies
    this.isHead = isHead
    const isSent = !NULL_BODY.has(status) && !(isHead && typeof html !== 'string')
    if (!isSent) dropBody(html)
    this.body = isSent ? html : null
  }

  get type(): string | undefined {
    return NULL_BODY.has(this.status) ? undefined : 'text/html; charset=utf-8'
  }

  get length(): number | undefined {
    return this.status === 205 ? 0 : undefined
  }

  get source(): 'page' {
    return 'page'
  }

  get closesConnection(): boolean {
    return closesConnection(this.headers)
  }

  protected isWithheld(): boolean {
    return false
  }
}

class ResponseAnswer extends Answer implements Outgoing {
  readonly status: number
  readonly statusText: string
  readonly body: ChunkedBody | null
  readonly length: number | undefined
  readonly isHead: boolean
  readonly source: 'response' | 'fetched'
  protected readonly headers: Headers
  protected readonly lateCookies: readonly string[]
  readonly #isDecoded: boolean

  constructor({ response, cookies }: ResponseResult, isHead: boolean, status: number) {
    super()
    const { statusText, headers, body, bodyUsed } = response
    if (bodyUsed || body?.locked === true) {
      throw new SsrPagesError(
        'RESPONSE_USED',
        'The body of the Response has already been read or sent.',
      )
    }
    this.status = status
    this.statusText = statusText
    this.headers = headers
    this.lateCookies = cookies
    this.isHead = isHead
    this.source = isFetched(response) ? 'fetched' : 'response'
    this.#isDecoded = isDecoded(response)
    const declared = this.#isDecoded ? undefined : parseLength(headers.get('content-length'))
    this.length = lengthOf(this, body, declared)
    const isSent = !isHead && !NULL_BODY.has(status)
    if (!isSent) dropBody(body)
    this.body = isSent ? body : null
  }

  get type(): undefined {
    return undefined
  }

  // The `connection` header of a response from another server is about that server's connection.
  get closesConnection(): boolean {
    return this.source === 'response' && closesConnection(this.headers)
  }

  protected isWithheld(name: string): boolean {
    return this.#isDecoded && name === 'content-encoding'
  }
}

// Returns the length to announce. HEAD announces the length of GET's body; if a route has fetched
// its response with HEAD, that length is unknown. A 204 must not have a length; a 304 has the
// length of the body that the client already has.
function lengthOf(
  { status, isHead, source }: Pick<Outgoing, 'status' | 'isHead' | 'source'>,
  body: ChunkedBody | null,
  declared: number | undefined,
): number | undefined {
  if (status === 204) return undefined
  if (status === 205) return 0
  if (status === 304 || body !== null) return declared
  if (!isHead) return 0
  return declared ?? (source === 'fetched' ? undefined : 0)
}

function assertStatus(status: number, output: { readonly body: OutgoingBody | null }): void {
  if (Number.isInteger(status) && status >= 200 && status <= 599) return
  dropBody(output.body)
  const what = `A response cannot have the status ${status}.`
  throw new SsrPagesError('RESPONSE_INVALID', what, { status })
}

function parseLength(value: string | null): number | undefined {
  return value !== null && /^\d+$/.test(value) ? Number(value) : undefined
}
