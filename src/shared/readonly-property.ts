import { SsrPagesError } from './errors.ts'

/**
 * Creates the error for an assignment that would have no effect.
 *
 * @param name - The property that was assigned to.
 */
export function readonlyProperty(name: string): SsrPagesError {
  return new SsrPagesError(
    'READONLY_PROPERTY',
    `A page assigned to "${name}", which is read-only.`,
    { name },
  )
}
