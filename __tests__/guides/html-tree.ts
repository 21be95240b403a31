import { type DefaultTreeAdapterTypes, parse } from 'parse5'

/** A part of a page: a text, a comment, a doctype or an element. */
export type Part = string | Element

interface Element {
  readonly tag: string
  readonly attributes: readonly string[]
  readonly children: readonly Part[]
}

type Node = DefaultTreeAdapterTypes.Node

/** What {@link toTree} has for a doctype. */
export const DOCTYPE = '#documentType'

/**
 * A page as a browser reads it, without the whitespace around texts, and with the attributes in the order of their
 * names.
 */
export function toTree(html: string): Part[] {
  return childrenOf(parse(html))
}

/** The texts of a page, in order. */
export function textOf(tree: readonly Part[]): string {
  const texts = tree.map((part) => {
    if (part === DOCTYPE) return ''
    return typeof part === 'string' ? part : textOf(part.children)
  })
  return texts.filter((text) => text !== '').join(' ')
}

function childrenOf(node: Node): Part[] {
  return 'childNodes' in node ? node.childNodes.flatMap(toPart) : []
}

function toPart(node: Node): Part[] {
  if ('value' in node) return toWords(node.value) === '' ? [] : [toWords(node.value)]
  if ('data' in node) return [`<!--${toWords(node.data)}-->`]
  if (!('tagName' in node)) return [node.nodeName]
  const attributes = node.attrs.map(({ name, value }) => `${name}=${toWords(value)}`)
  return [{ tag: node.tagName, attributes: attributes.toSorted(), children: childrenOf(node) }]
}

function toWords(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ')
}
