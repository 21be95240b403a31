import type { RequestSource } from './request-source.ts'

/**
 * Functions that read the `request` of their context and never pass it on, with the functions that
 * each of them calls with the same context.
 */
const keepers = new WeakMap<object, readonly object[]>()

/**
 * Marks a function whose code, as the build has found, keeps its `request` to itself. Our own call
 * of it may then pass a request that has only the members which such code can read.
 *
 * @param handler - An API route's handler, or a middleware.
 * @returns The same function.
 */
export function keepsRequest<T extends object>(handler: T): T {
  keepers.set(handler, [])
  return handler
}

/**
 * Marks a function that passes its context only to other functions.
 *
 * @param handler - The function.
 * @param parts - The functions that it calls.
 */
export function keepsRequestIf(handler: object, parts: readonly object[]): void {
  keepers.set(handler, parts)
}

/**
 * Whether a function keeps its `request`, and so do all functions that it calls.
 *
 * @param handler - The function.
 * @returns True if each of them is marked.
 */
export function isKeeper(handler: object): boolean {
  const parts = keepers.get(handler)
  return parts !== undefined && parts.every(isKeeper)
}

/**
 * Chooses the request for code that keeps it.
 *
 * @param source - The request.
 * @returns What the host serves directly, or the native `Request`.
 */
export function keptRequest(source: RequestSource): Request {
  // The build has proved that the code reads no other members.
  return (source.direct ?? source.request) as Request
}
