import { isObject } from '../shared/is-object.ts'
import { toText } from '../shared/text.ts'
import { fade, slide } from './animations.ts'
import { isOneValue } from './css-value.ts'

/** One rule of an element's transition, without its selector. */
export interface TransitionRule {
  /** Limits the rule to a direction of navigation; `''` for all. */
  readonly prefix: string
  /** `old`, `new` or `group`. */
  readonly image: string
  readonly declarations: string
  /** For the browser's own transitions, for those that the client router imitates, or for both. */
  readonly use: 'native' | 'imitated' | 'both'
}

const STILL = 'animation:none;mix-blend-mode:normal;'

const NONE: readonly TransitionRule[] = [
  { prefix: '', image: 'old', declarations: STILL, use: 'imitated' },
  {
    prefix: '',
    image: 'old',
    declarations: 'animation:none;opacity:0;mix-blend-mode:normal;',
    use: 'native',
  },
  { prefix: '', image: 'new', declarations: STILL, use: 'both' },
  { prefix: '', image: 'group', declarations: 'animation:none', use: 'native' },
]

/** What may stand in a selector as it is. */
const WORD = /^[\w-]+$/

const PROPERTIES = [
  ['duration', 'animation-duration'],
  ['easing', 'animation-timing-function'],
  ['direction', 'animation-direction'],
  ['delay', 'animation-delay'],
  ['fillMode', 'animation-fill-mode'],
  ['name', 'animation-name'],
] as const

/** The rules of the animations that have a name. */
export const NAMED_RULES: ReadonlyMap<string, readonly TransitionRule[]> = new Map([
  ['fade', toAnimationRules(fade()) ?? []],
  ['slide', toAnimationRules(slide()) ?? []],
  ['none', NONE],
])

/**
 * Prints the style of one element.
 *
 * @param scope - Value of the element's attribute `data-astro-transition-scope`.
 * @param name - A CSS identifier.
 * @returns CSS without `<`.
 */
export function toTransitionStyle(
  scope: string,
  name: string,
  rules: readonly TransitionRule[],
): string {
  const element = `[data-astro-transition-scope="${scope}"]`
  let native = ''
  let imitated = ''
  for (const { prefix, image, declarations, use } of rules) {
    if (use !== 'imitated')
      native += `${prefix}::view-transition-${image}(${name}){${declarations}}`
    if (use === 'native') continue
    const page = `${prefix}[data-astro-transition-fallback="${image}"]`
    imitated += `${page} ${element},${page}${element}{${declarations}}`
  }
  const layer = native === '' ? '' : `@layer astro{${native}}`
  return `${element}{view-transition-name:${name};}${layer}${imitated}`
}

/**
 * Converts a value of `transition:animate` to rules.
 *
 * @param animations - `{ forwards: { old, new }, backwards: { old, new } }`; other directions are those that
 *   scripts of the page set.
 * @returns The rules; `undefined` for an object of another shape.
 */
export function toAnimationRules(animations: object): TransitionRule[] | undefined {
  const rules: TransitionRule[] = []
  for (const [direction, images] of Object.entries(animations)) {
    if (!isObject(images) || !WORD.test(direction)) return undefined
    for (const [image, given] of Object.entries(images)) {
      const list: readonly unknown[] = Array.isArray(given) ? given : [given]
      if (!WORD.test(image) || !list.every(isAnimation)) return undefined
      const declarations = toDeclarations(list)
      rules.push({ prefix: toPrefix(direction), image, declarations, use: 'both' })
    }
  }
  return rules
}

function isAnimation(value: unknown): value is Readonly<Record<string, unknown>> {
  return isObject(value) && typeof value['name'] === 'string'
}

function toPrefix(direction: string): string {
  if (direction === 'forwards') return ''
  return `[data-astro-transition=${direction === 'backwards' ? 'back' : direction}]`
}

// The properties of the first animation come first, as in Astro.
function toDeclarations(animations: readonly Readonly<Record<string, unknown>>[]): string {
  const lists = new Map<string, string>()
  for (const animation of animations) {
    for (const [key, property] of PROPERTIES) {
      const value = animation[key]
      if (!value) continue
      const isTime = key === 'duration' || key === 'delay'
      const text = isTime && typeof value === 'number' ? `${value}ms` : toValue(toText(value))
      const before = lists.get(property)
      lists.set(property, before === undefined ? text : `${before}, ${text}`)
    }
  }
  let declarations = ''
  for (const [property, text] of lists) declarations += `${property}:${text};`
  return declarations
}

/**
 * Prints a value that can end neither its declaration nor the style element. A value that is not one CSS value
 * loses all characters with a meaning: the browser ignores its declaration.
 */
function toValue(text: string): string {
  const value = isOneValue(text) ? text : text.replace(/["'\\/()[\]]/g, toEscape)
  return value.replace(/[;{}<]/g, toEscape)
}

function toEscape(character: string): string {
  return `\\${character.charCodeAt(0).toString(16).toUpperCase()} `
}
