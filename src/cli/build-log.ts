import { createPaint } from '../diagnostics/paint.ts'
import type { BuildLog } from '../project/logger.ts'

/**
 * Milliseconds between two progress messages: readable on a terminal, and few lines in a log file.
 */
const PAUSE = { terminal: 80, file: 10_000 }

/** A stream to write to, which may be a terminal. */
export interface Terminal {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

/**
 * Creates the log of a build. On a terminal, progress is shown in the last line and overwritten. In
 * a file it is a new line from time to time, which shows that a CI job is alive.
 *
 * @param stdout - Receives steps and progress.
 * @param stderr - Receives warnings.
 * @param now - A clock in milliseconds. (default: the clock of the process)
 * @returns The log. `end()` clears the last progress.
 */
export function createBuildLog(
  stdout: Terminal,
  stderr: Terminal,
  now: () => number = () => performance.now(),
): BuildLog & { end(): void } {
  const warning = createPaint(stderr)('yellow', 'warning')
  const { isTTY = false } = stdout
  const pause = isTTY ? PAUSE.terminal : PAUSE.file
  let last = now()
  let hasCount = false

  function end(): void {
    if (hasCount) stdout.write('\r\u001B[K')
    hasCount = false
  }
  return {
    end,
    step(message) {
      end()
      last = now()
      stdout.write(`${message}\n`)
    },
    progress(message) {
      if (now() - last < pause) return
      last = now()
      if (!isTTY) return void stdout.write(`${message}\n`)
      stdout.write(`\r\u001B[K${message.slice(0, (stdout.columns ?? 80) - 1)}`)
      hasCount = true
    },
    warn(message) {
      end()
      stderr.write(`${warning} ${message}\n`)
    },
  }
}
