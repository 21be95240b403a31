import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Fragment, readFragments } from '../compiler/fragments.ts'
import { parseFrontmatter } from '../compiler/prerender.ts'
import { relativeName } from './public-name.ts'
import type { Site } from './site.ts'

/**
 * Reads which fragments a view has, without running it.
 *
 * @param file - Path of the view relative to the pages folder.
 * @returns The fragments; `undefined` for a view that exports no `fragments`, or has a syntax error.
 * @throws {SsrPagesError} FRAGMENTS_INVALID: with the place of the export
 */
export function findFragments(
  { root, pagesDir }: Pick<Site, 'root' | 'pagesDir'>,
  file: string,
): Fragment[] | undefined {
  const path = join(pagesDir, file)
  const source = readFileSync(path, 'utf8')
  // Parsing takes a hundred times as long as this check.
  if (!source.includes('fragments')) return undefined
  const program = parseFrontmatter(source)
  return program && readFragments(program, { file: relativeName(root, path), source })
}
