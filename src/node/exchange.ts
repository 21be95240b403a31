import type { ServerResponse } from 'node:http'
import type { HostRequest } from '../bridge/url.ts'
import type { NodeExchange } from '../shared/request-source.ts'

/** Hands a request to whatever the host has next, or to its error handling. */
export type Next = (error?: unknown) => void

/** One request as the host gave it: the host's side of what the core knows as a source. */
export interface Exchange extends NodeExchange {
  readonly req: HostRequest
  readonly res: HostResponse
  /** `undefined` on a server that has nothing but the pages. */
  readonly next: Next | undefined
}

/** Express has locals; Connect and plain `http` have none. */
export type HostResponse = ServerResponse & { locals?: Record<string, unknown> }
