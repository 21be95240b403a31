import { type SerializeOptions, parseCookie, stringifySetCookie } from 'cookie'
import { SsrPagesError } from '../shared/errors.ts'
import { toWellFormed } from '../shared/escape.ts'
import { toText } from '../shared/text.ts'

/** Attributes of a `Set-Cookie`, as the `cookie` package takes them; `maxAge` is in seconds. */
export type CookieOptions = SerializeOptions

/** How a cookie is read. */
export interface CookieReadOptions {
  /**
   * Turns the value as it was sent into text. (default: percent-decoding; what cannot be decoded
   * stays)
   */
  decode?: (value: string) => string
}

/** A cookie's value and the forms it can be read in. */
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
   * @returns Whatever the JSON says.
   */
  json(): unknown {
    return JSON.parse(this.value)
  }

  /**
   * Reads the value as a number.
   *
   * @returns The number, or `NaN`.
   */
  number(): number {
    return Number(this.value)
  }

  /**
   * Reads the value as a boolean.
   *
   * @returns False for `false` and `0`, true for all else.
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
   * @param options - How to decode a value the request brought. (default: percent-decoding)
   * @returns The cookie; `undefined` when it does not exist, is empty or was deleted.
   */
  get(name: string, options?: CookieReadOptions): Cookie | undefined {
    const key = toText(name)
    const changed = this.#changed.get(key)
    const value = changed === undefined ? this.#read(key, options) : changed.value
    return value ? new Cookie(value) : undefined
  }

  /**
   * Tells whether a cookie exists.
   *
   * @param name - The cookie's name.
   * @returns True when the request brought it, or it was set since.
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
   * @param value - Text; objects are written as JSON, other values as their string.
   * @param options - Attributes. (default: none, a session cookie for the request's folder)
   * @throws {SsrPagesError} RESPONSE_SENT: when the page is on its way already
   */
  set(name: string, value: unknown, options: CookieOptions = {}): void {
    const isData = typeof value === 'object' && value !== null
    const text = toWellFormed(isData ? JSON.stringify(value) : String(value))
    const key = toText(name)
    this.#change(key, text, stringifySetCookie({ ...options, name: key, value: text }, options))
  }

  /**
   * Tells the browser to forget a cookie.
   *
   * @param name - The cookie's name.
   * @param options - `path` and `domain` must be the ones it was set with. (default: none)
   * @throws {SsrPagesError} RESPONSE_SENT: when the page is on its way already
   */
  delete(name: string, options: CookieOptions = {}): void {
    const { maxAge: _, ...rest } = options
    const key = toText(name)
    const expired = { ...rest, name: key, value: 'deleted', expires: new Date(0) }
    this.#change(key, undefined, stringifySetCookie(expired))
  }

  /**
   * The changes as header values.
   *
   * @returns One `Set-Cookie` value for each cookie, in the order they were first changed.
   */
  headers(): string[] {
    return [...this.#changed.values()].map(({ setCookie }) => setCookie)
  }

  /** From now on a change would come too late, and is an error. */
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
