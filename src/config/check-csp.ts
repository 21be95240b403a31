import type { ToError } from './check-fields.ts'
import { faultOfDirective, faultOfHash, faultOfResource } from '../policy/values.ts'
import { isObject } from '../shared/is-object.ts'
import { nearestName } from '../shared/nearest-name.ts'
import { adviceOn } from './astro-options.ts'

/** The names of the options of security. */
export const SECURITY_OPTIONS: readonly string[] = ['csp']

const ALGORITHMS: readonly unknown[] = [undefined, 'SHA-256', 'SHA-384', 'SHA-512']
const OF_CSP = ['algorithm', 'directives', 'styleDirective', 'scriptDirective']
const OF_STYLES = ['hashes', 'resources']
const OF_SCRIPTS = [...OF_STYLES, 'strictDynamic']

/**
 * Checks the option `security`.
 *
 * @param toError - Creates the error for an option inside of it.
 * @throws {SsrPagesError} CONFIG_INVALID
 */
export function checkSecurity(value: unknown, toError: ToError): void {
  if (!isObject(value)) return
  for (const [key, seen] of Object.entries(value)) {
    if (SECURITY_OPTIONS.includes(key)) continue
    const path = `security.${key}`
    const advice = adviceOn(path)
    const why =
      advice === undefined
        ? 'is not an option; did you mean csp?'
        : `is an option of Astro. ${advice}`
    throw toError(path, why, seen)
  }
  const { csp } = value
  if (csp === undefined || typeof csp === 'boolean') return
  if (!isObject(csp)) throw toError('security.csp', 'must be true, false or an object', csp)
  checkNames('security.csp', csp, OF_CSP, toError)
  const { algorithm, directives, styleDirective, scriptDirective } = csp
  if (!ALGORITHMS.includes(algorithm)) {
    throw toError('security.csp.algorithm', "must be 'SHA-256', 'SHA-384' or 'SHA-512'", algorithm)
  }
  checkList('security.csp.directives', directives, faultOfDirective, toError)
  checkSources('security.csp.styleDirective', styleDirective, OF_STYLES, toError)
  checkSources('security.csp.scriptDirective', scriptDirective, OF_SCRIPTS, toError)
}

function checkSources(
  path: string,
  value: unknown,
  names: readonly string[],
  toError: ToError,
): void {
  if (value === undefined) return
  if (!isObject(value)) throw toError(path, 'must be an object', value)
  checkNames(path, value, names, toError)
  checkList(`${path}.resources`, value['resources'], faultOfResource, toError)
  checkList(`${path}.hashes`, value['hashes'], faultOfHash, toError)
  const { strictDynamic } = value
  if (strictDynamic !== undefined && typeof strictDynamic !== 'boolean') {
    throw toError(`${path}.strictDynamic`, 'must be true or false', strictDynamic)
  }
}

function checkList(
  path: string,
  value: unknown,
  faultOf: (item: unknown) => string | undefined,
  toError: ToError,
): void {
  if (value === undefined) return
  if (!Array.isArray(value)) throw toError(path, 'must be a list', value)
  for (const item of value) {
    const fault = faultOf(item)
    if (fault !== undefined) throw toError(path, `has an item that ${fault}`, item)
  }
}

function checkNames(
  path: string,
  value: Readonly<Record<string, unknown>>,
  names: readonly string[],
  toError: ToError,
): void {
  const unknown = Object.keys(value).find((name) => !names.includes(name))
  if (unknown === undefined) return
  const near = nearestName(unknown, names)
  const known = near === undefined ? `the options are ${names.join(', ')}` : `did you mean ${near}?`
  throw toError(`${path}.${unknown}`, `is not an option; ${known}`, value[unknown])
}
