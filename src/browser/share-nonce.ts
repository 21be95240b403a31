/**
 * Tells Vite's loader of late modules the page's nonce: the links that it adds need it. The loader
 * looks for it in this element.
 */
export function shareNonce(): void {
  const script = document.querySelector<HTMLScriptElement>('script[nonce]')
  if (!script?.nonce || document.querySelector('meta[property=csp-nonce]')) return
  const meta = document.createElement('meta')
  meta.setAttribute('property', 'csp-nonce')
  meta.nonce = script.nonce
  document.head.append(meta)
}
