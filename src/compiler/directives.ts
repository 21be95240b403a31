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

/** A finding that says whether the page is whole without it: a warning has no error. */
export interface DirectiveFinding extends Finding {
  readonly error?: ErrorName
}

/** Directives that the compiler knows, by their prefix. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  set: ['html', 'text'],
  is: ['inline', 'global', 'raw'],
  define: ['vars'],
  transition: ['name', 'animate', 'persist', 'persist-props'],
  server: ['defer'],
}

/** An element, and what its file imports under the name of its tag. */
interface Use {
  readonly isComponent: boolean
  /** Where the tag is imported from; `undefined` for elements and for tags that are chosen. */
  readonly specifier: string | undefined
}

/**
 * Finds directives that would be ignored: those of Astro that are not here, and those that do not exist.
 *
 * @param root - Syntax tree of an `.astro` file.
 * @param elements - All its elements.
 * @returns What is wrong, in document order.
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

/** A tag of a component, and where that is imported from. */
export interface ComponentTag {
  readonly specifier: string
  /** In UTF-16 units from the start of the source. */
  readonly start: number
}

/**
 * Finds the tags of components that are imported under names which do not say what they are.
 *
 * @param root - Syntax tree of an `.astro` file.
 * @param elements - All its elements.
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
    const text = `There is no directive ${prefix}:${name}; there ${known.length > 1 ? 'are' : 'is'} ${all}`
    return { text, error: 'COMPILE_FAILED' }
  }
  if (prefix === 'server') return { text: describeAbsent('serverIslands'), error: 'FEATURE_ABSENT' }
  if (name === 'persist-props' || isAnimation(name, attribute)) {
    return { text: `${prefix}:${name} changes nothing. ${describeAbsent('clientRouter')}` }
  }
  return undefined
}

// Astro, too, prints it on an element and ignores it on its own components.
function judgeIsland(directive: string, { isComponent, specifier }: Use): Judged {
  if (!isComponent) return { text: `${directive} is for components; on an element it is printed` }
  if (specifier?.endsWith('.astro') === true) {
    return {
      text: `${directive} changes nothing: an .astro component runs on the server only. Put what happens in the browser into a <script>.`,
    }
  }
  return { text: `${directive}: ${describeAbsent('islands')}`, error: 'FEATURE_ABSENT' }
}

// What browsers do by themselves is a fade.
const OF_BROWSERS = new Set<unknown>(['none', 'fade', 'initial'])

function isAnimation(name: string, { value }: Node): boolean {
  if (name !== 'animate' || typeOf(value) !== 'Literal') return false
  return !OF_BROWSERS.has((value as Node)['value'])
}

function toUse(element: Node, imports: ReadonlyMap<string, string>): Use {
  const tag = tagOf(element)
  // `<Icons.Star>` has no plain name.
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
