import type { Check } from '../shared/check-options.ts'
import { nearestName } from '../shared/nearest-name.ts'

/** Creates the error for an option inside of another one: its path, what is wrong, and its value. */
export type ToError = (path: string, why: string, seen: unknown) => Error

/**
 * Checks the options inside of an option of the configuration; `undefined` stands for the default.
 *
 * @param fields - The options by name.
 * @param path - The option that contains them: `prefetch`.
 * @param checks - A check for each option, by name.
 * @param toError - Creates the error for one of them.
 * @throws {SsrPagesError} CONFIG_INVALID
 */
export function checkFields(
  fields: object,
  path: string,
  checks: Readonly<Record<string, Check>>,
  toError: ToError,
): void {
  for (const [key, seen] of Object.entries(fields)) {
    const check = Object.hasOwn(checks, key) ? checks[key] : undefined
    if (check === undefined) {
      throw toError(`${path}.${key}`, `is not an option; ${advise(key, checks)}`, seen)
    }
    if (seen !== undefined && !check.isValid(seen)) {
      throw toError(`${path}.${key}`, `must be ${check.wanted}`, seen)
    }
  }
}

function advise(key: string, checks: object): string {
  const names = Object.keys(checks)
  const near = nearestName(key, names)
  return near === undefined ? `the options are ${names.join(', ')}` : `did you mean ${near}?`
}
