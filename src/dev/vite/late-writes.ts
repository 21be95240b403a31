import type { EventEmitter } from 'node:events'
import type { Stats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { readStats } from './read-stats.ts'

/** Longer than chokidar merges changes, and too short to notice. */
const PAUSE_MS = 100

/**
 * Reports files that are written again directly after a change, for example by a formatter that
 * runs on save: chokidar merges all changes within 50 ms and reports only the first.
 *
 * @param watcher - Emits `change` for them.
 */
export function reportLateWrites(watcher: EventEmitter): void {
  watcher.on('change', (file: string, stats?: Stats) => {
    const seen = stats ?? readStats(file)
    const timer = setTimeout(() => {
      stat(file).then(
        (now) => now.mtimeMs === seen?.mtimeMs || watcher.emit('change', file, now),
        () => undefined,
      )
    }, PAUSE_MS)
    timer.unref()
  })
}
