import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DefaultTreeAdapterTypes, parse } from 'parse5'
import { runCliSync } from '../support/cli.ts'
import { ROOT } from '../support/root.ts'

type Node = DefaultTreeAdapterTypes.Node

/** An element of a page. */
export type Element = DefaultTreeAdapterTypes.Element

/** The docs, built into a folder of their own. */
export interface Docs {
  /** The HTML of each page by its path: `/`, `/views`. */
  readonly pages: ReadonlyMap<string, string>
  /** Paths of all files that are not pages. */
  readonly files: ReadonlySet<string>
  /** The text of a file that is not a page. */
  read(path: string): string
  remove(): void
}

/** Builds the docs for https://docs.example. */
export function buildDocs(): Docs {
  const outDir = mkdtempSync(join(tmpdir(), 'ssr-pages-docs-'))
  const env = { DOCS_URL: 'https://docs.example' }
  const { code, stderr } = runCliSync(
    ['build', join(ROOT, 'docs-site'), '--outDir', outDir],
    ROOT,
    env,
  )
  if (code !== 0) throw new Error(stderr)
  const client = join(outDir, 'client')
  const all = readdirSync(client, { recursive: true, encoding: 'utf8' }).map(
    (name) => `/${name.replaceAll('\\', '/')}`,
  )
  const pages = all
    .filter((file) => file.endsWith('.html'))
    .map((file) => [toPath(file), readFileSync(client + file, 'utf8')] as const)
  return {
    pages: new Map(pages),
    files: new Set(all.filter((file) => /\.\w+$/.test(file) && !file.endsWith('.html'))),
    read: (path) => readFileSync(client + path, 'utf8'),
    remove: () => rmSync(outDir, { recursive: true }),
  }
}

/** All elements of a page, in document order. */
export function elementsOf(html: string): Element[] {
  return elementsIn(parse(html))
}

/** The value of an attribute; `undefined` without the attribute. */
export function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((other) => other.name === name)?.value
}

/** The text in an element. */
export function textOf(node: Node): string {
  if ('value' in node) return node.value
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : ''
}

/** All elements in another one, in document order. */
export function elementsIn(node: Node): Element[] {
  if (!('childNodes' in node)) return []
  return node.childNodes.flatMap((child) =>
    'tagName' in child ? [child, ...elementsIn(child)] : elementsIn(child),
  )
}

function toPath(file: string): string {
  return file === '/index.html' ? '/' : file.replace(/(?:\/index)?\.html$/, '')
}
