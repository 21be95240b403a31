import { createHash } from 'node:crypto'
import { type DefaultTreeAdapterTypes, parse } from 'parse5'
import type { CspAlgorithm } from '../shared/csp.ts'

type Node = DefaultTreeAdapterTypes.Node
type Element = DefaultTreeAdapterTypes.Element

/** A part of a page that a policy must allow. */
export interface Inline {
  readonly kind: 'script' | 'style' | 'style attribute' | 'event handler'
  /** Its code, which a policy names by its hash. */
  readonly code: string
  /** True if `ssr-pages` has printed it. */
  readonly isOwn: boolean
}

/** A finished page, read as browsers read it. */
export interface ReadPage {
  /** Everything inline, in document order. */
  readonly inline: readonly Inline[]
  /** Where elements of the head can be put: behind `<head>`, or a `<meta charset>` in it. */
  readonly headStart: number
}

/**
 * Reads the scripts and styles that a page inlines.
 *
 * @param html - The whole page.
 * @param nonce - The nonce that is printed on the elements of `ssr-pages`.
 */
export function readInline(html: string, nonce: string): ReadPage {
  const document = parse(html, { sourceCodeLocationInfo: true })
  const inline = elementsOf(document).flatMap((element) => inlineOf(element, nonce))
  return { inline, headStart: findHeadStart(document, html) }
}

/** Writes the hash of a text as policies contain it, without quotes. */
export function toHash(text: string, algorithm: CspAlgorithm): string {
  const name = algorithm.toLowerCase().replace('-', '')
  return `${name}-${createHash(name).update(text).digest('base64')}`
}

// Not recursive: pages may be nested deeply.
function elementsOf(document: Node): Element[] {
  const found: Element[] = []
  const open: Node[] = [document]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if ('tagName' in node) found.push(node)
    const inner = 'content' in node ? [node.content] : []
    const children = 'childNodes' in node ? node.childNodes : []
    open.push(...[...inner, ...children].toReversed())
  }
  return found
}

function inlineOf(element: Element, nonce: string): Inline[] {
  const { tagName, attrs } = element
  const isOwn = attrs.some(({ name, value }) => name === 'nonce' && value === nonce)
  const found: Inline[] = []
  for (const { name, value } of attrs) {
    if (name === 'style') found.push({ kind: 'style attribute', code: value, isOwn: false })
    if (name.startsWith('on')) found.push({ kind: 'event handler', code: value, isOwn: false })
  }
  const isScript = tagName === 'script' && isExecuted(element)
  if (isScript || tagName === 'style') {
    found.push({ kind: isScript ? 'script' : 'style', code: textOf(element), isOwn })
  }
  return found
}

// Browsers check these types; any other is data.
const JAVASCRIPT =
  /^(?:|module|importmap|speculationrules|(?:text|application)\/(?:x-)?(?:java|ecma)script|text\/jscript)$/i

function isExecuted({ attrs }: Element): boolean {
  if (attrs.some(({ name }) => name === 'src' || name === 'href')) return false
  const type = attrs.find(({ name }) => name === 'type')?.value ?? ''
  return JAVASCRIPT.test(type.trim())
}

function textOf({ childNodes }: Element): string {
  return childNodes.map((node) => ('value' in node ? node.value : '')).join('')
}

// The encoding must be declared within the first 1024 bytes, which a long policy could fill.
function findHeadStart(document: Node, html: string): number {
  const head = elementsOf(document).find(({ tagName }) => tagName === 'head')
  const first = head?.childNodes.find((node) => 'tagName' in node)
  const isCharset =
    first !== undefined &&
    'attrs' in first &&
    first.tagName === 'meta' &&
    first.attrs.some(({ name }) => name === 'charset')
  const location = isCharset ? first.sourceCodeLocation : head?.sourceCodeLocation?.startTag
  if (location !== undefined && location !== null) return location.endOffset
  return /^\s*<!doctype[^>]*>/i.exec(html)?.[0].length ?? 0
}
