import { isObject } from './is-object.ts'
import { withWholeLines } from './whole-lines.ts'
import type { MarkdownHeading } from './markdown-heading.ts'

/**
 * The extensions of Markdown files, with a dot. `.mdx` is not one of them: an integration adds it.
 *
 * @see https://docs.astro.build/en/guides/markdown-content/
 */
export const MARKDOWN_EXTENSIONS: readonly string[] = [
  '.md',
  '.markdown',
  '.mdown',
  '.mkdn',
  '.mkd',
  '.mdwn',
]

const MARKDOWN = /\.(?:md|markdown|mdown|mkdn|mkd|mdwn)$/i

/**
 * Whether a file is Markdown, by its name.
 *
 * @param file - Its path.
 * @returns True for one of these extensions.
 */
export function isMarkdown(file: string): boolean {
  return MARKDOWN.test(file)
}

/** What a processor makes of the text of one file. */
export interface ProcessedMarkdown {
  readonly code: string
  readonly metadata: {
    readonly headings: readonly MarkdownHeading[]
    readonly localImagePaths: readonly string[]
    readonly remoteImagePaths: readonly string[]
    readonly frontmatter: Readonly<Record<string, unknown>>
  }
}

/**
 * What turns Markdown into HTML: `satteri()` of `@astrojs/markdown-satteri`, `unified()` of
 * `@astrojs/markdown-remark`, or one of your own with the same interface.
 */
export interface MarkdownProcessor {
  readonly name: string
  readonly options?: object
  createRenderer(shared: object): Promise<{
    render(
      content: string,
      options?: { fileURL?: URL; frontmatter?: Record<string, unknown> },
    ): Promise<ProcessedMarkdown>
  }>
  createMdxRenderer?(shared: object, mdx: object): Promise<unknown>
}

/** The kinds of highlighting. `false` leaves code as it is. */
export type SyntaxHighlight = 'shiki' | 'prism' | false

/** The option `markdown` of a configuration. All but `codeStyles` are options of Astro. */
export interface MarkdownOptions {
  /** (default: `satteri()` of `@astrojs/markdown-satteri`, which the project installs) */
  processor?: MarkdownProcessor
  /**
   * How code is highlighted; `excludeLangs` are left as they are.
   * (default: `{ type: 'shiki', excludeLangs: ['math'] }`)
   */
  syntaxHighlight?: SyntaxHighlight | { type: SyntaxHighlight; excludeLangs?: readonly string[] }
  /**
   * Options of Shiki: `theme`, `themes`, `defaultColor`, `langs`, `langAlias`, `wrap`,
   * `transformers`. (default: the theme `github-dark`)
   */
  shikiConfig?: Readonly<Record<string, unknown>>
  /**
   * Where the colors of highlighted code are: in `style` attributes, as Astro prints them, or in
   * classes with a stylesheet, which a Content-Security-Policy without `'unsafe-inline'` allows.
   * (default: `'attributes'`)
   */
  codeStyles?: 'attributes' | 'classes'
  /** GitHub's tables, task lists and links. (default: the processor's) */
  gfm?: boolean
  /** Typographic quotes and dashes. (default: the processor's) */
  smartypants?: boolean | object
  /** For `unified()`. Deprecated in Astro 7: pass them to `unified()`. (default: none) */
  remarkPlugins?: readonly unknown[]
  /** For `unified()`. Deprecated in Astro 7: pass them to `unified()`. (default: none) */
  rehypePlugins?: readonly unknown[]
  /** For `unified()`. Deprecated in Astro 7: pass it to `unified()`. (default: none) */
  remarkRehype?: object
}

const SHIKI_DEFAULTS = {
  langs: [],
  langAlias: {},
  theme: 'github-dark',
  themes: {},
  wrap: false,
}

/**
 * Fills in Astro's defaults.
 *
 * @param given - The option `markdown`, as a project has written it.
 * @returns The option with a value for everything that a processor reads.
 * @see https://docs.astro.build/en/reference/configuration-reference/#markdown-options
 */
export function withMarkdownDefaults(given: MarkdownOptions): MarkdownOptions {
  return {
    syntaxHighlight: { type: 'shiki', excludeLangs: ['math'] },
    remarkPlugins: [],
    rehypePlugins: [],
    remarkRehype: {},
    ...given,
    shikiConfig: {
      ...SHIKI_DEFAULTS,
      ...given.shikiConfig,
      transformers: withWholeLines(given.shikiConfig?.['transformers']),
    },
  }
}

/**
 * Returns the options of a project, with the changes of its integrations and with Astro's defaults.
 *
 * @param site - The project.
 * @returns The options that a processor gets.
 */
export function markdownOptionsOf(site: {
  readonly config: { readonly markdown?: MarkdownOptions }
  readonly integrations: { readonly config: Readonly<Record<string, unknown>> }
}): MarkdownOptions {
  const changed = site.integrations.config['markdown']
  return withMarkdownDefaults(isObject(changed) ? changed : (site.config.markdown ?? {}))
}
