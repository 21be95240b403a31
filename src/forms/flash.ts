import type { ServerResponse } from 'node:http'
import { SsrPagesError } from '../shared/errors.ts'
import { property } from '../shared/property.ts'
import type { FlashStore } from './flash-store.ts'
import { HostFlash } from './host-flash.ts'
import { PageFlash, isPageSession } from './page-flash.ts'

/** A message for the next page. */
export interface FlashMessage<Message = string> {
  /** What kind of message it is, as the code that added it says: `success`, `error`. */
  readonly type: string
  readonly message: Message
}

/**
 * Where messages are kept: the `req` of a handler, or `Astro` and the context of API routes, with
 * the host's session if it has one and `Astro.session` if not; or an object with any session.
 */
export type FlashSource =
  | { readonly session?: object | null | undefined; readonly res?: unknown }
  | { readonly node: { readonly req: object; readonly res: unknown } | undefined }

/**
 * Adds a message for the next page that reads messages, mostly after a redirect. In a session of the
 * host, it is stored as `req.flash()` of connect-flash stores it.
 *
 *     addFlash(req, 'success', 'Your account is ready.')
 *     res.redirect(303, '/account')
 *
 * @param source - The `req` of a handler, `Astro`, or an object with a session.
 * @param type - What kind of message it is: `success`, `error`.
 * @param message - Text, or data that the session can store.
 * @throws {SsrPagesError} FLASH_SESSION_MISSING
 */
export function addFlash(source: FlashSource, type: string, message: unknown): void {
  const store = findStore(source)
  if (store === undefined) throw noSession('addFlash()')
  store.add(type, message)
}

/**
 * Reads the messages that were left for this page. They are removed from the session once a
 * response begins that is neither a redirect nor an error of the server; until then, the same
 * request may read them again.
 *
 * @param source - The `req` of a handler, `Astro`, or an object with a session.
 * @returns The messages, in the order they were added to their type; none while a page is
 *   prerendered.
 * @throws {unknown} whatever the store of `Astro.session` throws
 * @throws {SsrPagesError} FLASH_SESSION_MISSING
 */
export async function readFlash<Message = string>(
  source: FlashSource,
): Promise<FlashMessage<Message>[]> {
  // A layout may be that of prerendered pages, too: these are the same for every visitor.
  if (property(source, 'isPrerendered') === true) return []
  const store = findStore(source)
  if (store === undefined) throw noSession('readFlash()')
  // The author knows what was added.
  return (await store.read()) as FlashMessage<Message>[]
}

function findStore(source: FlashSource): FlashStore | undefined {
  const node = property(source, 'node')
  const ofHost = property(property(node, 'req'), 'session')
  if (isSession(ofHost)) return new HostFlash(ofHost, toResponse(property(node, 'res')))
  const session = property(source, 'session')
  if (!isSession(session)) return undefined
  if (isPageSession(session)) return new PageFlash(session)
  return new HostFlash(session, toResponse(property(source, 'res')))
}

function isSession(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function toResponse(value: unknown): ServerResponse | undefined {
  return isResponse(value) ? value : undefined
}

function isResponse(value: unknown): value is ServerResponse {
  return typeof property(value, 'writeHead') === 'function'
}

function noSession(name: string): SsrPagesError {
  return new SsrPagesError('FLASH_SESSION_MISSING', `${name} found no session of this request.`)
}
