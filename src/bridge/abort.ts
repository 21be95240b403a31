import type { ServerResponse } from 'node:http'

/** A response of HTTP/1, or of HTTP/2 with the stream it is written to. */
type StreamedResponse = ServerResponse & {
  readonly stream?: { readonly destroyed: boolean; close(code: number): void }
}

/** https://www.rfc-editor.org/rfc/rfc9113#name-error-codes */
const INTERNAL_ERROR = 2

/**
 * Makes a signal that aborts when the client leaves before it has the whole response.
 *
 * @param res - The response the client waits for.
 * @returns The signal, already aborted when the client has left before.
 */
export function createDisconnectSignal(res: ServerResponse): AbortSignal {
  const controller = new AbortController()
  onDisconnect(res, () =>
    controller.abort(new DOMException('The client closed the connection.', 'AbortError')),
  )
  return controller.signal
}

/**
 * Calls a listener when the client leaves before it has the whole response.
 *
 * @param res - The response the client waits for.
 * @param listener - Called once, and at once when the client has left before.
 */
export function onDisconnect(res: ServerResponse, listener: () => void): void {
  if (isClosed(res)) tell()
  // Not the request's `close`: it comes as soon as a body is read, long before the response.
  else res.once('close', tell)

  function tell(): void {
    if (!isDelivered(res)) listener()
  }
}

/**
 * Asks whether a response was sent to its end.
 *
 * @param res - The response.
 * @returns True when all of it was handed to the network.
 */
export function isDelivered(res: ServerResponse): boolean {
  // Node calls a broken response finished: over HTTP/2 always, over HTTP/1 once it is ended as well,
  // but the latter has not let go of its socket.
  return res.writableEnded && res.writableFinished && res.socket?.destroyed !== true
}

/**
 * Asks whether a response can no longer reach anyone.
 *
 * @param res - The response.
 * @returns True once the response or its HTTP/2 stream is closed.
 */
export function isClosed(res: StreamedResponse): boolean {
  return res.destroyed || res.stream?.destroyed === true
}

/**
 * Breaks a response off, so that nobody takes what was sent of it for the whole.
 *
 * @param res - The response.
 */
export function breakOff(res: StreamedResponse): void {
  // Destroyed without an error, an HTTP/2 stream ends like a complete one.
  if (res.stream) res.stream.close(INTERNAL_ERROR)
  else res.destroy()
}
