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

/** Lists of messages by their types. */
type Lists = Readonly<Record<string, unknown>>

/** How many messages of each type. */
type Counts = ReadonlyMap<string, number>

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
    this.#set({ ...lists, [type]: [...before, message] }, crypto.randomUUID())
  }

  async read(): Promise<readonly StoredMessage[]> {
    const { lists } = this
    const messages = toMessages(lists)
    if (messages.length === 0) return []
    const id = toClaimId(Reflect.get(this.#session, ID), lists)
    const { claim: found, isNew } = claim(id)
    if (isNew) {
      claimed.set(this.#session, found)
      this.#removeLater(id, countOf(lists))
    } else if (claimed.get(this.#session) !== found) {
      // Another tab shows them. A session that was saved too late is put right.
      if (found.isShown) this.#remove(countOf(lists))
      return []
    }
    return messages
  }

  get lists(): Lists {
    const lists: unknown = Reflect.get(this.#session, FLASH)
    return isObject(lists) ? lists : {}
  }

  #removeLater(id: string, read: Counts): void {
    const res = this.#res
    if (res === undefined || res.headersSent) {
      this.#remove(read)
      settle(id, true)
      return
    }
    whenAnswered(res, (status) => {
      const isShown = status !== undefined && showsPage(status, res.req.method)
      settle(id, isShown)
      return isShown ? this.#remove(read) : undefined
    })
  }

  // Keeps what was added since, and what another handler has removed stays removed.
  #remove(read: Counts): () => void {
    const before = this.lists
    const rest = Object.entries(before).map(([type, list]) => {
      return [type, [list].flat().slice(read.get(type) ?? 0)] as const
    })
    this.#set(Object.fromEntries(rest.filter(([, list]) => list.length > 0)), crypto.randomUUID())
    return () => this.#set(before, crypto.randomUUID())
  }

  // What remains has a new id, because that of the messages before it is known as shown.
  #set(lists: Lists, id: string): void {
    const isEmpty = Object.keys(lists).length === 0
    for (const [key, value] of [
      [FLASH, lists],
      [ID, id],
    ] as const) {
      if (isEmpty) Reflect.deleteProperty(this.#session, key)
      else Reflect.set(this.#session, key, value)
    }
  }
}

// Without an id, the next message may be the same text: only this request has read this one. A
// part of the text tells messages apart that `req.flash()` has added since.
function toClaimId(id: unknown, lists: Lists): string {
  if (typeof id !== 'string') return crypto.randomUUID()
  const text = JSON.stringify(lists)
  return `${id} ${text.length} ${text.slice(0, 100)}`
}

// Numbers, because `req.flash()` adds to the lists in place.
function countOf(lists: Lists): Counts {
  return new Map(Object.entries(lists).map(([type, list]) => [type, [list].flat().length]))
}

function toMessages(lists: Lists): StoredMessage[] {
  return Object.entries(lists).flatMap(([type, list]) =>
    [list].flat().map((message: unknown) => ({ type, message })),
  )
}
