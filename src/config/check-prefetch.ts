import { type ToError, checkFields } from './check-fields.ts'
import type { Check } from '../shared/check-options.ts'
import { isObject } from '../shared/is-object.ts'
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
export function checkPrefetch(value: unknown, toError: ToError): void {
  if (isObject(value)) checkFields(value, 'prefetch', CHECKS, toError)
}
