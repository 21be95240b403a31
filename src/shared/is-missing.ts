/**
 * Asks whether a file could not be read since it does not exist.
 *
 * @param error - What reading it threw.
 * @returns True for `ENOENT`.
 */
export function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT'
}
