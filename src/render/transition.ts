import type { PageRender } from './page-render.ts'
import { toText } from '../shared/text.ts'

/**
 * Creates a name that is unique on the page.
 *
 * @param result - The page being rendered.
 * @param hash - Identifies the element's position in its source file.
 * @returns `astro-<hash>-<n>`.
 */
export function createTransitionScope(result: PageRender, hash: string): string {
  result.transitionCount += 1
  return `astro-${hash}-${result.transitionCount}`
}

/**
 * Gives an element its own `view-transition-name`, by a style in the page's head.
 *
 * @param result - The page being rendered.
 * @param hash - Identifies the element's position in its source file.
 * @param animation - `none` turns the browser's animation off; any other value leaves it on.
 * @param name - The author's name for the element; any falsy value for an automatic name.
 * @returns The scope, the value of `data-astro-transition-scope`.
 * @see https://developer.mozilla.org/en-US/docs/Web/CSS/view-transition-name
 */
export function renderTransition(
  result: PageRender,
  hash: string,
  animation: unknown,
  name: unknown,
): string {
  const scope = createTransitionScope(result, hash)
  const identifier = name ? toIdentifier(toText(name)) : scope
  const groups = `::view-transition-old(${identifier}),::view-transition-new(${identifier})`
  const still = animation === 'none' ? `${groups}{animation:none}` : ''
  const rule = `[data-astro-transition-scope="${scope}"]{view-transition-name:${identifier}}`
  result.addHead(`<style${result.nonceAttribute}>${rule}${still}</style>`)
  return scope
}

// Converts any text to a CSS identifier without characters that have a meaning in CSS or HTML.
function toIdentifier(name: string): string {
  const encoded = name.replace(/[^a-zA-Z0-9-]/gu, (char) => `_${char.codePointAt(0)?.toString(16)}`)
  return /^[a-zA-Z]/.test(encoded) ? encoded : `_${encoded}`
}
