import { SsrPagesError, reasonOf, isSsrPagesError } from '../shared/errors.ts'
import type { SessionDriver } from './driver.ts'
import { type Entries, parseText, toText } from './record.ts'
import type { SessionSettings } from './settings.ts'

/** The store that all sessions of a site share, with their settings. */
export class SessionStore {
  readonly settings: SessionSettings
  readonly #open: () => Promise<SessionDriver>
  readonly #turns = new Map<string, Promise<unknown>>()
  /** Writes that we no longer wait for, but that the driver may still complete. */
  readonly #lateWrites = new Map<string, Promise<unknown>>()
  #driver: Promise<SessionDriver> | undefined

  /**
   * @param settings - Complete settings.
   * @param open - Returns the driver; called on first use, and again only after a failure.
   */
  constructor(settings: SessionSettings, open: () => Promise<SessionDriver>) {
    this.settings = settings
    this.#open = open
  }

  /**
   * Reads a session.
   *
   * @param until - When to give up, by `performance.now()`. (default: after `settings.timeout`)
   * @returns The session's values; `undefined` if there is no such session.
   * @throws {SsrPagesError} SESSION_STORE_FAILED, SESSION_DRIVER_MISSING
   */
  async read(id: string, until: number = this.#deadline()): Promise<Entries | undefined> {
    return parseText(await this.#ask('read', (driver) => driver.getItem(id), until))
  }

  /**
   * Stores a session, whose lifetime starts again.
   *
   * @param entries - All values of the session.
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
   * Removes a session. A late write of it, which we no longer wait for, cannot bring it back.
   *
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
   * Runs work on a session after all earlier work on it in this process. Time spent in the queue
   * counts: with a store that is down, each request waits for `settings.timeout` and no longer.
   *
   * @param work - Receives the time at which to give up.
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
   * Closes the connections of a driver that was opened for this store. A driver that the user
   * passed stays open.
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
      // The next request tries again.
      if (this.#driver === opening) this.#driver = undefined
      throw isSsrPagesError(cause) ? cause : this.#failed('open', cause)
    }
  }

  // The message must not contain the id, which is as good as a password.
  #failed(verb: string, cause: unknown): SsrPagesError {
    const { timeout } = this.settings
    const what = `The session store could not ${DEEDS[verb] ?? verb}: ${reasonOf(cause)}`
    return new SsrPagesError('SESSION_STORE_FAILED', what, { cause, verb, timeout })
  }

  // Work is not started after its deadline, and an immediate answer needs no timer.
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
  read: 'read a session',
  write: 'write a session',
  remove: 'remove a session',
  open: 'be opened',
  close: 'be closed',
}

/** The cause of a failure when the store did not answer. */
class NoAnswer extends Error {
  override readonly name = 'TimeoutError'

  constructor(seconds: number) {
    super(`no answer within ${seconds} ${seconds === 1 ? 'second' : 'seconds'}`)
  }
}

function isThenable<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as Partial<PromiseLike<T>> | null | undefined)?.then === 'function'
}
