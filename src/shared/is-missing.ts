/**
 * Whether a file could not be read because it does not exist.
 *
 * @param error - What was thrown by reading it.
 */
export function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT'
}
