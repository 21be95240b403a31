import { SsrPagesError } from '../shared/errors.ts'
import type { SessionState } from './state.ts'
import { decode, encode } from './values.ts'

/** The type of a value, for the keys that the project declares in `App.SessionData`. */
export type SessionValue<K extends string> = K extends keyof App.SessionData
  ? App.SessionData[K]
  : unknown

/** How long a value is kept. */
export interface SessionSetOptions {
  /** Seconds. (default: as long as the session) */
  ttl?: number
}

/**
 * `Astro.session`: data about a visitor that is kept on the server, under an id from a cookie. The
 * data is read on first use, and changes are stored just before the response is sent. If the page
 * fails and the host answers instead, nothing is stored.
 *
 * @see https://docs.astro.build/en/guides/sessions/
 */
export class Session {
  readonly #state: SessionState

  /**
   * @param state - Holds the values.
   */
  constructor(state: SessionState) {
    this.#state = state
  }

  /**
   * Reads a value.
   *
   * @param key - The value's key.
   * @returns A new copy of the value; to change what is stored, `set` it again. `undefined` if
   *   there is none.
   * @throws {SsrPagesError} SESSION_STORE_FAILED, SESSION_DRIVER_MISSING
   */
  async get<K extends string>(key: K): Promise<SessionValue<K> | undefined> {
    const entry = (await this.#state.read()).get(key)
    return (entry && decode(entry.data)) as SessionValue<K> | undefined
  }

  /**
   * Whether the session has a value for a key.
   *
   * @param key - The value's key.
   * @returns True if it has.
   */
  async has(key: string): Promise<boolean> {
    return (await this.#state.read()).has(key)
  }

  /**
   * Lists the keys.
   *
   * @returns All keys.
   */
  async keys(): Promise<string[]> {
    return [...(await this.#state.read()).keys()]
  }

  /**
   * Lists the values.
   *
   * @returns Copies of all values.
   */
  async values(): Promise<unknown[]> {
    return (await this.entries()).map(([, value]) => value)
  }

  /**
   * Lists keys and values.
   *
   * @returns All keys with copies of their values.
   */
  async entries(): Promise<[key: string, value: unknown][]> {
    return [...(await this.#state.read())].map(([key, { data }]) => [key, decode(data)])
  }

  /**
   * Stores a copy of a value. The first value starts the session.
   *
   * @param key - The value's key.
   * @param value - JSON data, `undefined`, Date, Map, Set, URL, RegExp or BigInt, nested as needed.
   * @param options - How long the value is kept. (default: as long as the session)
   * @throws {SsrPagesError} SESSION_VALUE_INVALID: when the value would not come back as it was
   * @throws {SsrPagesError} RESPONSE_SENT: when the response has started and there is no session
   *   yet
   */
  set<K extends string>(key: K, value: SessionValue<K>, options: SessionSetOptions = {}): void {
    assertKey(key)
    this.#state.set(key, { data: encode(value, key), expires: toExpires(options, key) })
  }

  /**
   * Deletes a value.
   *
   * @param key - The value's key.
   * @throws {SsrPagesError} RESPONSE_SENT: when the whole response has been sent
   */
  delete(key: string): void {
    this.#state.delete(key)
  }

  /**
   * Gives the session a new id and invalidates the old one. Call it at every login, so that nobody
   * who knows the old id gets in with it.
   *
   * @throws {SsrPagesError} RESPONSE_SENT: when the response has started
   */
  async regenerate(): Promise<void> {
    await this.#state.renew()
  }

  /**
   * Deletes a value if the response shows it to the visitor: not if it is a redirect, fails, or has
   * no body. For messages that are shown once.
   *
   * @param key - The value's key.
   * @param done - Receives whether the response shows it.
   */
  '~show'(key: string, done: (isShown: boolean) => void): void {
    this.#state.show(key, done)
  }

  /**
   * Ends the session, for a logout: removes its values, its id and its cookie.
   *
   * @throws {SsrPagesError} RESPONSE_SENT: when the response has started
   */
  destroy(): void {
    this.#state.end()
  }
}

const KEY_HINT = 'Pass the name of the value as the first argument.'
const TTL_HINT = 'Give `ttl` in seconds, as a number above 0, or leave it out.'

function assertKey(key: string): void {
  if (typeof key === 'string' && key !== '') return
  const what = `The key of a session value must be a string that is not empty; saw ${JSON.stringify(key)}.`
  throw new SsrPagesError('SESSION_VALUE_INVALID', what, { path: key }, KEY_HINT)
}

function toExpires({ ttl }: SessionSetOptions, key: string): number | undefined {
  if (ttl === undefined || ttl > 0) return ttl && Date.now() + ttl * 1000
  const what = `A session cannot keep ${key} for ${ttl} seconds.`
  throw new SsrPagesError('SESSION_VALUE_INVALID', what, { path: key, ttl }, TTL_HINT)
}
