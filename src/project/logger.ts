import { stripVTControlCharacters } from 'node:util'
import type { Logger } from 'vite'
import { createLateImports } from './late-imports.ts'

/** Receives the progress and the warnings of a build. */
export interface BuildLog {
  /** The step that begins: `compiling pages and API routes (24)`. */
  step(message: string): void
  /** Progress of the step, which replaces the previous message: `prerendering pages (12 of 24)`. */
  progress?(message: string): void
  warn(message: string): void
}

/**
 * Creates Vite's logger: it prints each warning once, and no errors, which arrive as exceptions.
 *
 * @param log - Receives the warnings.
 * @returns A logger for all builds of a site.
 */
export function createLogger(log: BuildLog): Logger {
  const warned = new Set<string>()
  const lateImports = createLateImports()
  function warn(message: string): void {
    if (warned.has(message)) return
    warned.add(message)
    // The bundler adds colours even if the output is not a terminal.
    const text = stripVTControlCharacters(message).trim()
    if (!lateImports.isRepeated(text)) log.warn(text)
  }
  return {
    hasWarned: false,
    info() {},
    warn,
    warnOnce: warn,
    error() {},
    clearScreen() {},
    hasErrorLogged: () => false,
  }
}
