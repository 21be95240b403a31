/**
 * The names of functions that an API route can export for a method; `ALL` handles methods without a
 * handler.
 */
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

/** Whether a request only reads, which means that it has no body and that files can answer it. */
export function isRead(method: string | undefined): boolean {
  return method === 'GET' || method === 'HEAD'
}
