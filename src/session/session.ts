import { SsrPagesError } from '../shared/errors.ts'
import type { SessionState } from './state.ts'
import { decode, encode } from './values.ts'

/** The type of a value, for the keys that a project has named in `App.SessionData`. */
export type SessionValue<K extends string> = K extends keyof App.SessionData
  ? App.SessionData[K]
  : unknown

/** How long a value is kept. */
export interface SessionSetOptions {
  /** Seconds. (default: as long as the session) */
  ttl?: number
}

/**
 * `Astro.session`: what is remembered of a visitor, on the server, under an id that is in a cookie.
 * Nothing is read before it is asked for, and what was changed is stored just before the response
 * is sent. If the page fails, and the host answers for it, nothing is stored.
 *
 * @see https://docs.astro.build/en/guides/sessions/
 */
export class Session {
  readonly #state: SessionState

  /**
   * @param state - Where the values are.
   */
  constructor(state: SessionState) {
    this.#state = state
  }

  /**
   * Reads a value.
   *
   * @param key - Its key.
   * @returns A new copy of the value: to change what is stored, `set` it again. `undefined` when
   *   there is none.
   * @throws {SsrPagesError} SESSION_STORE_FAILED, SESSION_DRIVER_MISSING
   */
  async get<K extends string>(key: K): Promise<SessionValue<K> | undefined> {
    const entry = (await this.#state.read()).get(key)
    return (entry && decode(entry.data)) as SessionValue<K> | undefined
  }

  /**
   * Tells whether there is a value.
   *
   * @param key - Its key.
   * @returns True if there is.
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
   * Keeps a copy of a value; the first one begins the session.
   *
   * @param key - Its key.
   * @param value - JSON data, `undefined`, Date, Map, Set, URL, RegExp or BigInt, nested as needed.
   * @param options - How long it is kept. (default: as long as the session)
   * @throws {SsrPagesError} SESSION_VALUE_INVALID: when the value would not come back as it was
   * @throws {SsrPagesError} RESPONSE_SENT: when the response is on its way and there is no session
   *   yet
   */
  set<K extends string>(key: K, value: SessionValue<K>, options: SessionSetOptions = {}): void {
    assertKey(key)
    this.#state.set(key, { data: encode(value, key), expires: toExpires(options, key) })
  }

  /**
   * Forgets a value.
   *
   * @param key - Its key.
   * @throws {SsrPagesError} RESPONSE_SENT: when the whole response is on its way
   */
  delete(key: string): void {
    this.#state.delete(key)
  }

  /**
   * Gives the session a new id, and makes the old one worthless. To be called at every login: who
   * knew the id before does not get in with it.
   *
   * @throws {SsrPagesError} RESPONSE_SENT: when the response is on its way
   */
  async regenerate(): Promise<void> {
    await this.#state.renew()
  }

  /**
   * Ends the session, for a logout: its values, its id and its cookie are gone.
   *
   * @throws {SsrPagesError} RESPONSE_SENT: when the response is on its way
   */
  destroy(): void {
    this.#state.end()
  }
}

const KEY_HINT = 'Give each value a key: a string that is not empty.'
const TTL_HINT = 'Give `ttl` in seconds, as a number above 0, or leave it out.'

function assertKey(key: string): void {
  if (typeof key === 'string' && key !== '') return
  const what = `A session keeps values by keys that are texts; saw ${JSON.stringify(key)}.`
  throw new SsrPagesError('SESSION_VALUE_INVALID', what, { path: key }, KEY_HINT)
}

function toExpires({ ttl }: SessionSetOptions, key: string): number | undefined {
  if (ttl === undefined || ttl > 0) return ttl && Date.now() + ttl * 1000
  const what = `A session cannot keep ${key} for ${ttl} seconds.`
  throw new SsrPagesError('SESSION_VALUE_INVALID', what, { path: key, ttl }, TTL_HINT)
}
