import type { RenderedMarkdown } from './create-renderer.ts'
import { type ImageMark, splitAtImages } from '../shared/image-marks.ts'
import { IMAGES_MODULE } from '../shared/image-names.ts'

/** What a Markdown module is made of. */
export interface ModuleParts {
  /** Path from the project's root: `/src/pages/about.md`. */
  readonly file: string
  /** Path of the page; `undefined` for a file that is not below the folder of pages. */
  readonly url: string | undefined
  readonly isPage: boolean
  /** The Markdown text without its frontmatter. */
  readonly content: string
  readonly rendered: RenderedMarkdown
  /** Specifier of the layout. (default: none) */
  readonly layout?: string | undefined
  /** Specifiers of local images, by their paths in the text. */
  readonly images: ReadonlyMap<string, string>
}

/**
 * Writes the module of a Markdown file for the server.
 *
 * @see https://docs.astro.build/en/guides/markdown-content/#markdown-component-usage
 */
export function toServerModule(parts: ModuleParts): string {
  const { layout, isPage, rendered } = parts
  const hasImages = splitAtImages(rendered.html).length > 1
  const images = hasImages ? `import { markdownImage } from ${toCode(IMAGES_MODULE)}\n` : ''
  const body = `{ html, isPage: ${isPage}${layout === undefined ? '' : ', layout: Layout'} }`
  return `import { createMarkdown, joinHtml } from 'ssr-pages/runtime'
${images}${layout === undefined ? '' : `import Layout from ${toCode(layout)}\n`}${toExports(parts)}
export const Content = /* @__PURE__ */ createMarkdown({ frontmatter, file, url, rawContent, compiledContent, getHeadings }, ${body})
export default Content
`
}

/**
 * Writes the module of a Markdown file for browsers: its data and its HTML, without the component,
 * which only the server can render.
 */
export function toBrowserModule(parts: ModuleParts): string {
  return `const markdownImage = (image) => ' src="' + (image.src ?? image).replaceAll('"', '&quot;') + '"'
const joinHtml = (parts) => parts.join('')
${toExports(parts)}`
}

function toExports(parts: ModuleParts): string {
  const { file, url, content, rendered, images } = parts
  const paths = [...images.keys()]
  const imports = [...images.values()].map(
    (specifier, index) => `import image${index} from ${toCode(specifier)}\n`,
  )
  return `${imports.join('')}const html = () => ${toHtmlCode(rendered.html, paths)}
export const frontmatter = ${toCode(rendered.frontmatter)}
export const file = ${toCode(file)}
export const url = ${toCode(url)}
export function rawContent() { return ${toCode(content)} }
export async function compiledContent() { return html() }
export function getHeadings() { return ${toCode(rendered.headings)} }
`
}

function toHtmlCode(html: string, paths: readonly string[]): string {
  const parts = splitAtImages(html).map((part) => {
    return typeof part === 'string' ? toCode(part) : toImageCode(part, paths)
  })
  const [first = '""', ...rest] = parts.filter((part) => part !== '""')
  return rest.length > 0 ? `joinHtml([${[first, ...rest].join(', ')}])` : first
}

function toImageCode({ src, attributes }: ImageMark, paths: readonly string[]): string {
  const index = paths.indexOf(src)
  const image = index === -1 ? toCode(src) : `image${index}`
  return `markdownImage(${image}, ${toCode(attributes)})`
}

// In an object literal, the name `__proto__` would set the prototype.
function toCode(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined'
  return typeof value === 'object' && text.includes('"__proto__"')
    ? `JSON.parse(${JSON.stringify(text)})`
    : text
}
