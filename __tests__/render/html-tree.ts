import { type DefaultTreeAdapterTypes, parse } from 'parse5'

/** A parsed page as plain data, for comparison. */
export type Tree =
  | string
  | { readonly comment: string }
  | {
      readonly name: string
      readonly attributes: readonly (readonly [name: string, value: string])[]
      readonly children: readonly Tree[]
    }

/** Where a piece of text was found: between tags, or elsewhere. */
export type Where = 'text' | 'elsewhere'

/** Parses a page as a browser does; `fill` may replace every name and text in it. */
export function toTree(
  html: string,
  fill: (text: string, where: Where) => string = (text) => text,
): Tree[] {
  return toChildren(parse(html), fill)
}

/** The text of all elements with this name. */
export function textsOf(trees: readonly Tree[], name: string): string[] {
  return trees.flatMap((tree) => {
    if (typeof tree === 'string' || 'comment' in tree) return []
    return tree.name === name ? [tree.children.join('')] : textsOf(tree.children, name)
  })
}

/** The values of all attributes with this name. */
export function attributesOf(trees: readonly Tree[], name: string): string[] {
  return trees.flatMap((tree) => {
    if (typeof tree === 'string' || 'comment' in tree) return []
    const own = tree.attributes
      .filter(([attribute]) => attribute === name)
      .map(([, value]) => value)
    return [...own, ...attributesOf(tree.children, name)]
  })
}

/**
 * Applies what an HTML parser does to text even if it is escaped: line breaks become LF, and NUL is
 * removed between tags, and replaced in attributes, names, raw text and foreign elements.
 */
export function asParsed(text: string, where: Where): string {
  const nul = where === 'text' ? '' : '\ufffd'
  return text.replace(/\r\n?/g, '\n').replaceAll('\0', nul)
}

type Fill = NonNullable<Parameters<typeof toTree>[1]>

function toChildren(node: DefaultTreeAdapterTypes.ParentNode, fill: Fill): Tree[] {
  return node.childNodes.flatMap((child) => {
    if ('value' in child) return fillText(child.value, node, fill) || []
    if ('data' in child) return { comment: fill(child.data, 'elsewhere') }
    return 'tagName' in child ? toElement(child, fill) : []
  })
}

// In an svg, parse5 replaces a run of NULs by a single U+FFFD, where HTML wants one for each.
function fillText(text: string, parent: DefaultTreeAdapterTypes.ParentNode, fill: Fill): string {
  const where = 'namespaceURI' in parent && isHtml(parent) ? 'text' : 'elsewhere'
  const filled = fill(text, where)
  return isForeign(parent) ? filled.replaceAll(/\ufffd+/g, '\ufffd') : filled
}

function isForeign(parent: DefaultTreeAdapterTypes.ParentNode): boolean {
  return 'namespaceURI' in parent && !parent.namespaceURI.endsWith('/xhtml')
}

function toElement(element: DefaultTreeAdapterTypes.Element, fill: Fill): Tree {
  const fillIn = (text: string) => fill(text, 'elsewhere')
  return {
    name: fillIn(element.tagName),
    attributes: element.attrs.map(({ name, value }) => [fillIn(name), fillIn(value)] as const),
    children: toChildren(element, fill),
  }
}

function isHtml({ namespaceURI, tagName }: DefaultTreeAdapterTypes.Element): boolean {
  return namespaceURI.endsWith('/xhtml') && !['title', 'textarea', 'script'].includes(tagName)
}
