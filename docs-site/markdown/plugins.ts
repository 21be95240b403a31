import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import GithubSlugger from 'github-slugger'
import type { HastFilteredVisitor, HastNode, HastPluginDefinition, HastPluginEntry } from 'satteri'
import { resolveLink } from './resolve-link.ts'

type Element = Extract<HastNode, { type: 'element' }>
type Visitor = HastFilteredVisitor<Element>['visit']

/** Where the Markdown files come from. */
interface Source {
  /** The folder of the repository. */
  readonly root: string
  /** The address of the repository's files, if it has one. */
  readonly repository?: string | undefined
}

/** What the site changes in the HTML of Markdown files that are written for GitHub. */
export function createPlugins(source: Source): HastPluginEntry[] {
  return [
    plugin('without-contents', ['p'], removeContents),
    plugin('site-links', ['a'], (node, context) => {
      const href = String(node.properties['href'])
      const target = resolveLink(href, toFile(source.root, context.fileURL), source.repository)
      if ('href' in target) context.setProperty(node, 'href', target.href)
      else context.replaceNode(node, showFile(node.children, target.file))
    }),
    () => plugin('heading-links', ['h2', 'h3', 'h4'], createHeadingLinks()),
    plugin('wide-tables', ['table'], wrapTable),
    plugin('empty-headings', ['th'], removeEmptyHeading),
  ]
}

function plugin(name: string, filter: string[], visit: Visitor): HastPluginDefinition {
  return { name, element: { filter, visit } }
}

/** The site lists the headings of a page beside it, so the line in the text is not needed. */
const removeContents: Visitor = (node, context) => {
  if (context.textContent(node).startsWith('On this page: ')) context.removeNode(node)
}

/** A heading ends with a link to itself. The link has no text, so that lists of headings stay as they are. */
function createHeadingLinks(): Visitor {
  const slugger = new GithubSlugger()
  return (node, context) => {
    const text = context.textContent(node)
    const id = slugger.slug(text)
    context.setProperty(node, 'id', id)
    const link = { className: ['anchor'], href: `#${id}`, ariaLabel: `Link to ${text}` }
    context.appendChild(node, element('a', link))
  }
}

/** A table that is wider than the text scrolls by itself. It has a tab stop, so that the keyboard scrolls it, too. */
const wrapTable: Visitor = (node, context) => {
  const box = { className: ['table'], tabIndex: 0, role: 'group', ariaLabel: 'Table' }
  context.wrapNode(node, element('div', box))
}

/** The first column often has no heading: a cell is then no heading for screen readers either. */
const removeEmptyHeading: Visitor = (node, context) => {
  if (context.textContent(node) === '') context.replaceNode(node, element('td', {}))
}

/** A file without an address is shown as code after the text of its link. */
function showFile(text: Element['children'], file: string): Element {
  const path = element('code', { className: ['file'] }, [{ type: 'text', value: file }])
  return element('span', {}, [...text, { type: 'text', value: ' ' }, path])
}

function element(
  tagName: string,
  properties: Element['properties'],
  children: Element['children'] = [],
): Element {
  return { type: 'element', tagName, properties, children }
}

function toFile(root: string, url: URL | undefined): string {
  if (url === undefined) throw new Error('Links of a Markdown text need its file.')
  return relative(root, fileURLToPath(url)).replaceAll('\\', '/')
}
