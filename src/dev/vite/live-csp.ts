import { addDirective } from '../../policy/create-policy.ts'
import { type Policy, governing, printPolicy } from '../../policy/policy.ts'
import { type CspOptions, type CspSettings, toCspSettings } from '../../shared/csp.ts'

/**
 * Completes the option `security.csp` for development: pages may connect to their own server, from
 * which they hear of changes. Everything else is as in a build.
 */
export function toLiveCsp(option: boolean | CspOptions | undefined): CspSettings | undefined {
  const settings = toCspSettings(option)
  if (settings === undefined) return undefined
  const policy: Policy = new Map()
  for (const text of settings.directives) addDirective(policy, text)
  const allowed = governing(policy, 'connect-src')
  if (allowed === undefined || allowed.includes("'self'")) return settings
  policy.set('connect-src', allowed.includes("'none'") ? ["'self'"] : [...allowed, "'self'"])
  const directives = [...policy].map((directive) => printPolicy(new Map([directive])))
  return { ...settings, directives }
}
