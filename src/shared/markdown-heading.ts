/** A heading of a Markdown file. */
export interface MarkdownHeading {
  readonly depth: number
  /** The `id` of its element. */
  readonly slug: string
  readonly text: string
}
