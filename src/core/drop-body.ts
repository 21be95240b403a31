import type { ChunkedBody, OutgoingBody } from '../shared/types.ts'

/**
 * Cancels a body that will not be read. Errors of the body are ignored: nothing depends on it any
 * more.
 *
 * @param body - A body that is locked is left to its reader.
 */
export function dropBody(body: OutgoingBody | null): void {
  if (body === null || typeof body === 'string' || ArrayBuffer.isView(body)) return
  if ('locked' in body && body.locked) return
  try {
    Promise.resolve(cancel(body)).catch(() => undefined)
  } catch {
    // A body of another implementation may throw.
  }
}

// Ending the iterator of a Node stream that was never read would do nothing.
function cancel(body: ChunkedBody): unknown {
  if ('getReader' in body) return body.cancel()
  if ('destroy' in body && typeof body.destroy === 'function') return body.destroy()
  return body[Symbol.asyncIterator]().return?.()
}
