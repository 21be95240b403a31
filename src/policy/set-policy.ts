import type { OwnPolicy } from './create-policy.ts'
import { mergeIntoHeader } from './merge.ts'
import { parsePolicies, printPolicy } from './policy.ts'

/** The header of a policy that browsers enforce. */
export const POLICY_HEADER = 'content-security-policy'

const REPORT_HEADER = 'content-security-policy-report-only'

/** Returns a header that the host has set. */
export type HostHeader = (name: string) => string | undefined

/**
 * Sets the policy of a page, together with the one that the page or the host has set. A policy of the
 * host that is only reported allows the same, so that it reports nothing of the page's.
 *
 * @param headers - The headers of the page, which are changed.
 * @param own - The page's policy.
 * @param hostHeader - Reads the headers of the host.
 */
export function setPolicy(headers: Headers, own: OwnPolicy, hostHeader: HostHeader): void {
  const before = headers.get(POLICY_HEADER) ?? hostHeader(POLICY_HEADER)
  const text =
    before === undefined
      ? printPolicy(own.policy)
      : mergeIntoHeader(before, own, { isReport: false })
  headers.set(POLICY_HEADER, text)
  const reported = headers.get(REPORT_HEADER) ?? hostHeader(REPORT_HEADER)
  if (reported === undefined) return
  headers.set(REPORT_HEADER, mergeIntoHeader(reported, own, { isReport: true }))
}

/** Reads the policy of a page that was built, whose files need all of it. */
export function toBuiltPolicy(text: string): OwnPolicy {
  return { policy: parsePolicies(text)[0] ?? new Map(), defaults: new Set() }
}
