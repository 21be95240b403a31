import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readStats } from './read-stats.ts'

/** Names of files that are read once per run: the configuration and the `.env` files. */
const SETTINGS = /^(?:(?:ssr-pages|astro)\.config\.\w+|\.env(?:\.\w+)*)$/

/** The runs of a server that reads the settings of a project once per run. */
export interface Restarts {
  /** Starts it again. Calls during a restart return the same promise. */
  restart(): Promise<void>
  /** Restarts also when this file changes, until the next start. */
  watch(file: string): void
  /** Resolves when no restart is under way. */
  settled(): Promise<void>
  /** Waits in the same way, and prevents further restarts. */
  close(): Promise<void>
}

/**
 * Delays in milliseconds after which the settings are checked again. Vite's watcher drops a change
 * within 50 ms of another one, for example when an editor empties a file before it writes it, and
 * changes while it reads the folders.
 */
const LOOK_AGAIN = [100, 1000]

/**
 * Restarts a server when its settings have changed. There is no watcher between two runs, and a
 * file may have been read half written, so changes in the meantime are found by the dates of the
 * files.
 *
 * @param root - Absolute path of the project.
 * @param start - Ends the previous run and starts the next one; never rejects.
 * @returns The runs; none has started yet.
 */
export function createRestarts(root: string, start: () => Promise<void>): Restarts {
  let isStale = false
  let isClosed = false
  let running: Promise<void> | undefined
  let read = ''
  const watched = new Map<string, string>()

  function isChanged(): boolean {
    if (stampOf(root) !== read) return true
    return [...watched].some(([file, stamp]) => changedAt(file) !== stamp)
  }

  async function startWhileStale(): Promise<void> {
    while (isStale && !isClosed) {
      read = stampOf(root)
      watched.clear()
      isStale = false
      await start()
      if (isChanged()) isStale = true
    }
  }
  function restart(): Promise<void> {
    isStale = true
    running ??= startWhileStale().finally(() => {
      running = undefined
      for (const delay of LOOK_AGAIN) setTimeout(lookAgain, delay).unref()
    })
    return running
  }
  function lookAgain(): void {
    if (!isClosed && running === undefined && isChanged()) void restart()
  }
  return {
    restart,
    watch: (file) => void watched.set(file, changedAt(file)),
    settled: async () => running,
    async close() {
      isClosed = true
      await running
    },
  }
}

function stampOf(root: string): string {
  const names = listFolder(root).filter((name) => SETTINGS.test(name))
  return names.map((name) => `${name} ${changedAt(join(root, name))}`).join()
}

// The folder may have been deleted.
function listFolder(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

function changedAt(file: string): string {
  const stats = readStats(file)
  return `${stats?.mtimeMs} ${stats?.size}`
}
