import { createPaint } from '../diagnostics/paint.ts'
import type { BuildLog } from '../project/logger.ts'

/** Milliseconds between two counts: what an eye can follow, and what a log file should hold. */
const PAUSE = { terminal: 80, file: 10_000 }

/** A stream that is a terminal, or is not. */
export interface Output {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

/**
 * Creates the log of a build. On a terminal a count stands in the last line, and is overwritten; in a
 * file it is a line from time to time, so that a job in CI is seen to be alive.
 *
 * @param stdout - Gets what is being done.
 * @param stderr - Gets warnings.
 * @param now - The clock, in milliseconds. (default: that of the process)
 * @returns The log; `end()` takes the last count away.
 */
export function createBuildLog(
  stdout: Output,
  stderr: Output,
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
