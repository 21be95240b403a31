import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Names of what a run reads once: the configuration and the `.env` files. */
const SETTINGS = /^(?:(?:ssr-pages|astro)\.config\.\w+|\.env(?:\.\w+)*)$/

/** The runs of something that reads the settings of a project once. */
export interface Restarts {
  /** Starts it again; those who ask meanwhile get the same promise. */
  restart(): Promise<void>
  /** Resolves when no restart is under way. */
  settled(): Promise<void>
  /** The same, and no other begins. */
  close(): Promise<void>
}

/**
 * When to look once more, in milliseconds: Vite's watcher drops a change within 50 ms of another one, as when
 * an editor empties a file and then writes it, and what changes while it reads the folders.
 */
const LOOK_AGAIN = [100, 1000]

/**
 * Starts something again when its settings have changed. Nobody watches between two runs, and a file may
 * have been read half written: what has changed in the meantime is seen by its date.
 *
 * @param root - The project's root, absolute.
 * @param start - Ends the last run and starts the next one; never rejects.
 * @returns Nothing is started yet.
 */
export function createRestarts(root: string, start: () => Promise<void>): Restarts {
  let isStale = false
  let isClosed = false
  let running: Promise<void> | undefined
  let read = ''

  async function startWhileStale(): Promise<void> {
    while (isStale && !isClosed) {
      read = stampOf(root)
      isStale = false
      await start()
      if (stampOf(root) !== read) isStale = true
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
    if (!isClosed && running === undefined && stampOf(root) !== read) void restart()
  }
  return {
    restart,
    settled: async () => running,
    async close() {
      isClosed = true
      await running
    },
  }
}

function stampOf(root: string): string {
  // A folder that is gone has none.
  const names = (existsSync(root) ? readdirSync(root) : []).filter((name) => SETTINGS.test(name))
  return names.map((name) => `${name} ${changedAt(join(root, name))}`).join()
}

function changedAt(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false })
  return `${stats?.mtimeMs} ${stats?.size}`
}
