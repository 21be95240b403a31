import { createComponent, createHeadedComponent, renderComponentIn } from './component.ts'
import type { ComponentFactory } from './component-factory.ts'
import { maybeRenderHead } from './head.ts'
import { Markup } from './markup.ts'
import { isThenable } from './renderable.ts'
import { Template } from './template.ts'
import type { MarkdownHeading } from '../shared/markdown-heading.ts'

/** The exports of a Markdown module that its component needs. */
export interface MarkdownModule {
  readonly frontmatter: Readonly<Record<string, unknown>>
  /** Path of the file from the project's root: `/src/pages/about.md`. */
  readonly file: string
  /** Path of the page; `undefined` for a file that is not a page. */
  readonly url: string | undefined
  readonly rawContent: () => string
  readonly compiledContent: () => Promise<string>
  readonly getHeadings: () => readonly MarkdownHeading[]
}

/** What the component prints. */
export interface MarkdownBody {
  readonly html: () => string | Promise<string>
  /** The component around it. (default: none) */
  readonly layout?: unknown
  /** True for a page, which prints its encoding unless it has a layout. */
  readonly isPage: boolean
}

/**
 * Creates the component of a Markdown module.
 *
 * @param module - The other exports of the module.
 * @param body - What it prints.
 * @returns The exports `Content` and `default`.
 */
export function createMarkdown(module: MarkdownModule, body: MarkdownBody): ComponentFactory {
  const { layout, html, isPage } = body
  if (layout !== undefined) return createLayouted(module, body)
  if (!isPage) return createHeadedComponent(html, module.file)
  return createComponent(
    (result) => new Template(CHARSET, [maybeRenderHead(result), toMarkup(html())]),
    module.file,
  )
}

/**
 * Joins HTML of which some has to be waited for.
 *
 * @param parts - HTML, and promises of HTML.
 * @returns The whole, at once if nothing has to be waited for.
 */
export function joinHtml(parts: readonly (string | Promise<string>)[]): string | Promise<string> {
  return parts.some(isThenable)
    ? Promise.all(parts.map(async (part) => part)).then((all) => all.join(''))
    : parts.join('')
}

function toMarkup(html: string | Promise<string>): Markup | Promise<Markup> {
  return typeof html === 'string' ? new Markup(html) : html.then((text) => new Markup(text))
}

const CHARSET = ['<meta charset="utf-8">', '', '']

function createLayouted(module: MarkdownModule, { layout, html }: MarkdownBody): ComponentFactory {
  const { frontmatter, file, url, getHeadings, rawContent, compiledContent } = module
  const renderComponent = renderComponentIn(file.slice(1))
  const slots = { default: () => toMarkup(html()) }
  return createComponent((result) => {
    const { layout: _, ...fields } = frontmatter
    const content = { ...fields, file, url }
    const props = {
      file,
      url,
      content,
      frontmatter: content,
      headings: getHeadings(),
      rawContent,
      compiledContent,
    }
    return renderComponent(result, 'Layout', layout, props, slots)
  }, file)
}
