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
    warn,
    warnOnce(message) {
      if (!warned.has(message)) warn(message)
      warned.add(message)
    },
    error: warn,
    clearScreen() {},
    hasErrorLogged: () => false,
  }
}
