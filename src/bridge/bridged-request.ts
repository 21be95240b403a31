import type { ServerResponse } from 'node:http'
import { clientRequestClass } from '../shared/client-request.ts'
import { createDisconnectSignal } from './abort.ts'

/**
 * The signal that aborts when the client leaves, created on first use because few pages need it.
 */
export class Disconnect {
  readonly #res: ServerResponse
  #signal: AbortSignal | undefined

  constructor(res: ServerResponse) {
    this.#res = res
  }

  /** Aborts when the client leaves before it has received the whole response. */
  get signal(): AbortSignal {
    return (this.#signal ??= createDisconnectSignal(this.#res))
  }
}

/**
 * Creates a native `Request` whose signal aborts when the client leaves; so do the signals of its
 * clones. The signal of a copy made by `new Request(request)` or `fetch(request)` does not: the
 * platform ignores the overridden property.
 *
 * A subclass, because `init.signal` would make the platform create a second signal at once, and
 * because an own property `signal` would give each request a hidden class of its own: 140 MB for
 * 100,000 requests.
 *
 * @param input - The URL, or the request to copy.
 * @param init - As for `Request`, without a signal.
 * @param disconnect - Creates the signal on first use.
 * @returns The request.
 */
export function createBridgedRequest(
  input: string | Request,
  init: RequestInit,
  disconnect: Disconnect,
): Request {
  BridgedRequest ??= defineBridgedRequest()
  return new BridgedRequest(input, init, disconnect)
}

let BridgedRequest: ReturnType<typeof defineBridgedRequest> | undefined

function defineBridgedRequest() {
  return class extends clientRequestClass() {
    readonly #disconnect: Disconnect

    constructor(input: string | Request, init: RequestInit, disconnect: Disconnect) {
      super(input, init)
      this.#disconnect = disconnect
    }

    override get signal(): AbortSignal {
      return this.#disconnect.signal
    }

    override clone(): Request {
      return createBridgedRequest(super.clone(), {}, this.#disconnect)
    }
  }
}
