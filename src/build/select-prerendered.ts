import { readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { type NamedSource, parseFrontmatter, readPrerender } from '../compiler/prerender.ts'
import { sourceError } from '../compiler/source-error.ts'
import type { Node } from '../compiler/syntax-tree.ts'
import { checkConflicts } from '../routing/conflict.ts'
import { createRedirects } from '../routing/redirect.ts'
import type { BuildContext } from './bundle.ts'
import type { Vite } from '../project/load-vite.ts'
import type { PageSource } from '../project/pages.ts'
import { listRedirects } from '../project/redirects.ts'
import type { BuiltPage } from './server-bundle.ts'
import type { Site } from '../project/site.ts'

/**
 * Finds the pages and API routes that are rendered at build: those that say so, or in a static site
 * all that do not say otherwise. Only with that is it known which routes cannot live together.
 *
 * @param context - The build.
 * @param sources - All pages.
 * @returns Those to be prerendered.
 * @throws {SsrPagesError} PRERENDER_INVALID, ROUTE_CONFLICT
 */
export function selectPrerendered(
  context: Pick<BuildContext, 'site' | 'vite'>,
  sources: readonly PageSource[],
): ReadonlySet<PageSource> {
  const { site, vite } = context
  const isStatic = site.config.output === 'static'
  const selected = new Set(sources.filter((source) => readFlag(site, vite, source) ?? isStatic))
  checkConflicts([
    ...sources.map((source) => ({ ...source, ...(selected.has(source) && { prerendered: true }) })),
    ...createRedirects(listRedirects(site.config)),
  ])
  return selected
}

/**
 * Refuses pages whose bundled module says whether it is prerendered when the file itself does not.
 *
 * @param context - The build.
 * @param pages - The built pages.
 * @throws {SsrPagesError} PRERENDER_INVALID
 */
export function checkPrerendered(
  context: Pick<BuildContext, 'site' | 'vite'>,
  pages: readonly BuiltPage[],
): void {
  const { site, vite } = context
  for (const page of pages.filter(({ exports }) => exports.includes('prerender'))) {
    if (readFlag(site, vite, page) !== undefined) continue
    const file = toSourceName(site, page)
    const text = `'prerender' comes from elsewhere, but is to be known before anything runs`
    throw sourceError('PRERENDER_INVALID', { file, text })
  }
}

/**
 * Names a page's source as the reader knows it.
 *
 * @param site - The site.
 * @param page - The page.
 * @returns The path relative to the project, with forward slashes.
 */
export function toSourceName(site: Site, page: PageSource): string {
  return relative(site.root, join(site.pagesDir, page.file)).replaceAll(sep, '/')
}

function readFlag(site: Site, vite: Vite, page: PageSource): boolean | undefined {
  if (page.file.endsWith('.html')) return undefined
  const source = readFileSync(join(site.pagesDir, page.file), 'utf8')
  // Parsing takes a hundred times as long, and most pages have no such word.
  if (!source.includes('prerender')) return undefined
  const named = { file: toSourceName(site, page), source }
  const program = named.file.endsWith('.astro') ? parseFrontmatter(source) : parse(vite, named)
  return program && readPrerender(program, named)
}

// What does not parse does not compile either; the bundler says why.
function parse(vite: Vite, { file, source }: NamedSource): Node | undefined {
  const { program, errors } = vite.parseSync(file, source)
  return errors.length > 0 ? undefined : (program as unknown as Node)
}
