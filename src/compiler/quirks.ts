import type { ErrorName } from '../shared/errors.ts'
import {
  checkDirectives,
  type ComponentTag,
  findComponentTags,
  findIslands,
  hasOtherComponents,
} from './directives.ts'
import { parseTemplate } from './explain.ts'
import { checkFences } from './fences.ts'
import { checkImageTag, findImages } from './image-tags.ts'
import { type IslandSupport, type IslandTag, NO_SUPPORT } from './islands.ts'
import { mendSource } from './mend.ts'
import {
  attributesOf,
  collect,
  collectWithin,
  declaredNames,
  identifierOf,
  nameOf,
  type Node,
  tagOf,
  typeOf,
} from './syntax-tree.ts'

/** A place in a source where the compiler's output is probably not what the author means. */
export interface Quirk {
  readonly text: string
  /** In UTF-16 units from the start of the source. */
  readonly start: number
  /** The error to throw when the page cannot work; absent for a warning. */
  readonly error?: ErrorName
}

/** The result of {@link mendQuirks}. */
export interface Mended {
  readonly source: string
  readonly quirks: readonly Quirk[]
  /** Tags of components that may belong to another framework. */
  readonly tags: readonly ComponentTag[]
  /** Tags with a `client:` directive. */
  readonly islands: readonly IslandTag[]
  /** True when a tag may belong to another framework. */
  readonly hasOthers: boolean
  /** CSS of each `<style>` without a language, as the author wrote it. */
  readonly styles: readonly StyleText[]
}

/** CSS in a source. */
export interface StyleText {
  readonly text: string
  /** In UTF-16 units from the start of the source. */
  readonly start: number
  /** True when it is printed unchanged, so that no build tool has to understand it. */
  readonly isPrinted: boolean
}

/**
 * Mends a source before it is compiled, and finds the mistakes that cannot be mended:
 *
 * 1. `<script src={...}>` loses its source, unless it has `is:inline`.
 * 2. A `<style>` inside an expression is neither scoped nor bundled. With `is:inline` or `set:*`
 *    the author asks for that.
 * 3. An export cannot see the constants of the frontmatter around it.
 * 4. Markup in the frontmatter is not compiled.
 * 5. Server code outside the frontmatter is printed, and unsupported directives are ignored.
 *
 * @param support - The renderers and directives of the site. (default: none)
 * @param file - The source file, relative to the project's root. (default: unknown)
 * @returns The mended text, with the same line breaks as the source, and the remaining quirks.
 */
export function mendQuirks(source: string, support: IslandSupport = NO_SUPPORT, file = ''): Mended {
  const { root, broken } = parseTemplate(source)
  if (broken !== undefined) return { ...NOTHING, source, quirks: [toError(broken)] }
  if (root === undefined) return { ...NOTHING, source }
  const elements = collect(root, (node) => node.type === 'JSXElement')
  const images = findImages(source, root, elements)
  return {
    source: mendSource(source, elements, images, file),
    tags: findComponentTags(root, elements),
    islands: findIslands(root, elements),
    hasOthers: hasOtherComponents(root, elements),
    styles: elements.flatMap(toStyleText),
    quirks: [
      ...checkFences(source, root).map(toError),
      ...checkDirectives(root, elements, support),
      ...images.flatMap(checkImageTag),
      ...elements.flatMap(scriptQuirk),
      ...elements.flatMap((element) => valueQuirks(element, source)),
      ...styleQuirks(root),
      ...exportQuirks(root),
      ...markupQuirks(root),
    ],
  }
}

const NOTHING: Omit<Mended, 'source'> = {
  quirks: [],
  tags: [],
  islands: [],
  hasOthers: false,
  styles: [],
}

function toStyleText(element: Node): StyleText[] {
  const [text, ...more] = element['children'] as Node[]
  if (tagOf(element) !== 'style' || typeOf(text) !== 'JSXText' || more.length > 0) return []
  const lang = attributesOf(element).find((attribute) => nameOf(attribute) === 'lang')
  const isCss = lang === undefined || literalOf(lang['value']) === 'css'
  const isPrinted = attributesOf(element).some((one) => PRINTED_AS_MEANT.has(nameOf(one)))
  return isCss ? [{ text: String(text?.['value']), start: text?.start ?? 0, isPrinted }] : []
}

