import { describeAbsent } from '../shared/absent-features.ts'
import type { ErrorName } from '../shared/errors.ts'
import type { Finding } from './fences.ts'
import {
  attributesOf,
  collect,
  identifierOf,
  nameOf,
  type Node,
  tagOf,
  typeOf,
} from './syntax-tree.ts'

/**
 * A finding about a directive. It has an `error` when the page cannot work, else it is a warning.
 */
export interface DirectiveFinding extends Finding {
  readonly error?: ErrorName
}

/** Directives that the compiler knows, by prefix. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  set: ['html', 'text'],
  is: ['inline', 'global', 'raw'],
  define: ['vars'],
  transition: ['name', 'animate', 'persist', 'persist-props'],
  server: ['defer'],
}

/** A tag in the template, and the import that it refers to. */
interface Use {
  readonly isComponent: boolean
  /** Where the tag is imported from; `undefined` for HTML elements and tags held in a variable. */
  readonly specifier: string | undefined
}

/**
 * Finds directives that would be ignored: those of Astro that this package does not support, and
 * those that do not exist.
 *
 * @returns The findings in document order.
 */
export function checkDirectives(root: Node, elements: readonly Node[]): DirectiveFinding[] {
  let imports: ReadonlyMap<string, string> | undefined
  return elements.flatMap((element) =>
    attributesOf(element).flatMap((attribute) => {
      const [, prefix = '', name = ''] = DIRECTIVE.exec(String(nameOf(attribute))) ?? []
      if (prefix === '') return []
      const use = toUse(element, (imports ??= importsOf(root)))
      const finding = judge(prefix, name, attribute, use)
      return finding ? [{ ...finding, start: attribute.start }] : []
    }),
  )
}

/** A tag of a component, and where the component is imported from. */
export interface ComponentTag {
  readonly specifier: string
  /** In UTF-16 units from the start of the source. */
  readonly start: number
}

/**
 * Finds components whose import does not end in `.astro` or `.html`: they may belong to another
 * framework.
 *
 * @returns The first tag of each import.
 */
export function findComponentTags(root: Node, elements: readonly Node[]): ComponentTag[] {
  const imports = importsOf(root)
  if (![...imports.values()].some(isUnclear)) return []
  const tags = new Map<string, number>()
  for (const element of elements) {
    const { specifier } = toUse(element, imports)
    if (specifier === undefined || !isUnclear(specifier) || tags.has(specifier)) continue
    tags.set(specifier, element.start)
  }
  return [...tags].map(([specifier, start]) => ({ specifier, start }))
}

function isUnclear(specifier: string): boolean {
  return !/\.(?:astro|html)$/.test(specifier)
}

const DIRECTIVE = /^(client|server|set|is|define|transition):(.*)$/s

type Judged = Omit<DirectiveFinding, 'start'> | undefined

function judge(prefix: string, name: string, attribute: Node, use: Use): Judged {
  if (prefix === 'client') return judgeIsland(`client:${name}`, use)
  const known = KNOWN[prefix] ?? []
  if (!known.includes(name)) {
    const all = known.map((one) => `${prefix}:${one}`).join(', ')
    const text = `Unknown directive ${prefix}:${name}; ${known.length > 1 ? 'these exist' : 'this one exists'}: ${all}`
    return { text, error: 'COMPILE_FAILED' }
  }
  if (prefix === 'server') return { text: describeAbsent('serverIslands'), error: 'FEATURE_ABSENT' }
  if (name === 'persist-props' || isAnimation(name, attribute)) {
    return { text: `${prefix}:${name} has no effect. ${describeAbsent('clientRouter')}` }
  }
  return undefined
}

// Astro does the same: it prints the directive on an element and ignores it on an Astro component.
function judgeIsland(directive: string, { isComponent, specifier }: Use): Judged {
  if (!isComponent)
    return {
      text: `${directive} works on components only; on an element it is printed as an attribute`,
    }
  if (specifier?.endsWith('.astro') === true) {
    return {
      text: `${directive} has no effect: an .astro component runs on the server only. Move browser code into a <script>.`,
    }
  }
  return { text: `${directive}: ${describeAbsent('islands')}`, error: 'FEATURE_ABSENT' }
}

// Browsers fade by default, so these values need no animation.
const OF_BROWSERS = new Set<unknown>(['none', 'fade', 'initial'])

function isAnimation(name: string, { value }: Node): boolean {
  if (name !== 'animate' || typeOf(value) !== 'Literal') return false
  return !OF_BROWSERS.has((value as Node)['value'])
}

function toUse(element: Node, imports: ReadonlyMap<string, string>): Use {
  const tag = tagOf(element)
  // `<Icons.Star>`: the import is called `Icons`.
  const name = typeof tag === 'string' ? tag : rootName(element)
  const isComponent = typeof tag !== 'string' || /^[\p{Lu}_$]/u.test(tag) || tag.includes('.')
  return { isComponent, specifier: isComponent ? imports.get(name) : undefined }
}

function rootName(element: Node): string {
  let name = (element['openingElement'] as Node)['name'] as Node
  while (name.type === 'JSXMemberExpression') name = name['object'] as Node
  return String(name['name'])
}

function importsOf(root: Node): Map<string, string> {
  const declarations = collect(root['frontmatter'], ({ type }) => type === 'ImportDeclaration')
  return new Map(
    declarations.flatMap(({ specifiers, source }) =>
      (specifiers as Node[]).map(({ local }) => [
        String(identifierOf(local)),
        String((source as Node)['value']),
      ]),
    ),
  )
}
