import { stripVTControlCharacters } from 'node:util'
import type { Logger } from 'vite'
import { toBuildError } from '../../diagnostics/build-error.ts'
import type { Site } from '../../project/site.ts'

/**
 * Makes the logger of Vite in development: of what it has to say, warnings and errors are shown.
 *
 * @param warn - Shows a text.
 * @param site - The project.
 * @returns A logger for Vite.
 */
export function createDevLogger(
  warn: (message: string) => void,
  site: Pick<Site, 'root' | 'config'>,
): Logger {
  const warned = new Set<string>()
  return {
    hasWarned: false,
    info() {},
    warn: (message) => warn(message),
    warnOnce(message) {
      if (!warned.has(message)) warn(message)
      warned.add(message)
    },
    error(message, { error } = {}) {
      const text = stripVTControlCharacters(message)
      // A browser has broken its connection off; it opens another.
      if (text.startsWith('ws error:')) return
      // The browser asks for the module next, and is told the same.
      if (text.startsWith('Pre-transform error')) return
      const placed = error && toBuildError(error, site, 'COMPILE_FAILED')
      warn(placed?.details['file'] === undefined ? text : placed.message)
    },
    clearScreen() {},
    hasErrorLogged: () => false,
  }
}
