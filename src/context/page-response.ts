import { readonlyProperty } from '../shared/readonly-property.ts'
import type { Visit } from './visit.ts'

/**
 * Status and headers of a page's response. They belong to the code that renders the page; the page
 * changes them.
 */
export interface ResponseHead {
  /** `undefined` until the page sets a status. */
  status: number | undefined
  /** `''` stands for the status code's usual phrase. */
  statusText: string
  /** `undefined` until the page uses them. */
  headers: Headers | undefined
}

/**
 * Creates the status and headers that a page's response starts with.
 *
 * @param visit - The request and its route.
 * @returns For the pages `/404` and `/500`, the status of the error that they answer; none for
 *   others.
 */
export function createResponseHead(visit: Visit): ResponseHead {
  const { pattern, view } = visit.route
  if (pattern === '/404') return createErrorHead(visit, 404, 'Not Found')
  if (pattern === '/500') return createErrorHead(visit, 500, 'Internal Server Error')
  const headers = view === undefined ? undefined : typedHeaders(visit)
  return { status: undefined, statusText: '', headers }
}

// The type that a handler has set, such as that of a Turbo stream, is more exact than ours.
function typedHeaders({ shared }: Visit): Headers | undefined {
  const { type } = shared.options
  return type === undefined ? undefined : new Headers([['content-type', type]])
}

function createErrorHead(visit: Visit, usual: number, phrase: string): ResponseHead {
  const status = visit.status ?? hostErrorOf(visit) ?? usual
  return { status, statusText: status === usual ? phrase : '', headers: undefined }
}

// A page that rewrites to an error page has decided on the status itself.
function hostErrorOf({ source, shared }: Visit): number | undefined {
  const { status = 200 } = shared.options
  return source === shared.source && status >= 400 ? status : undefined
}

/**
 * `Astro.response`: status and headers of the page's own response.
 *
 * @see https://docs.astro.build/en/reference/api-reference/#response
 */
export class PageResponse {
  readonly #head: ResponseHead
  readonly #hostStatus: number

  /**
   * @param head - Receives the page's changes.
   * @param hostStatus - The status that the host has set. (default: `200`)
   */
  constructor(head: ResponseHead, hostStatus = 200) {
    this.#head = head
    this.#hostStatus = hostStatus
  }

  /** The status text for HTTP/1; `''` stands for the usual phrase. */
  get statusText(): string {
    return this.#head.statusText
  }

  set statusText(statusText: string) {
    this.#head.statusText = statusText
  }

  /**
   * HTTP status. (default: 200, or what the host has set; on `404.astro` and `500.astro`, the
   * status of the error)
   */
  get status(): number {
    return this.#head.status ?? this.#hostStatus
  }

  set status(status: number) {
    this.#head.status = status
  }

  /** Headers to send; `content-type` replaces the usual `text/html; charset=utf-8`. */
  get headers(): Headers {
    return (this.#head.headers ??= new Headers())
  }

  set headers(_value: Headers) {
    throw readonlyProperty('response.headers')
  }
}
