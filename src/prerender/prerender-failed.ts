import { SsrPagesError, reasonOf, isSsrPagesError } from '../shared/errors.ts'

/**
 * Creates the error for a page that could not be rendered to a file.
 *
 * @param file - The page's source file.
 * @param what - What failed: `/blog/2`.
 * @param cause - Anything that was thrown.
 * @returns The error, whose message includes that of the cause.
 */
export function prerenderFailed(file: string, what: string, cause: unknown): SsrPagesError {
  // The name of the built module would not help: only its cause is shown.
  const isLoading = isSsrPagesError(cause) && cause.code === 'SSR_PAGES_MODULE_FAILED'
  const hint = isSsrPagesError(cause) && !isLoading ? cause.hint : undefined
  const reason = isLoading
    ? `its module could not be loaded: ${reasonOf(cause.cause)}`
    : reasonOf(cause)
  const text = `${file}: ${what}: ${reason}`
  return new SsrPagesError('PRERENDER_FAILED', text, { file, cause }, hint)
}
