import { SourceMap } from 'node:module'
import { preprocessStyles } from '@astrojs/compiler-rs'
import { type CompiledComponent, compileAstro, type CompileOptions } from './compile.ts'
import { offsetOf, type Place } from './place.ts'

/** The start of a statement in a source, and the line of compiled code that belongs to it. */
export interface Trace {
  readonly start: number
  readonly code: string
}

/**
 * Finds the statement of an `.astro` file that a place in its compiled module belongs to.
 *
 * @param source - Text of the file.
 * @param options - The options that it was compiled with.
 * @param place - A place in the compiled module.
 * @returns Its start and the compiled line, or `undefined` when no source belongs to the place.
 */
export function traceToSource(
  source: string,
  options: CompileOptions,
  place: Place,
): Trace | undefined {
  const component = compileAgain(source, options)
  if (!component?.map) return undefined
  const map = new SourceMap(JSON.parse(component.map))
  const entry = map.findEntry(place.line - 1, place.column - 1)
  if (!('originalLine' in entry)) return undefined
  const { originalLine, originalColumn } = entry
  return {
    start: offsetOf(source, { line: originalLine + 1, column: originalColumn + 1 }),
    code: component.code.split('\n')[place.line - 1] ?? '',
  }
}

// Styles that need a preprocessor are left empty, because the module contains no styles.
function compileAgain(source: string, options: CompileOptions): CompiledComponent | undefined {
  const styles = preprocessStyles(source, (_content, { lang }) => (lang ? { code: '' } : null))
  try {
    return compileAstro(source, { ...options, styles })
  } catch {
    return undefined
  }
}
