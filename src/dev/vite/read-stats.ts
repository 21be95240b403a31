import { type Stats, statSync } from 'node:fs'

/**
 * Returns the dates and the size of a file, or `undefined` when it cannot be read, for whatever
 * reason: its folder may be a file by now, or a link may lead to itself. A watcher must not throw,
 * because that would end the process.
 */
export function readStats(file: string): Stats | undefined {
  try {
    return statSync(file)
  } catch {
    return undefined
  }
}
