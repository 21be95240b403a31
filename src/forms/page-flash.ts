import { property } from '../shared/property.ts'
import { type Claim, claim, settle } from './claims.ts'
import type { FlashStore, StoredMessage } from './flash-store.ts'

/** What of `Astro.session` is needed. */
export interface PageSession {
  get(key: string): Promise<unknown>
  keys(): Promise<string[]>
  set(key: string, value: unknown): void
  '~show'(key: string, done: (isShown: boolean) => void): void
}

const PREFIX = 'flash:'

/** The claims of the sessions that have read messages, one object for each request. */
const claimed = new WeakMap<object, Set<Claim>>()

/**
 * Messages in `Astro.session`. Each has a key of its own: two requests that add one at the same
 * time do not overwrite each other.
 */
export class PageFlash implements FlashStore {
  readonly #session: PageSession

  /**
   * @param session - The session of this request.
   */
  constructor(session: PageSession) {
    this.#session = session
  }

  add(type: string, message: unknown): void {
    this.#session.set(PREFIX + crypto.randomUUID(), { type, message })
  }

  async read(): Promise<readonly StoredMessage[]> {
    const keys = (await this.#session.keys()).filter((key) => key.startsWith(PREFIX))
    const messages = await Promise.all(
      keys.filter((key) => this.#claim(key)).map((key) => this.#get(key)),
    )
    return messages.filter((message) => message !== undefined)
  }

  // True if this request shows the message, and no other has.
  #claim(key: string): boolean {
    const { claim: found, isNew } = claim(key)
    const own = claimed.get(this.#session) ?? new Set()
    if (isNew) {
      claimed.set(this.#session, own.add(found))
      this.#session['~show'](key, (isShown) => settle(key, isShown))
    }
    return isNew || own.has(found)
  }

  async #get(key: string): Promise<StoredMessage | undefined> {
    const value = await this.#session.get(key)
    const type = property(value, 'type')
    if (typeof type !== 'string') return undefined
    return { type, message: property(value, 'message') }
  }
}

/** Whether a session is `Astro.session`, of any copy of this package. */
export function isPageSession(session: object): session is PageSession {
  return typeof Reflect.get(session, '~show') === 'function'
}
