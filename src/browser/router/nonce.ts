let own: string | undefined

/** Reads the nonce of the first page, whose policy stays in force. */
export function rememberNonce(): void {
  own = document.querySelector<HTMLElement>('script[nonce]')?.nonce
}

/** The nonce of the first page; nothing if it has none. */
export function ownNonce(): string | undefined {
  return own
}

/**
 * Gives the next page the nonce that the policy of this page allows. Only elements with the nonce of
 * their own page get it: a nonce that an attacker wrote into the page stays without effect.
 *
 * @param headers - Those of the response with the page.
 */
export function shareNonces(next: Document, headers: Headers): void {
  if (!own) return
  // A policy in the page itself counts only if the host sends none.
  const policy = readPolicy(headers) || readMeta(next)
  for (const element of next.querySelectorAll('[nonce]')) {
    const nonce = element.getAttribute('nonce')
    if (nonce && policy.includes(`'nonce-${nonce}'`)) element.setAttribute('nonce', own)
  }
}

/** Reads the policies of a response. */
export function readPolicy(headers: Headers): string {
  const names = ['content-security-policy', 'content-security-policy-report-only']
  return names.map((name) => headers.get(name) ?? '').join('')
}

function readMeta(next: Document): string {
  const metas = next.querySelectorAll('head > meta[http-equiv=content-security-policy i]')
  return [...metas].map((meta) => meta.getAttribute('content')).join(' ')
}
