import { readFileSync } from 'node:fs'
import { sourceError } from '../compiler/source-error.ts'
import type { BuildContext } from './bundle.ts'
import { bundleStyles, type StyleBundle } from './client-bundle.ts'
import { firstError, toFailure } from '../diagnostics/failure.ts'
import { property } from '../shared/property.ts'
import { relativeName } from '../project/public-name.ts'

/**
 * Bundles groups of styles like `bundleStyles()`. The minifier sees only whole files and does not
 * know their sources, so after an error each style is bundled alone to find the broken one.
 *
 * @param groups - Ids of styles, in cascade order within a group.
 * @returns Hashed stylesheets.
 * @throws {SsrPagesError} BUILD_FAILED: with the file, and the line if it can be found
 */
export async function bundleStylesOrBlame(
  context: BuildContext,
  groups: readonly (readonly string[])[],
): Promise<StyleBundle> {
  try {
    return await bundleStyles(context, groups)
  } catch (error) {
    for (const id of isOfMinifier(error) ? groups.flat() : []) await blame(context, id)
    throw error
  }
}

async function blame(context: BuildContext, id: string): Promise<void> {
  try {
    await bundleStyles(context, [[id]])
  } catch (error) {
    throw toStyleError(error, id, context.site.root)
  }
}

function isOfMinifier(error: unknown): boolean {
  return toFailure(error).file === undefined && typeof minifiedText(error) === 'string'
}

function minifiedText(error: unknown): unknown {
  return property(firstError(error), 'source')
}

function toStyleError(error: unknown, id: string, root: string): Error {
  const { text, line = 1, column } = toFailure(error)
  const file = id.replace(/[?\0].*$/s, '')
  const source = readFileSync(file, 'utf8')
  // The line counts in the bundled text, which begins with imported files, so the line is found by
  // its text.
  const broken = String(minifiedText(error)).split('\n')[line - 1] ?? ''
  const lines = source.split(/\r?\n/)
  const index = lines[line - 1] === broken ? line - 1 : lines.indexOf(broken)
  return sourceError('BUILD_FAILED', {
    file: relativeName(root, file),
    text,
    source,
    ...(index >= 0 && { line: index + 1, column }),
  })
}
