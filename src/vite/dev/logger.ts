import { stripVTControlCharacters } from 'node:util'
import type { Logger } from 'vite'

/**
 * Makes the logger of Vite in development: of what it has to say, warnings and errors are shown.
 *
 * @param warn - Shows a text.
 * @returns A logger for Vite.
 */
export function createDevLogger(warn: (message: string) => void): Logger {
  const warned = new Set<string>()
  return {
    hasWarned: false,
    info() {},
    warn: (message) => warn(message),
    warnOnce(message) {
      if (!warned.has(message)) warn(message)
      warned.add(message)
    },
    error(message) {
      // A browser has broken its connection off; it opens another.
      if (!stripVTControlCharacters(message).startsWith('ws error:')) warn(message)
    },
    clearScreen() {},
    hasErrorLogged: () => false,
  }
}
