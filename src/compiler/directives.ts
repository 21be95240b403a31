import { describeAbsent } from '../shared/absent-features.ts'
import { nearestName } from '../shared/nearest-name.ts'
import type { DirectiveFinding, Judged, Use } from './directive-finding.ts'
import { constantOf, type IslandSupport, type IslandTag, judgeIsland } from './islands.ts'
import {
  attributesOf,
  collect,
  identifierOf,
  nameOf,
  type Node,
  tagOf,
  typeOf,
} from './syntax-tree.ts'

/** Directives that the compiler knows, by prefix. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  set: ['html', 'text'],
  is: ['inline', 'global', 'raw'],
  define: ['vars'],
  transition: ['name', 'animate', 'persist', 'persist-props'],
  server: ['defer'],
}

/**
 * Finds directives that would be ignored: those of Astro that this package does not support, and
 * those that do not exist.
 *
 * @returns The findings in document order.
 */
export function checkDirectives(
  root: Node,
  elements: readonly Node[],
  support: IslandSupport,
): DirectiveFinding[] {
  let imports: ReadonlyMap<string, string> | undefined
  return elements.flatMap((element) =>
    attributesOf(element).flatMap((attribute) => {
      const [, prefix = '', name = ''] = DIRECTIVE.exec(String(nameOf(attribute))) ?? []
      if (prefix === '') return []
      const use = toUse(element, (imports ??= importsOf(root)))
      const finding =
        prefix === 'client'
          ? judgeIsland(name, attribute, use, support)
          : judge(prefix, name, attribute)
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

/**
 * Finds the tags with a `client:` directive whose import may be a component of another framework.
 * The last directive of a tag counts.
 */
export function findIslands(root: Node, elements: readonly Node[]): IslandTag[] {
  let imports: ReadonlyMap<string, string> | undefined
  return elements.flatMap((element) => {
    const attribute = attributesOf(element).findLast((one) => CLIENT.test(String(nameOf(one))))
    if (attribute === undefined) return []
    const { tag, specifier } = toUse(element, (imports ??= importsOf(root)))
    if (specifier === undefined || !isUnclear(specifier)) return []
    const directive = String(nameOf(attribute)).slice('client:'.length)
    const value = constantOf(attribute['value'])
    const imported = importedAs(root, tag.split('.', 1)[0])
    return [{ name: tag, specifier, imported, directive, value, start: element.start }]
  })
}

const CLIENT = /^client:/

/**
 * Tells whether a file may print a component of another framework: it has a tag that names neither
 * an `.astro` nor an `.html` file.
 */
export function hasOtherComponents(root: Node, elements: readonly Node[]): boolean {
  const imports = importsOf(root)
  return elements.some((element) => {
    const { tag, isComponent, specifier } = toUse(element, imports)
    if (!isComponent || tag === 'Fragment' || tag === 'Astro.self') return false
    return specifier === undefined || isUnclear(specifier)
  })
}

function isUnclear(specifier: string): boolean {
  return !/\.(?:astro|html)$/.test(specifier)
}

const DIRECTIVE = /^(client|server|set|is|define|transition):(.*)$/s

function judge(prefix: string, name: string, attribute: Node): Judged {
  const known = KNOWN[prefix] ?? []
  if (!known.includes(name)) {
    const all = known.map((one) => `${prefix}:${one}`).join(', ')
    const text = `Unknown directive ${prefix}:${name}; ${known.length > 1 ? 'these exist' : 'this one exists'}: ${all}`
    return { text, error: 'COMPILE_FAILED' }
  }
  if (prefix === 'server') return { text: describeAbsent('serverIslands'), error: 'FEATURE_ABSENT' }
  return name === 'animate' ? judgeAnimation(attribute) : undefined
}

const ANIMATIONS: readonly string[] = ['fade', 'slide', 'none', 'initial']

// Another word would leave the animation to the browser, as `initial` does.
function judgeAnimation({ value }: Node): Judged {
  const seen = typeOf(value) === 'Literal' ? (value as Node)['value'] : undefined
  if (typeof seen !== 'string' || seen === '' || ANIMATIONS.includes(seen)) return undefined
  const near = nearestName(seen, ANIMATIONS)
  const advice =
    near === undefined ? `these exist: ${ANIMATIONS.join(', ')}` : `did you mean ${near}?`
  return { text: `transition:animate="${seen}" is not an animation; ${advice}` }
}

/** Tells where a tag is imported from. */
export function toUse(element: Node, imports: ReadonlyMap<string, string>): Use {
  const name = tagOf(element)
  const tag = typeof name === 'string' ? name : pathOfTag(element)
  const isComponent = typeof name !== 'string' || /^[\p{Lu}_$]/u.test(tag) || tag.includes('.')
  // `<Icons.Star>`: the import is called `Icons`.
  const [root = ''] = tag.split('.', 1)
  return { tag, isComponent, specifier: isComponent ? imports.get(root) : undefined }
}

function pathOfTag(element: Node): string {
  let name = (element['openingElement'] as Node)['name'] as Node
  const path: unknown[] = []
  for (; name.type === 'JSXMemberExpression'; name = name['object'] as Node) {
    path.unshift((name['property'] as Node)['name'])
  }
  return [name['name'], ...path].join('.')
}

function importDeclarations(root: Node): Node[] {
  return collect(root['frontmatter'], ({ type }) => type === 'ImportDeclaration')
}

/** Returns the name that an import takes from its module. */
export function importedAs(root: Node, local: unknown): string | undefined {
  const specifiers = importDeclarations(root).flatMap((one) => one['specifiers'] as Node[])
  const found = specifiers.find((one) => identifierOf(one['local']) === local)
  if (found?.type === 'ImportDefaultSpecifier') return 'default'
  if (found?.type === 'ImportNamespaceSpecifier') return '*'
  const imported = found?.['imported'] as Node | undefined
  return imported && String(identifierOf(imported) ?? imported['value'])
}

/** Returns the modules of all imports by their local names. */
export function importsOf(root: Node): Map<string, string> {
  return new Map(
    importDeclarations(root).flatMap(({ specifiers, source }) =>
      (specifiers as Node[]).map(({ local }) => [
        String(identifierOf(local)),
        String((source as Node)['value']),
      ]),
    ),
  )
}
