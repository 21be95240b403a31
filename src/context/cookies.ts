import { type SerializeOptions, parseCookie, stringifySetCookie } from 'cookie'
import { SsrPagesError } from '../shared/errors.ts'
import { toWellFormed } from '../shared/escape.ts'
import { toText } from '../shared/text.ts'

/** Attributes of a `Set-Cookie`, as for the `cookie` package; `maxAge` is in seconds. */
export type CookieOptions = SerializeOptions

/** How a cookie is read. */
export interface CookieReadOptions {
  /** Decodes the value as it was sent. (default: percent-decoding, if possible) */
  decode?: (value: string) => string
}

/** A cookie's value, with methods that parse it. */
export class Cookie {
  readonly value: string

  /**
   * @param value - The decoded value.
   */
  constructor(value: string) {
    this.value = value
  }

  /**
   * Parses the value as JSON.
   *
   * @returns The parsed value.
   */
  json(): unknown {
    return JSON.parse(this.value)
  }

  /**
   * Parses the value as a number.
   *
   * @returns The number, or `NaN`.
   */
  number(): number {
    return Number(this.value)
  }

  /**
   * Parses the value as a boolean.
   *
   * @returns False for `false` and `0`, otherwise true.
   */
  boolean(): boolean {
    return this.value !== 'false' && this.value !== '0'
  }
}

/**
 * `Astro.cookies`: reads the request's cookies and sets those of the response.
 *
 * @see https://docs.astro.build/en/reference/api-reference/#cookies
 */
export class Cookies {
  readonly #header: string | undefined
  readonly #changed = new Map<string, { value: string | undefined; setCookie: string }>()
  #received: Record<string, string | undefined> | undefined
  #isSent = false

  /**
   * @param header - The request's `Cookie` header, if it has one.
   */
  constructor(header: string | undefined) {
    this.#header = header
  }

  /**
   * Reads a cookie, including one that was set during this request.
   *
   * @param name - The cookie's name.
   * @param options - How to decode a value from the request. (default: percent-decoding)
   * @returns The cookie; `undefined` if it does not exist, is empty or was deleted.
   */
  get(name: string, options?: CookieReadOptions): Cookie | undefined {
    const key = toText(name)
    const changed = this.#changed.get(key)
    const value = changed === undefined ? this.#read(key, options) : changed.value
    return value ? new Cookie(value) : undefined
  }

  /**
   * Whether a cookie exists.
   *
   * @param name - The cookie's name.
   * @returns True if it is in the request or has been set since.
   */
  has(name: string): boolean {
    const key = toText(name)
    const changed = this.#changed.get(key)
    return (changed === undefined ? this.#read(key) : changed.value) !== undefined
  }

  /**
   * Sets a cookie on the response.
   *
   * @param name - The cookie's name.
   * @param value - A string; objects are written as JSON, other values are converted to strings.
   * @param options - Attributes. (default: none, a session cookie for the request's folder)
   * @throws {SsrPagesError} RESPONSE_SENT: when the page has started to be sent
   */
  set(name: string, value: unknown, options: CookieOptions = {}): void {
    const isData = typeof value === 'object' && value !== null
    const text = toWellFormed(isData ? JSON.stringify(value) : String(value))
    const key = toText(name)
    this.#change(key, text, stringifySetCookie({ ...options, name: key, value: text }, options))
  }

  /**
   * Deletes a cookie in the browser.
   *
   * @param name - The cookie's name.
   * @param options - `path` and `domain` must be the ones that the cookie was set with.
   *   (default: none)
   * @throws {SsrPagesError} RESPONSE_SENT: when the page has started to be sent
   */
  delete(name: string, options: CookieOptions = {}): void {
    const { maxAge: _, ...rest } = options
    const key = toText(name)
    const expired = { ...rest, name: key, value: 'deleted', expires: new Date(0) }
    this.#change(key, undefined, stringifySetCookie(expired))
  }

  /**
   * Lists the changes as header values.
   *
   * @returns One `Set-Cookie` value per cookie, in the order of their first changes.
   */
  headers(): string[] {
    return [...this.#changed.values()].map(({ setCookie }) => setCookie)
  }

  /** Makes later changes an error, because they could no longer be sent. */
  markSent(): void {
    this.#isSent = true
  }

  #read(name: string, options?: CookieReadOptions): string | undefined {
    if (options?.decode !== undefined) {
      const sent = parseCookie(this.#header ?? '', { decode: (value) => value })[name]
      return sent === undefined ? undefined : options.decode(sent)
    }
    this.#received ??= parseCookie(this.#header ?? '')
    return this.#received[name]
  }

  #change(name: string, value: string | undefined, setCookie: string): void {
    if (this.#isSent) {
      const what = `The cookie "${name}" was changed after the first part of the page was sent.`
      throw new SsrPagesError('RESPONSE_SENT', what, { name })
    }
    this.#changed.set(name, { value, setCookie })
  }
}
