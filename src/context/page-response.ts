import { readonlyProperty } from '../shared/readonly-property.ts'

/**
 * `Astro.response`: what the page's own response will carry.
 *
 * @see https://docs.astro.build/en/reference/api-reference/#response
 */
export class PageResponse {
  /** Reason phrase for HTTP/1; `''` for the usual one. */
  statusText: string
  #status: number | undefined
  #headers: Headers | undefined

  /**
   * @param pattern - The route's pattern, which decides the status to begin with.
   */
  constructor(pattern: string) {
    const { status, statusText } = defaultStatus(pattern)
    this.#status = status
    this.statusText = statusText
  }

  /**
   * HTTP status. (default: 200, or what the host has set; 404 for the page `/404`, 500 for `/500`)
   */
  get status(): number {
    return this.#status ?? 200
  }

  set status(status: number) {
    this.#status = status
  }

  /** Headers to send; `content-type` replaces the usual `text/html; charset=utf-8`. */
  get headers(): Headers {
    return (this.#headers ??= new Headers())
  }

  set headers(_value: Headers) {
    throw readonlyProperty('response.headers')
  }

  /**
   * The headers, if anything ever asked for them.
   *
   * @param response - A page's response.
   * @returns The headers or `undefined`.
   */
  static headersOf(response: PageResponse): Headers | undefined {
    return response.#headers
  }

  /**
   * The status, if the page has set one.
   *
   * @param response - A page's response.
   * @returns The status or `undefined`.
   */
  static statusOf(response: PageResponse): number | undefined {
    return response.#status
  }
}

const UNSET = { status: undefined, statusText: '' }

/**
 * Gives the status that a page's response begins with.
 *
 * @param pattern - The route's pattern.
 * @returns 404 for the page `/404`, 500 for `/500`, `undefined` for others.
 */
export function defaultStatus(pattern: string): {
  status: number | undefined
  statusText: string
} {
  if (pattern === '/404') return { status: 404, statusText: 'Not Found' }
  return pattern === '/500' ? { status: 500, statusText: 'Internal Server Error' } : UNSET
}
