import { readFileSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { sourceError } from '../compiler/source-error.ts'
import { SsrPagesError } from '../errors.ts'
import { type Failure, property, toFailure } from './failure.ts'

/**
 * Turns whatever stopped a build into an error of this package that names file, line and column.
 *
 * @param error - What was thrown.
 * @param root - The project's root, absolute: file names are shown relative to it.
 * @returns An error to show to the user.
 */
export function toBuildError(error: unknown, root: string): SsrPagesError {
  const first = firstError(error)
  if (first instanceof SsrPagesError) return ownError(first)

  const failure = toFailure(first)
  const { text, file } = failure
  if (failure.source !== undefined) {
    return sourceError('BUILD_FAILED', { ...failure, file: 'bundled styles' })
  }
  if (file === undefined) return new SsrPagesError('BUILD_FAILED', text, { cause: error })
  const source = readSource(file)
  return sourceError('BUILD_FAILED', {
    file: relative(root, file).replaceAll(sep, '/'),
    text,
    source,
    ...findPlace(failure, source),
  })
}

function firstError(error: unknown): unknown {
  const errors = property(error, 'errors')
  return Array.isArray(errors) && errors.length > 0 ? errors[0] : error
}

// The bundler writes its own code over the one of an error that a plugin threw.
function ownError(error: SsrPagesError): SsrPagesError {
  const code = property(error, 'pluginCode')
  return code === undefined ? error : Object.assign(error, { code })
}

// Lines that tools tell of an `.astro` file are those of the compiled code, so the place is where
// the source has the text that the message quotes.
function findPlace(
  { text, file, line, column }: Failure,
  source: string,
): Pick<Failure, 'line' | 'column'> {
  if (line !== undefined && !file?.endsWith('.astro')) return { line, column }
  const quoted = /["'](.+?)["']/.exec(text)?.[1]
  const index = quoted === undefined ? -1 : source.indexOf(quoted)
  if (index < 0) return {}
  const start = /["']/.test(source[index - 1] ?? '') ? index - 1 : index
  const before = source.slice(0, start).split('\n')
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 }
}

function readSource(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
