import { readFileSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { sourceError } from '../compiler/source-error.ts'
import { type ErrorName, SsrPagesError } from '../errors.ts'
import { firstError, property, toFailure } from './failure.ts'
import { findPlace } from './find-place.ts'
import type { Site } from './site.ts'

/**
 * Turns whatever stopped a build into an error of this package that names file, line and column.
 *
 * @param error - What was thrown.
 * @param site - The site: file names are shown relative to its root.
 * @param name - Key of the table of errors. [BUILD_FAILED]
 * @returns An error to show to the user.
 */
export function toBuildError(
  error: unknown,
  site: Pick<Site, 'root' | 'config'>,
  name: ErrorName = 'BUILD_FAILED',
): SsrPagesError {
  const first = firstError(error)
  if (first instanceof SsrPagesError) return ownError(first)

  const failure = toFailure(first)
  const { text, file } = failure
  if (file === undefined) return new SsrPagesError(name, text, { cause: error })
  const source = readSource(file)
  return sourceError(name, {
    file: relative(site.root, file).replaceAll(sep, '/'),
    text,
    source,
    ...findPlace(failure, source, site),
  })
}

// The bundler writes its own code over the one of an error that a plugin threw.
function ownError(error: SsrPagesError): SsrPagesError {
  const code = property(error, 'pluginCode')
  return code === undefined ? error : Object.assign(error, { code })
}

function readSource(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
