import type { MarkdownHeading } from '../shared/markdown-heading.ts'

export type { MarkdownHeading }

/** A component that the language tools accept as a tag. */
type TextComponent = (props: Record<string, unknown>) => unknown

/** What importing a Markdown file gives, with the type of its frontmatter. */
export interface MarkdownInstance<Frontmatter extends object> {
  readonly frontmatter: Frontmatter
  /** The path of the file from the root of the project: `/src/pages/blog/first.md`. */
  readonly file: string
  /** The path of a page: `/blog/first`; `undefined` for a file that is not in the pages folder. */
  readonly url: string | undefined
  /** Prints the text: `<Content />`. */
  readonly Content: TextComponent
  readonly default: TextComponent
  readonly getHeadings: () => readonly MarkdownHeading[]
  /** The text without the frontmatter. */
  readonly rawContent: () => string
  /** The HTML without a layout. */
  readonly compiledContent: () => Promise<string>
}

/** What importing an `.mdx` file gives, with the type of its frontmatter. */
export interface MDXInstance<Frontmatter extends object> extends Omit<
  MarkdownInstance<Frontmatter>,
  'rawContent' | 'compiledContent'
> {
  /** Components that the file exports for its own elements. */
  readonly components: Readonly<Record<string, unknown>> | undefined
}

/** The attributes of the content of an `.mdx` file. */
export interface MDXContentProps {
  /** Components by the names of the elements and tags that they replace. */
  readonly components?: Readonly<Record<string, unknown>>
  readonly [prop: string]: unknown
}

/** The content of an `.mdx` file. */
export type MDXContent = (props: MDXContentProps) => unknown

/** The props of a layout for Markdown. */
export interface MarkdownLayoutProps<Frontmatter extends object> extends Pick<
  MarkdownInstance<Frontmatter>,
  'file' | 'url' | 'rawContent' | 'compiledContent'
> {
  readonly frontmatter: Frontmatter & Pick<MarkdownInstance<Frontmatter>, 'file' | 'url'>
  readonly headings: readonly MarkdownHeading[]
}

/** The props of a layout for MDX. */
export interface MDXLayoutProps<Frontmatter extends object> extends Omit<
  MarkdownLayoutProps<Frontmatter>,
  'rawContent' | 'compiledContent'
> {
  readonly components: MDXInstance<Frontmatter>['components']
}
