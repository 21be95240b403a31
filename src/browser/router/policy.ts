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

/**
 * Whether the browser has to load the next page, because its policy gives it less than the policy of
 * this page, which stays in force: it is in a sandbox, runs no scripts, or has inline scripts that its
 * policy blocks. A host confines pages of strangers in such ways.
 *
 * @param next - The next page, as it is parsed.
 * @param headers - Those of its response.
 */
export function isConfined(next: Document, headers: Headers): boolean {
  const policies = (headers.get('content-security-policy') ?? '').split(',')
  return policies.map(readDirectives).some((directives) => {
    const governing = ['script-src-elem', 'script-src', 'default-src'].find((name) => {
      return directives.has(name)
    })
    const sources = governing && directives.get(governing)
    if (directives.has('sandbox') || sources === '' || sources === "'none'") return true
    return sources !== undefined && !ALLOWS_INLINE.test(sources) && hasInlineScripts(next)
  })
}

const ALLOWS_INLINE = /'(?:unsafe-inline|nonce-|sha(?:256|384|512)-)/

// The first one of a name counts.
function readDirectives(policy: string): ReadonlyMap<string, string> {
  const pairs = policy.split(';').map((text): [string, string] => {
    const [name = '', ...values] = text.trim().toLowerCase().split(/\s+/)
    return [name, values.join(' ')]
  })
  return new Map(pairs.toReversed())
}

function hasInlineScripts(next: Document): boolean {
  return [...next.querySelectorAll('*')].some(
    (element) =>
      (element.localName === 'script' && !element.hasAttribute('src') && runs(element)) ||
      element.getAttributeNames().some((name) => name.startsWith('on')),
  )
}

function runs(script: Element): boolean {
  return /^$|^module$|(?:java|ecma)script/i.test(script.getAttribute('type') ?? '')
}
