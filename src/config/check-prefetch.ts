import type { Check } from '../shared/check-options.ts'
import { isObject } from '../shared/is-object.ts'
import { nearestName } from '../shared/nearest-name.ts'
import { type PrefetchOptions, STRATEGIES } from '../shared/prefetch.ts'

const CHECKS: Readonly<Record<keyof PrefetchOptions, Check>> = {
  prefetchAll: { wanted: 'true or false', isValid: (value) => typeof value === 'boolean' },
  defaultStrategy: {
    wanted: "'tap', 'hover', 'viewport' or 'load'",
    isValid: (value) => STRATEGIES.some((one) => one === value),
  },
}

/**
 * Checks the option `prefetch`.
 *
 * @param toError - Creates the error for an option inside of it.
 * @throws {SsrPagesError} CONFIG_INVALID
 */
export function checkPrefetch(
  value: unknown,
  toError: (path: string, why: string, seen: unknown) => Error,
): void {
  for (const [key, seen] of isObject(value) ? Object.entries(value) : []) {
    const path = `prefetch.${key}`
    if (!isKey(key)) throw toError(path, `is not an option; ${advise(key)}`, seen)
    const { wanted, isValid } = CHECKS[key]
    if (seen !== undefined && !isValid(seen)) throw toError(path, `must be ${wanted}`, seen)
  }
}

function isKey(key: string): key is keyof PrefetchOptions {
  return Object.hasOwn(CHECKS, key)
}

function advise(key: string): string {
  const names = Object.keys(CHECKS)
  const near = nearestName(key, names)
  return near === undefined ? `the options are ${names.join(', ')}` : `did you mean ${near}?`
}
