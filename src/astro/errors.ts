/**
 * The error class of `astro/errors`: an error whose hint says what its reader can do.
 *
 * @see https://docs.astro.build/en/reference/errors-reference/
 */
export class AstroError extends Error {
  override name = 'AstroUserError'
  readonly type = 'AstroUserError'
  readonly hint: string | undefined

  /**
   * @param message - What happened.
   * @param hint - What to do. (default: none)
   */
  constructor(message: string, hint?: string) {
    super(message)
    this.hint = hint
  }

  /**
   * Whether a value is such an error, also one of another copy of the class.
   *
   * @param error - Anything that was thrown.
   * @returns True for an error with this type.
   */
  static is(error: unknown): error is AstroError {
    return (error as AstroError | null | undefined)?.type === 'AstroUserError'
  }
}
