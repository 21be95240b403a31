/** Names of the functions that an API route exports for a method; `ALL` is for every method without its own. */
export const HANDLER_NAMES: readonly string[] = [
  'ALL',
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
]

/**
 * Asks whether a request only reads: it has no body, and files answer it.
 *
 * @param method - The request's method.
 * @returns True for `GET` and `HEAD`.
 */
export function isRead(method: string | undefined): boolean {
  return method === 'GET' || method === 'HEAD'
}
