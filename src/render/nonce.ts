import { SsrPagesError } from '../shared/errors.ts'

// https://www.w3.org/TR/CSP3/#grammardef-base64-value
const NONCE = /^[A-Za-z\d+/_-]+={0,2}$/

/**
 * Prints the `nonce` attribute that a content security policy requires on scripts and styles.
 *
 * @param nonce - The value from the host's locals; `undefined` if it has no such policy.
 * @returns The attribute with a space in front, or `''`.
 * @throws {SsrPagesError} NONCE_INVALID: when the value cannot be part of a policy
 */
export function nonceAttribute(nonce: unknown): string {
  if (nonce === undefined) return ''
  if (typeof nonce === 'string' && NONCE.test(nonce)) return ` nonce="${nonce}"`
  // The value is not shown: it may come from a client.
  const what = `The nonce of the content security policy is ${typeof nonce === 'string' ? 'not a base64 string' : `of type ${typeof nonce}`}.`
  throw new SsrPagesError('NONCE_INVALID', what, { type: typeof nonce })
}
