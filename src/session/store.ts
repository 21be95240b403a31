import { SsrPagesError } from '../errors.ts'
import type { SessionDriver } from './driver.ts'
import { type Entries, parseText, toText } from './record.ts'
import type { SessionSettings } from './settings.ts'

/** What all sessions of a site share: where they are kept, and how their cookie is set. */
export class SessionStore {
  readonly settings: SessionSettings
  readonly #open: () => Promise<SessionDriver>
  readonly #turns = new Map<string, Promise<unknown>>()
  #driver: Promise<SessionDriver> | undefined

  /**
   * @param settings - Complete settings.
   * @param open - Gives the driver; called once, when it is needed.
   */
  constructor(settings: SessionSettings, open: () => Promise<SessionDriver>) {
    this.settings = settings
    this.#open = open
  }

  /**
   * Reads a session.
   *
   * @param id - Its id.
   * @returns Its values; `undefined` when there is no such session.
   * @throws SsrPagesError SESSION_STORE_FAILED, SESSION_DRIVER_MISSING
   */
  async read(id: string): Promise<Entries | undefined> {
    return parseText(await this.#ask('read', (driver) => driver.getItem(id)))
  }

  /**
   * Stores a session; from now on it lasts for its whole time again.
   *
   * @param id - Its id.
   * @param entries - All of its values.
   * @throws SsrPagesError SESSION_STORE_FAILED, SESSION_DRIVER_MISSING
   */
  async write(id: string, entries: Entries): Promise<void> {
    const { ttl } = this.settings
    const text = toText(entries, ttl === undefined ? undefined : Date.now() + ttl * 1000)
    const options = ttl === undefined ? {} : { ttl }
    await this.#ask('write', (driver) => driver.setItem?.(id, text, options))
  }

  /**
   * Forgets a session.
   *
   * @param id - Its id.
   * @throws SsrPagesError SESSION_STORE_FAILED, SESSION_DRIVER_MISSING
   */
  async remove(id: string): Promise<void> {
    await this.#ask('remove', (driver) => driver.removeItem?.(id, {}))
  }

  /**
   * Does work on a session after all other work on it that this process has begun.
   *
   * @param id - Its id.
   * @param work - The work.
   * @returns What the work gives.
   */
  async inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(id) ?? Promise.resolve()).catch(() => {}).then(work)
    this.#turns.set(id, turn)
    try {
      return await turn
    } finally {
      if (this.#turns.get(id) === turn) this.#turns.delete(id)
    }
  }

  /** Ends connections of a driver that was opened for this store; one that was given is left open. */
  async close(): Promise<void> {
    if (this.#driver === undefined || typeof this.settings.driver !== 'string') return
    const driver = await this.#driver
    await driver.dispose?.()
  }

  // The id is as good as a password: it is in no message.
  async #ask(verb: string, work: (driver: SessionDriver) => unknown): Promise<unknown> {
    const driver = await (this.#driver ??= this.#open())
    try {
      return await work(driver)
    } catch (cause) {
      const what = `The store of the sessions could not ${verb} one: ${String(cause)}`
      throw new SsrPagesError('SESSION_STORE_FAILED', what, { cause, verb })
    }
  }
}
