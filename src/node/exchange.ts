import type { ServerResponse } from 'node:http'
import type { HostRequest } from '../bridge/url.ts'
import type { NodeExchange } from '../shared/request-source.ts'

/** Passes a request on to the host's next handler, or an error to its error handling. */
export type Next = (error?: unknown) => void

/** A request as the host provides it. The core sees the same request as a source. */
export interface Exchange extends NodeExchange {
  readonly req: HostRequest
  readonly res: HostResponse
  /** `undefined` on a server without other handlers. */
  readonly next: Next | undefined
  /** True if `next()` needs each error, whatever has become of the response. (default: false) */
  readonly isCallback?: boolean
}

/** Express adds `locals`; Connect and plain `http` do not. */
export type HostResponse = ServerResponse & { locals?: Record<string, unknown> }
