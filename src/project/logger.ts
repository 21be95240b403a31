import { stripVTControlCharacters } from 'node:util'
import type { Logger } from 'vite'

/** Who is told about a build while it runs. */
export interface BuildLog {
  /** What is being done now: `compiling pages and API routes (24)`. */
  step(message: string): void
  /** How far that is; the next one takes its place: `prerendering pages (12 of 24)`. */
  progress?(message: string): void
  warn(message: string): void
}

/**
 * Creates the logger for Vite: warnings go on, each once; errors arrive as exceptions.
 *
 * @param log - Receives the warnings.
 * @returns A logger for all builds of a site.
 */
export function createLogger(log: BuildLog): Logger {
  const warned = new Set<string>()
  function warn(message: string): void {
    if (warned.has(message)) return
    warned.add(message)
    // The bundler colours its text, whatever it is written to.
    log.warn(stripVTControlCharacters(message).trim())
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
