import { inspect, stripVTControlCharacters } from 'node:util'
import type { Logger } from 'vite'
import { toBuildError } from '../../diagnostics/build-error.ts'
import { createLateImports } from '../../project/late-imports.ts'
import type { Site } from '../../project/site.ts'

/** Vite's logger in development. */
export interface DevLogger extends Logger {
  /** The last error object that Vite logged. */
  readonly lastError: unknown
  /** Shows errors, and warnings about styles, again; called when a file has changed. */
  forget(): void
}

/**
 * Creates Vite's logger for development, which shows warnings and errors only.
 *
 * @param warn - Shows a message.
 */
export function createDevLogger(
  warn: (message: string) => void,
  site: Pick<Site, 'root' | 'config'>,
): DevLogger {
  const warned = new Set<string>()
  /** Errors since the last change of a file. */
  const failed = new Set<string>()
  const lateImports = createLateImports()
  let lastError: unknown
  return {
    hasWarned: false,
    get lastError(): unknown {
      return lastError
    },
    info() {},
    warn(message) {
      if (!lateImports.isRepeated(stripVTControlCharacters(message))) warn(message)
    },
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
      // The page that uses the file shows what is wrong with it.
      if (text.startsWith('(!) Failed to run dependency scan')) return
      lastError = error
      const placed = error && toBuildError(error, site, 'COMPILE_FAILED')
      const shown = placed?.details['file'] === undefined ? text : placed.message
      // An island requests a module twice.
      if (placed === undefined || !failed.has(shown)) warn(shown)
      failed.add(shown)
    },
    clearScreen() {},
    forget() {
      lateImports.forget()
      failed.clear()
    },
    hasErrorLogged: () => false,
  }
}
