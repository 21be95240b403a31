import type { ChunkedBody } from '../shared/types.ts'

/**
 * Cancels a body that nobody will read. What goes wrong on the way concerns nobody any more.
 *
 * @param body - The body; one that is locked is left to its reader.
 */
export function dropBody(body: string | ChunkedBody | null): void {
  if (body === null || typeof body === 'string' || ('locked' in body && body.locked)) return
  try {
    Promise.resolve(cancel(body)).catch(() => undefined)
  } catch {
    // Foreign bodies may throw.
  }
}

// The iterator of a Node stream that was never read does nothing when it is ended.
function cancel(body: ChunkedBody): unknown {
  if ('getReader' in body) return body.cancel()
  if ('destroy' in body && typeof body.destroy === 'function') return body.destroy()
  return body[Symbol.asyncIterator]().return?.()
}
