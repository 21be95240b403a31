import type { ServerResponse } from 'node:http'

/**
 * Makes a signal that aborts when the client leaves before it has the whole response.
 *
 * @param res - The response the client waits for.
 * @returns The signal, already aborted when the client has left before.
 */
export function createDisconnectSignal(res: ServerResponse): AbortSignal {
  const controller = new AbortController()
  if (isClosed(res)) abort()
  // Not the request's `close`: it comes as soon as a body is read, long before the response.
  else res.once('close', abort)
  return controller.signal

  function abort(): void {
    if (!res.writableFinished) controller.abort(createDisconnectError())
  }
}

/**
 * Makes what a body is rejected with when its client leaves.
 *
 * @returns An `AbortError`.
 */
export function createDisconnectError(): DOMException {
  return new DOMException('The client closed the connection.', 'AbortError')
}

/**
 * Asks whether a response can no longer reach anyone.
 *
 * @param res - The response.
 * @returns True once the response or its HTTP/2 stream is closed.
 */
export function isClosed(res: ServerResponse & { stream?: { destroyed: boolean } }): boolean {
  return res.destroyed || res.stream?.destroyed === true
}
