import type { TrailingSlash } from './types.ts'

/** Tells whether a value is one of the settings of `trailingSlash`. */
export function isTrailingSlash(value: unknown): value is TrailingSlash {
  return value === 'ignore' || value === 'always' || value === 'never'
}
