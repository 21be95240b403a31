import type { Pending } from './renderable.ts'
import type { Sink } from './sink.ts'

/** Values that are rendered into a buffer of their own; only the last of them can be pending. */
export interface BufferedPart {
  readonly buffer: Sink
  pending: Pending
  /** The error of the page is the first one in document order, not the first in time. */
  failure: { readonly error: unknown } | undefined
}

/**
 * Prints parts in order, each as soon as the one before it is complete.
 *
 * @param sink - Adopts the buffers.
 * @param parts - Parts that have been started.
 * @param first - Settles when everything before them is printed.
 * @returns A promise that rejects with the first error in document order.
 */
export async function printParts(
  sink: Sink,
  parts: readonly BufferedPart[],
  first: Promise<void>,
): Promise<void> {
  await first
  for (const part of parts) {
    sink.adopt(part.buffer)
    if (part.pending !== undefined) await part.pending
    if (part.failure !== undefined) throw part.failure.error
  }
}
