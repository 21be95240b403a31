import { readonlyProperty } from '../shared/readonly-property.ts'

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
 * @param pattern - The route's pattern.
 * @returns Status 404 for the page `/404`, 500 for `/500`, none for others.
 */
export function createResponseHead(pattern: string): ResponseHead {
  if (pattern === '/404') return { status: 404, statusText: 'Not Found', headers: undefined }
  if (pattern === '/500') {
    return { status: 500, statusText: 'Internal Server Error', headers: undefined }
  }
  return { status: undefined, statusText: '', headers: undefined }
}

/**
 * `Astro.response`: status and headers of the page's own response.
 *
 * @see https://docs.astro.build/en/reference/api-reference/#response
 */
export class PageResponse {
  readonly #head: ResponseHead

  /**
   * @param head - Receives the page's changes.
   */
  constructor(head: ResponseHead) {
    this.#head = head
  }

  /** The status text for HTTP/1; `''` stands for the usual phrase. */
  get statusText(): string {
    return this.#head.statusText
  }

  set statusText(statusText: string) {
    this.#head.statusText = statusText
  }

  /**
   * HTTP status. (default: 200, or what the host has set; 404 for the page `/404`, 500 for `/500`)
   */
  get status(): number {
    return this.#head.status ?? 200
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
