import { SsrPagesError } from '../shared/errors.ts'
import { toBuildError } from './build-error.ts'
import { property } from './failure.ts'
import type { Site } from '../project/site.ts'

/**
 * Turns the error of a module that did not compile into one that names file, line and column.
 *
 * @param error - What an import threw.
 * @param site - The site.
 * @returns The same error when it comes from a module that ran.
 */
export function toCompileFailure(error: unknown, site: Site): unknown {
  // What Vite's runner was sent instead of code; it comes as a plain object.
  const isSent = property(error, 'runnerError') !== undefined
  if (!isSent || typeof error !== 'object' || error === null) return error
  const isOwn = String(property(error, 'code')).startsWith('SSR_PAGES_')
  if (isOwn) {
    const { name, message } = Object.setPrototypeOf(error, SsrPagesError.prototype)
    return Object.assign(error, { stack: `${name}: ${message}` })
  }
  return toBuildError(error, site, 'COMPILE_FAILED')
}
