import { documentMember } from './document-member.ts'

/**
 * Tells Vite's loader of late modules the page's nonce: the links that it adds need it. The loader
 * looks for it in this element.
 */
export function shareNonce(): void {
  const root = documentMember('documentElement')
  const script = root.querySelector<HTMLScriptElement>('script[nonce]')
  if (!script?.nonce || root.querySelector('meta[property=csp-nonce]')) return
  const meta = documentMember('createElement').call(document, 'meta')
  meta.setAttribute('property', 'csp-nonce')
  meta.nonce = script.nonce
  documentMember('head').append(meta)
}
