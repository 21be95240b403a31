import { statSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { FSWatcher } from 'vite'

/** More than a watcher takes for one change, and less than anybody waits for. */
const PAUSE_MS = 100

/**
 * Reports files that are written again right behind a change, as by a formatter that runs on save: all that
 * comes within 50 ms, chokidar takes for one change, and reports the first.
 *
 * @param watcher - Emits `change` for them.
 */
export function reportLateWrites(watcher: FSWatcher): void {
  watcher.on('change', (file, stats) => {
    const seen = stats ?? statSync(file, { throwIfNoEntry: false })
    const timer = setTimeout(() => {
      stat(file).then(
        (now) => now.mtimeMs === seen?.mtimeMs || watcher.emit('change', file, now),
        () => undefined,
      )
    }, PAUSE_MS)
    timer.unref()
  })
}
