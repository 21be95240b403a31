import { SsrPagesError } from '../shared/errors.ts'
import { guard } from './renderable.ts'
import type { Sink } from './sink.ts'

/**
 * How deep pending parts of a page may be nested: each keeps its promises until the innermost is
 * done.
 */
const MAX_WAITING = 1000

/**
 * Counts that the next value a sink prints is pending. Such parts use no stack, so a component that
 * calls itself endlessly would otherwise stop only when memory runs out.
 *
 * @param sink - The caller has to reset its `depth` before it prints the next value.
 * @param awaited - The promise; if this function throws, the promise is abandoned.
 * @throws {SsrPagesError} NESTED_TOO_DEEP
 */
export function nestWaiting(sink: Sink, awaited?: unknown): void {
  if (!(++sink.depth > MAX_WAITING)) return
  guard(awaited)
  const what = `More than ${MAX_WAITING} nested components or promises are waiting.`
  throw new SsrPagesError('NESTED_TOO_DEEP', what, { limit: MAX_WAITING })
}
