import type { MarkdownHeading } from '../shared/markdown-heading.ts'
import { pathToFileURL } from 'node:url'
import { sourceError } from '../compiler/source-error.ts'
import { loadProcessor } from '../project/markdown-processor.ts'
import { withCodeStyles } from '../project/code-styles.ts'
import { toPublicName } from '../project/public-name.ts'
import type { Site } from '../project/site.ts'
import { withCellClasses } from '../shared/code-classes.ts'
import { type SsrPagesError, reasonOf } from '../shared/errors.ts'
import { type MarkdownOptions, markdownOptionsOf } from '../shared/markdown.ts'

/** A rendered Markdown text. */
export interface RenderedMarkdown {
  /** In place of its `src` and other attributes, each image to import has `__ASTRO_IMAGE_="{json}"`. */
  readonly html: string
  readonly headings: readonly MarkdownHeading[]
  /** With what plugins have changed in it. */
  readonly frontmatter: Readonly<Record<string, unknown>>
  /** Paths of images to import, as written. */
  readonly localImages: readonly string[]
  /** URLs of images of other hosts that the configuration allows. */
  readonly remoteImages: readonly string[]
}

/** What a text belongs to. */
export interface MarkdownFile {
  readonly frontmatter: Record<string, unknown>
  /** Absolute path. */
  readonly file: string
}

/** Renders Markdown as a project's configuration says. */
export interface MarkdownRenderer {
  /**
   * Renders the text of a Markdown file.
   *
   * @throws {SsrPagesError} MARKDOWN_PROCESSOR_MISSING, MARKDOWN_FAILED
   */
  render(content: string, of: MarkdownFile): Promise<RenderedMarkdown>
}

type Render = Awaited<ReturnType<NonNullable<MarkdownOptions['processor']>['createRenderer']>>

/**
 * Creates the renderer of a project. The processor is loaded when the first text is rendered, and
 * only once.
 *
 * @param site - The project.
 * @param warn - Receives a warning about options that have no effect. (default: `console.warn`)
 */
export function createMarkdownRenderer(
  site: Pick<Site, 'root' | 'config' | 'integrations'>,
  warn: (message: string) => void = (message) => console.warn(message),
): MarkdownRenderer {
  const hasClasses = markdownOptionsOf(site).codeStyles === 'classes'
  let loading: Promise<Render> | undefined
  return {
    async render(content, { frontmatter, file }) {
      const shown = toPublicName(site.root, file).slice(1)
      loading ??= load(site, shown, warn)
      const renderer = await loading
      const result = await renderer
        .render(content, { fileURL: pathToFileURL(file), frontmatter })
        .catch((cause: unknown) => {
          throw failed(shown, reasonOf(cause), cause)
        })
      const { code, metadata } = result
      checkFrontmatter(metadata.frontmatter, shown)
      return {
        html: hasClasses ? withCellClasses(code) : code,
        headings: metadata.headings,
        frontmatter: metadata.frontmatter,
        localImages: metadata.localImagePaths,
        remoteImages: metadata.remoteImagePaths,
      }
    },
  }
}

async function load(
  site: Pick<Site, 'root' | 'config' | 'integrations'>,
  neededBy: string,
  warn: (message: string) => void,
): Promise<Render> {
  const { root } = site
  const options = await withCodeStyles(root, markdownOptionsOf(site))
  const { syntaxHighlight, shikiConfig, gfm, smartypants } = options
  const processor = await loadProcessor({ root, neededBy, warn }, options)
  const { domains = [], remotePatterns = [] } = site.config.image ?? {}
  return processor.createRenderer({
    image: { domains, remotePatterns },
    syntaxHighlight,
    shikiConfig,
    gfm,
    smartypants,
  })
}

function checkFrontmatter(frontmatter: unknown, file: string): void {
  try {
    JSON.stringify(frontmatter)
  } catch (cause) {
    throw failed(file, 'a plugin has put a value into the frontmatter that is not JSON', cause)
  }
}

function failed(file: string, text: string, cause: unknown): SsrPagesError {
  return sourceError('MARKDOWN_FAILED', { file, text }, { cause })
}
