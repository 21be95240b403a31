/** Who shows a message that several requests have read. */
export interface Claim {
  /** False until its response has begun. */
  isShown: boolean
}

/** As many messages are remembered: two requests race for seconds, not for days. */
const MAX_CLAIMS = 1000

/**
 * The messages that responses of this process show or have shown, by their ids. Sessions have no
 * lock: two tabs that load at the same time read the same messages, and a tab that is slow may
 * write a message back that another has shown.
 */
const claims = new Map<string, Claim>()

/**
 * Claims a message.
 *
 * @param id - Its id.
 * @returns A new claim; or the claim of another response.
 */
export function claim(id: string): { readonly claim: Claim; readonly isNew: boolean } {
  const before = claims.get(id)
  if (before !== undefined) return { claim: before, isNew: false }
  const [oldest] = claims.keys()
  if (claims.size >= MAX_CLAIMS && oldest !== undefined) claims.delete(oldest)
  const created: Claim = { isShown: false }
  claims.set(id, created)
  return { claim: created, isNew: true }
}

/** Keeps a claim whose message has been shown, and gives up one whose message has not. */
export function settle(id: string, isShown: boolean): void {
  const settled = claims.get(id)
  if (settled === undefined) return
  if (isShown) settled.isShown = true
  else claims.delete(id)
}
