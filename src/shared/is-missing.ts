import { property } from './property.ts'

/**
 * Whether a file could not be read because it does not exist.
 *
 * @param error - What was thrown by reading it.
 */
export function isMissing(error: unknown): boolean {
  return property(error, 'code') === 'ENOENT'
}
