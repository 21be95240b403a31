import type { ServerResponse } from 'node:http'
import { clientRequestClass } from '../shared/client-request.ts'
import { createDisconnectSignal } from './abort.ts'

/** The signal of a client that leaves, made when somebody asks for it: few do. */
export class Disconnect {
  readonly #res: ServerResponse
  #signal: AbortSignal | undefined

  /**
   * @param res - The response the client waits for.
   */
  constructor(res: ServerResponse) {
    this.#res = res
  }

  /** Aborts when the client leaves before it has the whole response. */
  get signal(): AbortSignal {
    return (this.#signal ??= createDisconnectSignal(this.#res))
  }
}

/**
 * Makes a native `Request` whose signal, and that of its clones, aborts when the client leaves. That of a
 * copy made by `new Request(request)` or `fetch(request)` does not: the platform looks past the property.
 *
 * Given a signal, the platform's own would make another one that follows it, at once; given a property
 * `signal`, each would be of a shape of its own, which took 140 MB for 100,000 of them.
 *
 * @param input - URL, or the request to copy.
 * @param init - As of `Request`, without a signal.
 * @param disconnect - Has the signal.
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
