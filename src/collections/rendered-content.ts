import type { ContentHeading } from '../shared/content.ts'
import type { ComponentFactory } from '../render/component-factory.ts'

/** What `render()` returns. */
export interface RenderedContent {
  /** A component: `<Content components={{ h1: Title }} />`. */
  readonly Content: ComponentFactory
  readonly headings: readonly ContentHeading[]
  /** The frontmatter as plugins of the processor have left it. */
  readonly remarkPluginFrontmatter: Readonly<Record<string, unknown>>
}
