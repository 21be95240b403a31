import { SsrPagesError, reasonOf, isSsrPagesError } from '../shared/errors.ts'

/**
 * Makes the error of a page that did not become a file.
 *
 * @param file - The page's source.
 * @param what - What failed: `/blog/2`.
 * @param cause - What was thrown.
 * @returns The error, with the text of its cause.
 */
export function prerenderFailed(file: string, what: string, cause: unknown): SsrPagesError {
  // The name of the built module tells nothing.
  const isLoading = isSsrPagesError(cause) && cause.code === 'SSR_PAGES_MODULE_FAILED'
  const hint = isSsrPagesError(cause) && !isLoading ? cause.hint : undefined
  const reason = isLoading ? `its module did not load: ${reasonOf(cause.cause)}` : reasonOf(cause)
  const text = `${file}: ${what}: ${reason}`
  return new SsrPagesError('PRERENDER_FAILED', text, { file, cause }, hint)
}
