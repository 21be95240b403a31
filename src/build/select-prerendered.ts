import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type NamedSource, parseFrontmatter, readPrerender } from '../compiler/prerender.ts'
import { sourceError } from '../compiler/source-error.ts'
import type { Node } from '../compiler/syntax-tree.ts'
import { checkConflicts } from '../routing/conflict.ts'
import { createRedirects } from '../routing/redirect.ts'
import type { BuildContext } from './bundle.ts'
import type { Vite } from '../project/build-tools.ts'
import { pageExtension } from '../project/page-extensions.ts'
import type { PageSource } from '../project/pages.ts'
import { listRedirects } from '../project/redirects.ts'
import type { BuiltPage } from './server-bundle.ts'
import { isMarkdown } from '../shared/markdown.ts'
import { parseFrontmatter as readFrontmatter } from '../markdown/frontmatter.ts'
import type { Site } from '../project/site.ts'
import { relativeName } from '../project/public-name.ts'

/**
 * Finds the pages and API routes that are rendered at build: those with `prerender = true`, and in
 * a static site all without `prerender = false`. Also checks for conflicts between routes, which
 * depend on this.
 *
 * @returns The sources to prerender.
 * @throws {SsrPagesError} PRERENDER_INVALID, ROUTE_CONFLICT: when a flag is not constant or two
 *   routes conflict
 */
export function selectPrerendered(
  context: Pick<BuildContext, 'site' | 'vite'>,
  sources: readonly PageSource[],
): ReadonlySet<PageSource> {
  const { site, vite } = context
  const isStatic = site.config.output === 'static'
  const { prerender } = site.integrations
  const selected = new Set(
    sources.filter(
      (source) =>
        prerender.get(toSourceName(site, source)) ?? readFlag(site, vite, source) ?? isStatic,
    ),
  )
  checkConflicts([
    ...sources.map((source) => ({ ...source, ...(selected.has(source) && { prerendered: true }) })),
    ...createRedirects(listRedirects(site.config)),
  ])
  return selected
}

/**
 * Refuses pages whose bundled module exports `prerender` although the source file does not define
 * it.
 *
 * @throws {SsrPagesError} PRERENDER_INVALID: when such a page exists
 */
export function checkPrerendered(
  context: Pick<BuildContext, 'site' | 'vite'>,
  pages: readonly BuiltPage[],
): void {
  const { site, vite } = context
  for (const page of pages.filter(({ exports }) => exports.includes('prerender'))) {
    if (readFlag(site, vite, page) !== undefined) continue
    const file = toSourceName(site, page)
    const text = "'prerender' must be set in this file, because it is read before any code runs"
    throw sourceError('PRERENDER_INVALID', { file, text })
  }
}

/** Returns the path of a page's source relative to the project, with forward slashes. */
export function toSourceName(site: Site, page: PageSource): string {
  return relativeName(site.root, join(site.pagesDir, page.file))
}

/**
 * Reads whether a page is prerendered.
 *
 * @returns Its own flag, or that of the integration that added it.
 * @throws {SsrPagesError} PRERENDER_INVALID: when the flag is not constant
 */
export function readFlag(site: Site, vite: Vite, page: PageSource): boolean | undefined {
  return readOwnFlag(site, vite, page) ?? page.injected?.prerender
}

function readOwnFlag(site: Site, vite: Vite, page: PageSource): boolean | undefined {
  if (page.file.endsWith('.html')) return undefined
  const source = readFileSync(join(site.pagesDir, page.file), 'utf8')
  // Parsing takes a hundred times as long as this check, and most pages do not contain the word.
  if (!source.includes('prerender')) return undefined
  const named = { file: toSourceName(site, page), source }
  if (isMarkdown(page.file)) return readMarkdownFlag(named)
  const isTemplate = page.file.endsWith('.astro')
  if (!isTemplate && pageExtension(site, page.file) !== undefined) return readTextFlag(source)
  const program = isTemplate ? parseFrontmatter(source) : parse(vite, named)
  return program && readPrerender(program, named)
}

// Markdown has no exports, so its frontmatter says it.
function readMarkdownFlag({ file, source }: NamedSource): boolean | undefined {
  const { prerender } = readFrontmatter(source, file).frontmatter
  return typeof prerender === 'boolean' ? prerender : undefined
}

// The language of the file is that of an integration. Astro reads the flag in the same way.
function readTextFlag(source: string): boolean | undefined {
  const [, value] = /^[ \t]*export\s+const\s+prerender\s*=\s*(true|false)\b/m.exec(source) ?? []
  return value === undefined ? undefined : value === 'true'
}

// A source that does not parse does not compile either: the bundler reports the error.
function parse(vite: Vite, { file, source }: NamedSource): Node | undefined {
  const { program, errors } = vite.parseSync(file, source)
  return errors.length > 0 ? undefined : (program as unknown as Node)
}
