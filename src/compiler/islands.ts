import { nearestName } from '../shared/nearest-name.ts'
import type { Judged, Use } from './directive-finding.ts'
import { isNode, type Node, typeOf } from './syntax-tree.ts'

/** The renderers and directives of a site, for components of other frameworks. */
export interface IslandSupport {
  /** Names of the renderers, in the order of the configuration. */
  readonly renderers: readonly string[]
  /** Names of the directives that integrations add. */
  readonly directives: readonly string[]
}

/** A site without integrations. */
export const NO_SUPPORT: IslandSupport = { renderers: [], directives: [] }

/** A tag with a directive such as `client:load`. */
export interface IslandTag {
  /** The tag as the author wrote it. */
  readonly name: string
  readonly specifier: string
  /** What the import takes from the module: a name, `default`, or `*` for all of it. */
  readonly imported: string | undefined
  /** Without `client:`. */
  readonly directive: string
  /** The constant value of the directive. (default: it has none) */
  readonly value: string | undefined
  /** In UTF-16 units from the start of the source. */
  readonly start: number
}

/** The modules of islands, as the bundler finds them. */
export interface IslandLinks {
  /** Ids by specifier. */
  readonly ids: ReadonlyMap<string, string>
  /** Names of the renderers of `client:only` components, by id. */
  readonly only: ReadonlyMap<string, string>
}

/** Names of the directives that every site has. */
export const BUILT_IN: readonly string[] = ['load', 'idle', 'visible', 'media', 'only']

/**
 * Checks a `client:` directive.
 *
 * @param name - Without `client:`.
 * @returns An error when the page cannot work, a warning when the directive has no effect.
 */
export function judgeIsland(
  name: string,
  { value }: Node,
  use: Use,
  { directives }: IslandSupport,
): Judged {
  const directive = `client:${name}`
  const text = judgeName(name, [...BUILT_IN, ...directives])
  if (text !== undefined) return { text, error: 'COMPILE_FAILED' }
  if (!use.isComponent) return judgeElement(directive, use.tag)
  if (use.specifier === undefined) {
    const why = `${directive} works on components that the file imports: the browser does not know the module of <${use.tag}>`
    return {
      text: `${why}. Import the component, and use its name as the tag`,
      error: 'COMPILE_FAILED',
    }
  }
  if (use.specifier.endsWith('.astro')) return judgeAstro(directive)
  if (name === 'media' && isNoString(value)) {
    const text = 'client:media needs a media query as a string: client:media="(min-width: 40em)"'
    return { text, error: 'COMPILE_FAILED' }
  }
  return undefined
}

function judgeName(name: string, known: readonly string[]): string | undefined {
  if (known.includes(name)) return undefined
  const nearest = nearestName(name, known)
  const meant = nearest === undefined ? '' : ` (did you mean client:${nearest}?)`
  const all = known.map((one) => `client:${one}`).join(', ')
  return `Unknown directive client:${name}${meant}; these exist: ${all}`
}

// As in Astro, the directive of an element is printed, but that of a custom element cannot work.
function judgeElement(directive: string, tag: string): Judged {
  if (tag.includes('-')) {
    const text = `${directive} works on components only; a custom element runs without it`
    return { text, error: 'COMPILE_FAILED' }
  }
  return {
    text: `${directive} works on components only; on an element it is printed as an attribute`,
  }
}

// With `client:only`, the compiler removes the import: nothing could be rendered.
function judgeAstro(directive: string): Judged {
  if (directive === 'client:only') {
    const text = `${directive} cannot work: an .astro component runs on the server only. Remove the directive, and move browser code into a <script>`
    return { text, error: 'COMPILE_FAILED' }
  }
  return {
    text: `${directive} has no effect: an .astro component runs on the server only. Move browser code into a <script>.`,
  }
}

// Values that are known only at run time are checked then.
function isNoString(value: unknown): boolean {
  if (!isNode(value)) return true
  const expression = typeOf(value) === 'JSXExpressionContainer' ? value['expression'] : value
  return typeOf(expression) === 'Literal' && typeof (expression as Node)['value'] !== 'string'
}

/** Returns the constant string of a directive's value; `undefined` for any other value. */
export function constantOf(value: unknown): string | undefined {
  const expression =
    typeOf(value) === 'JSXExpressionContainer' ? (value as Node)['expression'] : value
  const constant = typeOf(expression) === 'Literal' ? (expression as Node)['value'] : undefined
  return typeof constant === 'string' ? constant : undefined
}
