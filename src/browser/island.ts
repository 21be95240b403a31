import { registerBuiltIns } from './directives.ts'
import { documentMember } from './document-member.ts'
import { AstroIsland } from './element.ts'
import { shareNonce } from './share-nonce.ts'

// A page may load two builds, each with its own copy of this module.
if (!customElements.get('astro-island')) {
  // The rule has no specificity, so it overrides nothing that the page says about these elements.
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(':where(astro-island,astro-slot,astro-static-slot){display:contents}')
  documentMember('adoptedStyleSheets').push(sheet)
  shareNonce()
  registerBuiltIns()
  customElements.define('astro-island', AstroIsland)
}
