import { SsrPagesError } from '../shared/errors.ts'
import { toBuildError } from './build-error.ts'
import { property } from '../shared/property.ts'
import type { Site } from '../project/site.ts'

/**
 * Converts the error of a module that did not compile to one that names file, line and column.
 * Other errors, which come from a module that ran, are returned unchanged.
 */
export function toCompileFailure(error: unknown, site: Site): unknown {
  // Vite's runner received an error instead of code, serialized as a plain object.
  const isSent = property(error, 'runnerError') !== undefined
  if (!isSent || typeof error !== 'object' || error === null) return error
  const isOwn = String(property(error, 'code')).startsWith('SSR_PAGES_')
  if (isOwn) {
    const { name, message } = Object.setPrototypeOf(error, SsrPagesError.prototype)
    return Object.assign(error, { stack: `${name}: ${message}` })
  }
  return toBuildError(error, site, 'COMPILE_FAILED')
}
