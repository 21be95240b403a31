import { SsrPagesError, reasonOf, isSsrPagesError } from '../shared/errors.ts'
import type { SessionDriver } from './driver.ts'
import { type Entries, parseText, toText } from './record.ts'
import type { SessionSettings } from './settings.ts'

/** What all sessions of a site share: where they are kept, and how their cookie is set. */
export class SessionStore {
  readonly settings: SessionSettings
  readonly #open: () => Promise<SessionDriver>
  readonly #turns = new Map<string, Promise<unknown>>()
  /** Writes that were given up, while the driver may still do them. */
  readonly #lateWrites = new Map<string, Promise<unknown>>()
  #driver: Promise<SessionDriver> | undefined

  /**
   * @param settings - Complete settings.
   * @param open - Gives the driver; called when it is needed, and again only after it failed.
   */
  constructor(settings: SessionSettings, open: () => Promise<SessionDriver>) {
    this.settings = settings
    this.#open = open
  }

  /**
   * Reads a session.
   *
   * @param id - Its id.
   * @param until - When to give up, by `performance.now()`. (default: after `settings.timeout`)
   * @returns Its values; `undefined` when there is no such session.
   * @throws {SsrPagesError} SESSION_STORE_FAILED, SESSION_DRIVER_MISSING
   */
  async read(id: string, until: number = this.#deadline()): Promise<Entries | undefined> {
    return parseText(await this.#ask('read', (driver) => driver.getItem(id), until))
  }

  /**
   * Stores a session; from now on it lasts for its whole time again.
   *
   * @param id - Its id.
   * @param entries - All of its values.
   * @param until - When to give up, by `performance.now()`. (default: after `settings.timeout`)
   * @throws {SsrPagesError} SESSION_STORE_FAILED, SESSION_DRIVER_MISSING
   */
  async write(id: string, entries: Entries, until: number = this.#deadline()): Promise<void> {
    const { ttl } = this.settings
    const text = toText(entries, Date.now() + ttl * 1000)
    let writing: unknown
    try {
      const write = (driver: SessionDriver) => (writing = driver.setItem?.(id, text, { ttl }))
      await this.#ask('write', write, until)
    } catch (error) {
      if (isThenable(writing)) this.#keepLate(id, writing)
      throw error
    }
  }

  /**
   * Forgets a session. A write that was given up before is not allowed to bring it back.
   *
   * @param id - Its id.
   * @param until - When to give up, by `performance.now()`. (default: after `settings.timeout`)
   * @throws {SsrPagesError} SESSION_STORE_FAILED, SESSION_DRIVER_MISSING
   */
  async remove(id: string, until: number = this.#deadline()): Promise<void> {
    const remove = (driver: SessionDriver) => driver.removeItem?.(id, {})
    const late = this.#lateWrites.get(id)
    late?.then(() => this.#ask('remove', remove, this.#deadline())).catch(() => {})
    await this.#ask('remove', remove, until)
  }

  /**
   * Does work on a session after all other work on it that this process has begun. The time that is
   * spent in the queue counts: however many wait for a store that is down, each of them waits for
   * `settings.timeout` and no longer.
   *
   * @param id - Its id.
   * @param work - The work, which is handed the time at which to give up.
   * @returns What the work gives.
   */
  async inTurn<T>(id: string, work: (until: number) => Promise<T>): Promise<T> {
    const until = this.#deadline()
    const turn = (this.#turns.get(id) ?? Promise.resolve()).catch(() => {}).then(() => work(until))
    this.#turns.set(id, turn)
    try {
      return await turn
    } finally {
      if (this.#turns.get(id) === turn) this.#turns.delete(id)
    }
  }

  /**
   * Ends connections of a driver that was opened for this store; one that was given is left open.
   *
   * @throws {SsrPagesError} SESSION_STORE_FAILED
   */
  async close(): Promise<void> {
    if (this.#driver === undefined || typeof this.settings.driver !== 'string') return
    await this.#ask('close', (driver) => driver.dispose?.(), this.#deadline())
  }

  #deadline(): number {
    return performance.now() + this.settings.timeout * 1000
  }

  async #ask(
    verb: string,
    work: (driver: SessionDriver) => unknown,
    until: number,
  ): Promise<unknown> {
    const driver = await this.#opened(until)
    try {
      return await this.#inTime(() => work(driver), until)
    } catch (cause) {
      throw this.#failed(verb, cause)
    }
  }

  async #opened(until: number): Promise<SessionDriver> {
    const opening = (this.#driver ??= this.#open())
    try {
      return await this.#inTime(() => opening, until)
    } catch (cause) {
      if (cause instanceof NoAnswer) throw this.#failed('open', cause)
      // What failed now may succeed next time.
      if (this.#driver === opening) this.#driver = undefined
      throw isSsrPagesError(cause) ? cause : this.#failed('open', cause)
    }
  }

  // The id is as good as a password: it is in no message.
  #failed(verb: string, cause: unknown): SsrPagesError {
    const { timeout } = this.settings
    const what = `The store of the sessions could not ${DEEDS[verb] ?? verb}: ${reasonOf(cause)}`
    return new SsrPagesError('SESSION_STORE_FAILED', what, { cause, verb, timeout })
  }

  // Nothing is begun too late, and what answers at once costs no timer.
  async #inTime<T>(work: () => T | PromiseLike<T>, until: number): Promise<T> {
    const left = until - performance.now()
    if (left <= 0) throw new NoAnswer(this.settings.timeout)
    const answer = work()
    if (!isThenable(answer)) return answer
    let timer: ReturnType<typeof setTimeout> | undefined
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new NoAnswer(this.settings.timeout)), left)
    })
    try {
      return await Promise.race([answer, tooLate])
    } finally {
      clearTimeout(timer)
    }
  }

  #keepLate(id: string, writing: PromiseLike<unknown>): void {
    const forget = () => {
      if (this.#lateWrites.get(id) === late) this.#lateWrites.delete(id)
    }
    const all = Promise.allSettled([this.#lateWrites.get(id) ?? Promise.resolve(), writing])
    const late: Promise<unknown> = all.finally(forget)
    this.#lateWrites.set(id, late)
  }
}

const DEEDS: Readonly<Record<string, string>> = {
  read: 'read one',
  write: 'write one',
  remove: 'remove one',
  open: 'be opened',
  close: 'be closed',
}

/** Why a store failed that has said nothing. */
class NoAnswer extends Error {
  override readonly name = 'TimeoutError'

  constructor(seconds: number) {
    super(`no answer within ${seconds} ${seconds === 1 ? 'second' : 'seconds'}`)
  }
}

function isThenable<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as Partial<PromiseLike<T>> | null | undefined)?.then === 'function'
}
