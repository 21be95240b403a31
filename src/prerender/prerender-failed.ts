import { SsrPagesError } from '../errors.ts'

/**
 * Makes the error of a page that did not become a file.
 *
 * @param file - The page's source.
 * @param what - What failed: `/blog/2`.
 * @param cause - What was thrown.
 * @returns The error, with the text of its cause.
 */
export function prerenderFailed(file: string, what: string, cause: unknown): SsrPagesError {
  return new SsrPagesError('PRERENDER_FAILED', `${file}: ${what}: ${toText(cause)}`, {
    file,
    cause,
  })
}

// The last line of our own errors says what to do: so will that of the new one.
function toText(cause: unknown): string {
  const isError = typeof cause === 'object' && cause !== null && 'message' in cause
  const text = String(isError ? cause.message : cause)
  return cause instanceof SsrPagesError ? text.slice(0, text.lastIndexOf('\n')) : text
}
