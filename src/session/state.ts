import { SsrPagesError } from '../shared/errors.ts'
import { type Changes, type Entries, type Entry, merge } from './record.ts'
import { createSessionId, isSessionId } from './session-id.ts'
import { toCookie } from './settings.ts'
import type { SessionStore } from './store.ts'

/** The parts of a request that its session needs. */
export interface SessionRequest {
  readonly cookies: SessionCookies
  readonly isHttps: boolean
  /**
   * `'open'`: cookies can be set. `'streaming'`: they cannot, but the session will be stored once
   * more, at the end of the page. `'sent'`: neither.
   */
  readonly phase: 'open' | 'streaming' | 'sent'
}

interface SessionCookies {
  get(name: string): { readonly value: string } | undefined
  set(name: string, value: string, options: object): void
  delete(name: string, options: object): void
}

const NOTHING: Entries = new Map()

/** The session of one request: its stored values, the changes, and when these are stored. */
export class SessionState {
  readonly #store: SessionStore
  readonly #request: SessionRequest
  /** The id that the values are stored under; `undefined` for a new session. */
  #source: string | undefined
  /**
   * The id to store the values under. It differs from the source for a session that is new or gets
   * a new id.
   */
  #target: string | undefined
  #stored: Promise<Entries> | undefined
  readonly #changes = new Map<string, Entry | undefined>()
  /** Values to be deleted once they are shown, and who wants to know that. */
  readonly #shown = new Map<string, (isShown: boolean) => void>()
  /** Ids of sessions to be removed. */
  readonly #ended = new Set<string>()
  #saving: Promise<void> | undefined

  /**
   * @param store - The store that all sessions share.
   * @param request - Only its cookies are read by the constructor.
   */
  constructor(store: SessionStore, request: SessionRequest) {
    this.#store = store
    this.#request = request
    const id = request.cookies.get(store.settings.cookie.name)?.value
    if (id !== undefined && isSessionId(id)) this.#source = this.#target = id
  }

  /**
   * Reads all values.
   *
   * @returns The stored values, with the changes of this request.
   */
  async read(): Promise<Entries> {
    return merge(await this.#load(), this.#changes)
  }

  /** Sets a value, and starts a session if there is none. */
  set(key: string, entry: Entry): void {
    if (this.#target === undefined) this.#begin()
    this.#change(key, entry)
  }

  /** Deletes a value. */
  delete(key: string): void {
    if (this.#target !== undefined) this.#change(key, undefined)
  }

  /** Deletes a value if the response shows it. */
  show(key: string, done: (isShown: boolean) => void): void {
    this.#shown.set(key, done)
  }

  /** Decides whether the response shows what was to be shown. */
  settle(isShown: boolean): void {
    for (const [key, done] of this.#shown) {
      if (isShown && this.#target !== undefined) this.#changes.set(key, undefined)
      done(isShown)
    }
    this.#shown.clear()
  }

  /** Moves the session to a new id, unless it has no id yet or is being moved already. */
  async renew(): Promise<void> {
    await this.#load()
    if (this.#source !== undefined && this.#source === this.#target) this.#begin()
  }

  end(): void {
    this.#assertOpen('ended', 'open')
    for (const id of [this.#source, this.#target]) if (id !== undefined) this.#ended.add(id)
    this.#source = this.#target = undefined
    this.#stored = Promise.resolve(NOTHING)
    this.#changes.clear()
  }

  /**
   * Stores the changes and sets the cookie.
   *
   * @returns A promise; `undefined` if there is nothing to wait for.
   * @throws {SsrPagesError} SESSION_STORE_FAILED, SESSION_DRIVER_MISSING, RESPONSE_SENT: the
   *   changes are lost
   */
  persist(): Promise<void> | undefined {
    const isDirty = this.#changes.size > 0 || this.#ended.size > 0 || this.#target !== this.#source
    if (!isDirty) return this.#saving
    const saving = this.#save(this.#saving).finally(() => {
      if (this.#saving === saving) this.#saving = undefined
    })
    return (this.#saving = saving)
  }

  #load(): Promise<Entries> {
    return (this.#stored ??= this.#loadFrom(this.#source))
  }

  // An id without a stored session is not adopted: a client may have invented it.
  async #loadFrom(id: string | undefined): Promise<Entries> {
    const entries = id === undefined ? NOTHING : await this.#store.read(id)
    if (entries === undefined && this.#target === id) this.#source = this.#target = undefined
    return entries ?? NOTHING
  }

  #begin(): void {
    this.#assertOpen('begun', 'open')
    this.#target = createSessionId()
  }

  // Starts to load the session now, to know later whether it existed: if another request ends it in
  // the meantime, it must stay ended.
  #change(key: string, entry: Entry | undefined): void {
    this.#assertOpen('changed', 'streaming')
    void this.#load().catch(() => {})
    this.#changes.set(key, entry)
  }

  #assertOpen(what: string, last: 'open' | 'streaming'): void {
    const { phase } = this.#request
    if (phase === 'open' || phase === last) return
    const message = `A session was ${what} after the response had started.`
    throw new SsrPagesError('RESPONSE_SENT', message, { phase })
  }

  async #save(before: Promise<void> | undefined): Promise<void> {
    await before?.catch(() => {})
    try {
      await this.#load()
      const isWanted = [...this.#changes.values()].some((entry) => entry !== undefined)
      if (this.#target === undefined && isWanted) this.#begin()
      await this.#saveChanges()
    } catch (error) {
      this.#changes.clear()
      this.#ended.clear()
      this.#target = this.#source
      throw error
    }
  }

  // While this waits for the store, a streaming page may go on: its further changes are kept for
  // the next time.
  async #saveChanges(): Promise<void> {
    const [source, target] = [this.#source, this.#target]
    const changes = [...this.#changes]
    const ended = [...this.#ended]
    const saved = target && (await this.#write(source, target, new Map(changes)))
    for (const id of ended) await this.#store.inTurn(id, (until) => this.#store.remove(id, until))
    for (const [key, entry] of changes) {
      if (this.#changes.get(key) === entry) this.#changes.delete(key)
    }
    for (const id of ended) this.#ended.delete(id)
    this.#setCookie(source, saved ? target : undefined, ended)
    if (this.#target !== target) return
    this.#source = this.#target = saved ? target : undefined
    this.#stored = Promise.resolve(saved || NOTHING)
  }

  // Keeps what other requests have stored in the meantime. If one of them has ended the session, it
  // stays ended.
  #write(
    source: string | undefined,
    target: string,
    changes: Changes,
  ): Promise<Entries | undefined> {
    return this.#store.inTurn(source ?? target, async (until) => {
      const current = source === undefined ? NOTHING : await this.#store.read(source, until)
      if (current === undefined && source === target) return undefined
      const entries = merge(current ?? NOTHING, changes)
      await this.#store.write(target, entries, until)
      if (source !== undefined && source !== target) await this.#store.remove(source, until)
      return entries
    })
  }

  #setCookie(source: string | undefined, target: string | undefined, ended: string[]): void {
    const { cookies, isHttps, phase } = this.#request
    if (phase !== 'open') return
    const { settings } = this.#store
    const { name, ...options } = toCookie(settings, isHttps)
    if (target === undefined && ended.length > 0) cookies.delete(name, options)
    const isNew = target !== source
    if (target !== undefined && (isNew || options.maxAge !== undefined)) {
      cookies.set(name, target, options)
    }
  }
}
