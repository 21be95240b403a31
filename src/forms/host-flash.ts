import type { ServerResponse } from 'node:http'
import { isObject } from '../shared/is-object.ts'
import { showsPage } from '../shared/shows-page.ts'
import { type Claim, claim, settle } from './claims.ts'
import type { FlashStore, StoredMessage } from './flash-store.ts'
import { whenAnswered } from './when-answered.ts'

/** The key of `connect-flash`: lists of messages by their types. */
const FLASH = 'flash'

/** Changes with each message. Messages of `req.flash()` alone have none. */
const ID = 'flashId'

/** The claims of the sessions that have read their messages, one object for each request. */
const claimed = new WeakMap<object, Claim>()

/** Messages in a session of the host, stored as `connect-flash` stores them. */
export class HostFlash implements FlashStore {
  readonly #session: object
  readonly #res: ServerResponse | undefined

  /**
   * @param session - The session of this request.
   * @param res - Its response. (default: messages are removed as soon as they are read)
   */
  constructor(session: object, res: ServerResponse | undefined) {
    this.#session = session
    this.#res = res
  }

  add(type: string, message: unknown): void {
    const { lists } = this
    const before = Object.hasOwn(lists, type) ? [lists[type]].flat() : []
    this.#set({ ...lists, [type]: [...before, message] })
    Reflect.set(this.#session, ID, crypto.randomUUID())
  }

  async read(): Promise<readonly StoredMessage[]> {
    const { lists } = this
    const messages = toMessages(lists)
    if (messages.length === 0) return []
    const id = this.#idOf(lists)
    const { claim: found, isNew } = claim(id)
    if (isNew) {
      claimed.set(this.#session, found)
      this.#removeLater(id, lists)
    } else if (claimed.get(this.#session) !== found) {
      // Another tab shows them. A session that was saved too late is put right.
      if (found.isShown) this.#remove(lists)
      return []
    }
    return messages
  }

  get lists(): Readonly<Record<string, unknown>> {
    const lists: unknown = Reflect.get(this.#session, FLASH)
    return isObject(lists) ? lists : {}
  }

  #idOf(lists: object): string {
    const id: unknown = Reflect.get(this.#session, ID)
    // Without an id, the next message may be the same text: only this request has read this one.
    return typeof id === 'string' ? `${id} ${JSON.stringify(lists)}` : crypto.randomUUID()
  }

  #removeLater(id: string, lists: Readonly<Record<string, unknown>>): void {
    const res = this.#res
    if (res === undefined || res.headersSent) {
      this.#remove(lists)
      settle(id, true)
      return
    }
    whenAnswered(res, (status) => {
      const isShown = status !== undefined && showsPage(status, res.req.method)
      settle(id, isShown)
      return isShown ? this.#remove(lists) : undefined
    })
  }

  // Keeps what was added since, and what another handler has removed stays removed.
  #remove(read: Readonly<Record<string, unknown>>): () => void {
    const before = this.lists
    const rest = Object.entries(before).map(([type, list]) => {
      const count = Object.hasOwn(read, type) ? [read[type]].flat().length : 0
      return [type, [list].flat().slice(count)] as const
    })
    this.#set(Object.fromEntries(rest.filter(([, list]) => list.length > 0)))
    return () => this.#set(before)
  }

  #set(lists: object): void {
    if (Object.keys(lists).length > 0) Reflect.set(this.#session, FLASH, lists)
    else Reflect.deleteProperty(this.#session, FLASH)
  }
}

function toMessages(lists: Readonly<Record<string, unknown>>): StoredMessage[] {
  return Object.entries(lists).flatMap(([type, list]) =>
    [list].flat().map((message: unknown) => ({ type, message })),
  )
}
