import { SsrPagesError } from '../shared/errors.ts'

/**
 * Checks a value that is to become `Astro.locals`.
 *
 * @param locals - The host's value.
 * @throws {SsrPagesError} LOCALS_INVALID
 */
export function assertLocals(locals: unknown): asserts locals is App.Locals {
  const isObject = typeof locals === 'object' && locals !== null && !Array.isArray(locals)
  if (isObject && !('then' in locals && typeof locals.then === 'function')) return
  const what = `The locals of a request must be an object; saw ${describe(locals)}.`
  throw new SsrPagesError('LOCALS_INVALID', what, { type: typeof locals })
}

/**
 * Awaits a value that is to become `Astro.locals`, and checks it.
 *
 * @param locals - The host's value, or a promise of it.
 * @throws {SsrPagesError} LOCALS_INVALID
 */
export async function awaitLocals(locals: unknown): Promise<App.Locals> {
  const settled = await locals
  assertLocals(settled)
  return settled
}

function describe(locals: unknown): string {
  if (typeof locals === 'string') return `the string ${JSON.stringify(locals.slice(0, 40))}`
  if (locals === null || locals === undefined) return String(locals)
  if (typeof locals !== 'object') return `a value of type ${typeof locals}`
  return Array.isArray(locals) ? 'an array' : 'a promise'
}
