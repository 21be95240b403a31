import { SsrPagesError } from '../shared/errors.ts'
import { toText } from '../shared/text.ts'
import type { PageRender } from './page-render.ts'
import {
  NAMED_RULES,
  toAnimationRules,
  toTransitionStyle,
  type TransitionRule,
} from './transition-style.ts'

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
 * Gives an element its own `view-transition-name` and its animations, by a style in the page's head.
 *
 * @param result - The page being rendered.
 * @param hash - Identifies the element's position in its source file.
 * @param animation - The value of `transition:animate`; any falsy value for `fade`.
 * @param name - The author's name for the element; any falsy value for an automatic name.
 * @returns The scope, the value of `data-astro-transition-scope`.
 * @throws {SsrPagesError} TRANSITION_INVALID
 * @see https://developer.mozilla.org/en-US/docs/Web/CSS/view-transition-name
 */
export function renderTransition(
  result: PageRender,
  hash: string,
  animation: unknown,
  name: unknown,
): string {
  const rules = rulesOf(animation || 'fade')
  const scope = createTransitionScope(result, hash)
  const identifier = name ? toIdentifier(nameOf(name)) : scope
  const style = toTransitionStyle(scope, identifier, rules)
  result.addHead(`<style${result.nonceAttribute}>${style}</style>`)
  return scope
}

const NO_RULES: readonly TransitionRule[] = []

// Any other string, such as `initial`, leaves the animation to the browser.
function rulesOf(animation: unknown): readonly TransitionRule[] {
  if (typeof animation === 'string') return NAMED_RULES.get(animation) ?? NO_RULES
  const wanted =
    "a name such as 'slide', or an object such as fade() returns: { forwards: { old, new }, backwards: { old, new } }"
  if (typeof animation !== 'object' || animation === null) {
    throw invalid('transition:animate', wanted, animation)
  }
  const rules = toAnimationRules(animation)
  if (rules === undefined) throw invalid('transition:animate', wanted, animation)
  return rules
}

function nameOf(name: unknown): string {
  // Data of a client can be anything else, and must not break the page.
  if (typeof name === 'function' || typeof name === 'symbol') {
    throw invalid('transition:name', 'a string', name)
  }
  return toText(name)
}

function invalid(directive: string, wanted: string, seen: unknown): SsrPagesError {
  const shown = typeof seen === 'object' ? 'another object' : `a ${typeof seen}`
  const call = typeof seen === 'function' ? ' Call the function: fade().' : ''
  const what = `${directive} must be ${wanted}; it is ${shown}.${directive.endsWith('animate') ? call : ''}`
  return new SsrPagesError('TRANSITION_INVALID', what, { directive })
}

// Converts any text to a CSS identifier as Astro does, so that a stylesheet of the site can name it: `a b` is `a_20b`.
// https://drafts.csswg.org/css-syntax/#ident-token-diagram
function toIdentifier(name: string): string {
  const encoded = name.replace(/[^a-zA-Z0-9-]/gu, (char, at: number) => {
    const code = char.codePointAt(0) ?? 0
    if (code === 95) return '__'
    if (code < 128) return `_${code.toString(16).padStart(2, '0')}`
    // A space ends an escape where the next character would continue it.
    const end = /[a-fA-F\d]/.test(name[at + char.length] ?? '') ? ' ' : ''
    return `\\${code.toString(16).toUpperCase()}${end}`
  })
  return /^[-_\d]/.test(encoded) ? `_${encoded}` : encoded
}
