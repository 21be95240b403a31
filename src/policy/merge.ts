import type { OwnPolicy } from './create-policy.ts'
import {
  type Policy,
  allowsInline,
  governing,
  joinValues,
  parsePolicies,
  printPolicy,
} from './policy.ts'

/** How a policy of ours is added to one of the host. */
export interface Merging {
  /** True if the host's policy is only reported: it gets no directives that it does not have. */
  readonly isReport: boolean
}

/**
 * Adds a policy of ours to the header of the host, so that one header allows what both allow. A
 * second header would not: browsers apply each one, and allow only what all of them allow.
 *
 * @param header - The header that the host has set.
 * @param own - The policy of the page.
 * @returns The header to send.
 */
export function mergeIntoHeader(header: string, own: OwnPolicy, { isReport }: Merging): string {
  const policies = parsePolicies(header)
  if (policies.length === 0) return isReport ? header : printPolicy(own.policy)
  const before = policies.map((policy) => new Map(policy))
  for (const [name, values] of own.policy) {
    const explicit = own.defaults.has(name) ? values.filter((value) => value !== "'self'") : values
    for (const [index, policy] of policies.entries()) {
      addValues(policy, before[index] ?? policy, name, explicit)
    }
    const isGoverned = before.some((policy) => governing(policy, name) !== undefined)
    if (!isGoverned && !isReport) policies[0]?.set(name, values)
  }
  return policies.map(printPolicy).join(', ')
}

/**
 * Directives of which the host's stays as it is: those that can have only one value, and a sandbox,
 * which two lists of exceptions together could open.
 */
const SINGLE = new Set(['report-to', 'report-uri', 'sandbox'])

// A directive that the host's policy does not have begins with the values that have governed it.
function addValues(policy: Policy, before: Policy, name: string, added: readonly string[]): void {
  const current = governing(before, name)
  if (current === undefined || (SINGLE.has(name) && before.has(name))) return
  for (const target of targetsOf(before, name)) {
    const values = policy.get(target) ?? governing(before, target) ?? []
    const allowed = allowsInline(values) ? added.filter((value) => !IS_INLINE.test(value)) : added
    if (allowed.every((value) => values.includes(value))) continue
    policy.set(target, joinValues(values, allowed))
  }
}

// These would make browsers ignore the 'unsafe-inline' of the host.
const IS_INLINE = /^'(?:nonce-|sha(?:256|384|512)-|strict-dynamic')/i

// The host may govern elements by a directive of their own.
function targetsOf(before: Policy, name: string): readonly string[] {
  const isFamily = name === 'script-src' || name === 'style-src'
  return isFamily && before.has(`${name}-elem`) ? [name, `${name}-elem`] : [name]
}
