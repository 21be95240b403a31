import { inspect, stripVTControlCharacters } from 'node:util'
import type { Logger } from 'vite'
import { toBuildError } from '../../diagnostics/build-error.ts'
import type { Site } from '../../project/site.ts'

/**
 * Creates Vite's logger for development, which shows warnings and errors only.
 *
 * @param warn - Shows a message.
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
    // After a change of a file, Vite passes error objects. An exception here would end the process.
    error(message: unknown, { error } = {}) {
      const text = stripVTControlCharacters(
        typeof message === 'string' ? message : inspect(message),
      )
      // A browser has closed its connection. It will open another.
      if (text.startsWith('ws error:')) return
      // The browser requests the module next and receives the same error.
      if (text.startsWith('Pre-transform error')) return
      const placed = error && toBuildError(error, site, 'COMPILE_FAILED')
      warn(placed?.details['file'] === undefined ? text : placed.message)
    },
    clearScreen() {},
    hasErrorLogged: () => false,
  }
}
