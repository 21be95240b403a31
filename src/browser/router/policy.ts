import { ownNonce } from './nonce.ts'

const META = /<meta http-equiv="content-security-policy" content="([^"]*)"/i
const HASH = /'sha(?:256|384|512)-[^']+'/g
const NONCE = /'nonce-([^']+)'/g
const INLINE = /<(?:style|script(?![^>]*\ssrc=))[\s>]/i

/**
 * Gives the text of the next page the nonce that the policy of this page allows, before it is parsed:
 * a browser checks the styles of every document that it parses.
 *
 * @param html - The next page.
 * @param header - Its policy.
 */
export function withOwnNonce(html: string, header: string): string {
  const own = ownNonce()
  if (!own) return html
  let text = html
  for (const [, nonce = ''] of header.matchAll(NONCE)) {
    text = text.replaceAll(`nonce="${nonce}"`, `nonce="${own}"`)
  }
  return text
}

/**
 * Whether the browser has to load the next page, because the policy of this page, which stays in
 * force, would block what it inlines: it allows this by other hashes, or by a nonce that this page
 * does not have.
 *
 * @param html - The next page.
 * @param header - Its policy.
 */
export function needsOwnPolicy(html: string, header: string): boolean {
  if (!INLINE.test(html)) return false
  const policy = header + (META.exec(html)?.[1] ?? '')
  if (policy.includes("'nonce-")) return !ownNonce()
  const known = document.querySelector('meta[http-equiv=content-security-policy i]')
  const allowed = known?.getAttribute('content') ?? ''
  return (policy.match(HASH) ?? []).some((hash) => !allowed.includes(hash))
}
