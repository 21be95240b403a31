import type { ServerResponse } from 'node:http'

/** A response of HTTP/1, or one of HTTP/2 with its stream. */
type StreamedResponse = ServerResponse & {
  readonly stream?: { readonly destroyed: boolean; close(code: number): void }
}

// https://www.rfc-editor.org/rfc/rfc9113#name-error-codes
const INTERNAL_ERROR = 2

/**
 * Creates a signal that aborts when the client leaves before it has received the whole response.
 * The signal is already aborted if the client has left before the call.
 */
export function createDisconnectSignal(res: ServerResponse): AbortSignal {
  const controller = new AbortController()
  onDisconnect(res, () =>
    controller.abort(new DOMException('The client closed the connection.', 'AbortError')),
  )
  return controller.signal
}

/**
 * Calls `listener` once if the client leaves before it has received the whole response; at once if
 * it has left already.
 */
export function onDisconnect(res: ServerResponse, listener: () => void): void {
  if (isClosed(res)) tell()
  // Not the request's `close`: it is emitted as soon as a body has been read, long before the
  // response ends.
  else res.once('close', tell)

  function tell(): void {
    if (!isDelivered(res)) listener()
  }
}

/** Whether the response was sent completely: all of it was handed to the network. */
export function isDelivered(res: ServerResponse): boolean {
  // Node also marks broken responses as finished: over HTTP/2 always, over HTTP/1 after `end()`. An
  // HTTP/1 response that was delivered still has its socket.
  return res.writableEnded && res.writableFinished && res.socket?.destroyed !== true
}

/** Whether the response, or its HTTP/2 stream, is closed and can no longer reach the client. */
export function isClosed(res: StreamedResponse): boolean {
  return res.destroyed || res.stream?.destroyed === true
}

/** Aborts a response, so that the client does not mistake the part it received for the whole. */
export function breakOff(res: StreamedResponse): void {
  // Destroyed without an error, an HTTP/2 stream ends like a complete one.
  if (res.stream) res.stream.close(INTERNAL_ERROR)
  else res.destroy()
}
