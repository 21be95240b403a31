import { SsrPagesError } from './errors.ts'
import { nearestName } from './nearest-name.ts'

/** How an option is checked. */
export interface Check {
  readonly isValid: (value: unknown) => boolean
  /** Completes the sentence "must be ..." in the error. */
  readonly wanted: string
  /** True for a value that may contain a password: it is not shown. (default: `false`) */
  readonly isSecret?: boolean
}

/**
 * Checks options by a table; `undefined` stands for the default.
 *
 * @param checks - A check for each option, by name.
 * @param options - The user's options.
 * @param prefix - The names' prefix: `session.`. (default: nothing)
 * @param owner - The function that takes the options. (default: `'ssrPages()'`)
 * @throws {SsrPagesError} OPTION_INVALID: for an unknown option or a value of the wrong kind
 */
export function checkOptions<T extends object>(
  checks: Readonly<Record<keyof T & string, Check>>,
  options: T,
  prefix = '',
  owner = 'ssrPages()',
): void {
  const table = new Map<string, Check>(Object.entries(checks))
  for (const [name, value] of Object.entries(options)) {
    const check = table.get(name)
    if (check === undefined) throw unknown(owner, [prefix, name], [...table.keys()])
    if (value !== undefined && !check.isValid(value))
      throw invalid(owner, prefix + name, check, value)
  }
}

function unknown(
  owner: string,
  [prefix, name]: readonly [string, string],
  names: readonly string[],
): SsrPagesError {
  const option = prefix + name
  const what = `${owner} has no option "${option}"; its options are ${names.join(', ')}.`
  const near = nearestName(name, names)
  const hint = near === undefined ? toHint(owner) : `Did you mean "${prefix}${near}"?`
  return new SsrPagesError('OPTION_INVALID', what, { option }, hint)
}

function toHint(owner: string): string {
  return `Correct the option where ${owner} is called.`
}

function invalid(
  owner: string,
  option: string,
  { wanted, isSecret }: Check,
  seen: unknown,
): SsrPagesError {
  const what = `The option "${option}" of ${owner} must be ${wanted}`
  if (isSecret === true) {
    return new SsrPagesError('OPTION_INVALID', `${what}.`, { option }, toHint(owner))
  }
  const shown = `${what}; saw ${JSON.stringify(seen)}.`
  return new SsrPagesError('OPTION_INVALID', shown, { option, seen }, toHint(owner))
}