function literalOf(value: unknown): unknown {
  return typeOf(value) === 'Literal' ? (value as Node)['value'] : undefined
}

function toError(finding: Quirk): Quirk {
  return { ...finding, error: 'COMPILE_FAILED' }
}

// `href=/x">`: HTML treats the quote as part of the value.
function valueQuirks(element: Node, source: string): Quirk[] {
  return attributesOf(element).flatMap(({ value, start }) => {
    if (typeOf(value) !== 'Literal') return []
    const { start: from, value: text } = value as Node
    const isBare = !/["'`{]/.test(source[from] ?? '')
    if (!isBare || !/["']/.test(String(text))) return []
    return [
      { text: `A quote is missing: the value is ${String(text)}, including the quote`, start },
    ]
  })
}

function scriptQuirk(element: Node): Quirk[] {
  const attributes = attributesOf(element)
  const [source] = attributes
  const isLost =
    tagOf(element) === 'script' &&
    attributes.length === 1 &&
    nameOf(source) === 'src' &&
    typeOf(source?.['value']) === 'JSXExpressionContainer'
  if (!isLost) return []
  const text =
    '<script src={...}> loses its src: a bundled script needs a constant src. Add is:inline.'
  return [{ text, start: element.start }]
}

function styleQuirks(root: Node): Quirk[] {
  return collectWithin(root, isExpression, isBareStyle).map(({ start }) => ({
    text: 'A <style> inside an expression is printed as written, neither scoped nor bundled. Put it at the top level, or add is:inline.',
    start,
  }))
}

const PRINTED_AS_MEANT = new Set<unknown>(['is:inline', 'set:html', 'set:text'])

function isBareStyle(node: Node): boolean {
  if (node.type !== 'JSXElement' || tagOf(node) !== 'style') return false
  return !attributesOf(node).some((attribute) => PRINTED_AS_MEANT.has(nameOf(attribute)))
}

function markupQuirks(root: Node): Quirk[] {
  const [markup] = collect(root['frontmatter'], ({ type }) =>
    /^JSX(?:Element|Fragment)$/.test(type),
  )
  if (markup === undefined) return []
  const text = 'The frontmatter cannot contain markup. Write it in the template, or in a component.'
  return [{ text, start: markup.start }]
}

function exportQuirks(root: Node): Quirk[] {
  const statements = collect(root['frontmatter'], (node) => node.type === 'Program').flatMap(
    ({ body }) => body as Node[],
  )
  const exported = statements.filter(
    ({ type, exportKind }) => type === 'ExportNamedDeclaration' && exportKind !== 'type',
  )
  const locals = new Set(
    statements.filter(({ type }) => type === 'VariableDeclaration').flatMap(declaredNames),
  )
  return exported.flatMap((statement) => {
    const own = new Set(declaredNames(statement))
    const used = readNames(statement).find((name) => locals.has(name) && !own.has(name))
    if (used === undefined) return []
    const text = `This export uses "${used}", which exists only while the page runs; exports are moved out of the page's function. Export "${used}" as well, or import it.`
    return [{ text, start: statement.start }]
  })
}

const HAS_KEY = /^(?:Property|PropertyDefinition|MethodDefinition|TSPropertySignature)$/

// The names of variables that the code reads: not keys of objects, not members.
function readNames(node: Node): string[] {
  const skipped = new Set<unknown>()
  for (const parent of collect(node, () => true)) {
    if (parent['computed'] === true) continue
    if (parent.type === 'MemberExpression') skipped.add(parent['property'])
    if (HAS_KEY.test(parent.type) && parent['shorthand'] !== true) skipped.add(parent['key'])
    if (parent.type === 'FunctionExpression') skipped.add(parent['id'])
  }
  return collect(node, (one) => identifierOf(one) !== undefined && !skipped.has(one)).map(
    ({ name }) => String(name),
  )
}

function isExpression({ type }: Node): boolean {
  return type === 'JSXExpressionContainer'
}
