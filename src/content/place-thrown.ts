import { existsSync, readFileSync } from 'node:fs'
import type { SourceProblem } from '../compiler/source-error.ts'
import { readFrames } from '../diagnostics/stack-frame.ts'
import { relativeName } from '../project/public-name.ts'
import { property } from '../shared/property.ts'

/**
 * Finds where code of the project has thrown an error.
 *
 * @returns The first place of its stack in a source of the project; nothing if there is none.
 */
export function placeThrown(
  error: unknown,
  root: string,
): Pick<SourceProblem, 'file' | 'line' | 'column' | 'source'> | undefined {
  for (const frame of readFrames(String(property(error, 'stack') ?? ''))) {
    const { line, column } = frame
    const file = existsSync(frame.file) ? frame.file : decode(frame.file)
    const shown = relativeName(root, file)
    if (shown.startsWith('..') || shown.includes('node_modules/')) continue
    try {
      return { file: shown, line, column, source: readFileSync(file, 'utf8') }
    } catch {
      // A module without a file.
    }
  }
  return undefined
}

// Node takes the path of a source map for a URL.
function decode(path: string): string {
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}
