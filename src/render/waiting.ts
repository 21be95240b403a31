import { SsrPagesError } from '../shared/errors.ts'
import { guard } from './renderable.ts'
import type { Sink } from './sink.ts'

/** How deep parts of a page that wait may be nested: each keeps its promises until the innermost is done. */
const MAX_WAITING = 1000

/**
 * Notes that what a sink prints next waits for a promise. Such parts take no stack, so nothing else
 * would end a component that calls itself without end but the end of the memory.
 *
 * @param sink - Where it is printed; what is printed after it has to put the depth back.
 * @param awaited - The promise, which is not waited for where this throws.
 * @throws {SsrPagesError} NESTED_TOO_DEEP
 */
export function nestWaiting(sink: Sink, awaited?: unknown): void {
  if (!(++sink.depth > MAX_WAITING)) return
  guard(awaited)
  const what = `More than ${MAX_WAITING} components or promises that are nested in each other wait.`
  throw new SsrPagesError('NESTED_TOO_DEEP', what, { limit: MAX_WAITING })
}
