import { SsrPagesError } from './errors.ts'

/**
 * Makes the error of an assignment that would be lost.
 *
 * @param name - What was assigned to.
 * @returns The error.
 */
export function readonlyProperty(name: string): SsrPagesError {
  return new SsrPagesError('READONLY_PROPERTY', `A page assigned to "${name}".`, { name })
}
