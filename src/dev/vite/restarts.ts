import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readStats } from './read-stats.ts'

/** Names of files that are read once per run: the configuration and the `.env` files. */
const SETTINGS = /^(?:(?:ssr-pages|astro)\.config\.\w+|\.env(?:\.\w+)*)$/

/** The runs of a server that reads the settings of a project once per run. */
export interface Restarts {
  /**
   * Starts it again. Calls during a restart return the same promise.
   *
   * @param file - The changed file that asks for it. Nothing happens if the last start has already
   *   read it as it is now: a watcher may report one save several times.
   */
  restart(file?: string): Promise<void>
  /** Restarts also when this file changes, until the next start. */
  watch(file: string): void
  /** From the next start on, changes of these files during a start are seen as well. */
  know(files: readonly string[]): void
  /** Notes the files as they are now, because a start reads them from now on. */
  begin(): void
  /** Tells whether a file has changed since the start began. */
  isOutdated(): boolean
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

/** How often it starts in a row if each start changes files that it reads. */
const MAX_ROUNDS = 5

/** A file as a start has read it. */
interface Version {
  readonly date: string
  /** Hash of its content: an integration may write a file again that it watches itself. */
  readonly hash: string
}

/**
 * Restarts a server when its settings have changed. There is no watcher between two runs, and a
 * file may have been read half written, so changes in the meantime are found by the dates and the
 * contents of the files.
 *
 * @param root - Absolute path of the project.
 * @param start - Ends the previous run and starts the next one; never rejects.
 * @returns The runs; none has started yet.
 */
export function createRestarts(root: string, start: () => Promise<void>): Restarts {
  let isStale = false
  let isClosed = false
  let running: Promise<void> | undefined
  let known: readonly string[] = []
  const read = new Map<string, Version>()

  function begin(): void {
    isStale = false
    read.clear()
    for (const file of [...listSettings(root), ...known]) watch(file)
  }
  function watch(file: string): void {
    read.set(file, versionOf(file))
  }
  function isOutdated(): boolean {
    return listSettings(root).some((file) => !read.has(file)) || [...read.keys()].some(isChanged)
  }
  function isChanged(file: string): boolean {
    const version = read.get(file)
    return version?.date !== dateOf(file) && version?.hash !== hashOf(file)
  }
  // A file that is saved without a change restarts the server, unless a start has saved it.
  function isRead(file: string): boolean {
    return running === undefined ? read.get(file)?.date === dateOf(file) : !isChanged(file)
  }

  async function startWhileStale(): Promise<void> {
    for (let round = 0; isStale && !isClosed && round < MAX_ROUNDS; round++) {
      begin()
      await start()
      if (isOutdated()) isStale = true
    }
    // Otherwise the next look would start it again.
    if (isStale) for (const file of [...listSettings(root), ...read.keys()]) watch(file)
  }
  function restart(file?: string): Promise<void> {
    if (file !== undefined && isRead(file)) return running ?? DONE
    isStale = true
    running ??= DONE.then(startWhileStale).finally(() => {
      running = undefined
      for (const delay of LOOK_AGAIN) setTimeout(lookAgain, delay).unref()
    })
    return running
  }
  function lookAgain(): void {
    if (!isClosed && running === undefined && isOutdated()) void restart()
  }
  return {
    restart,
    watch,
    know: (files) => (known = files),
    begin,
    isOutdated,
    settled: async () => running,
    async close() {
      isClosed = true
      await running
    },
  }
}

const DONE = Promise.resolve()

function listSettings(root: string): string[] {
  const names = listFolder(root).filter((name) => SETTINGS.test(name))
  return names.map((name) => join(root, name))
}

// The folder may have been deleted.
function listFolder(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

function versionOf(file: string): Version {
  return { date: dateOf(file), hash: hashOf(file) }
}

function dateOf(file: string): string {
  const stats = readStats(file)
  return `${stats?.mtimeMs} ${stats?.size}`
}

// A folder that is watched has no content.
function hashOf(file: string): string {
  try {
    return createHash('sha1').update(readFileSync(file)).digest('hex')
  } catch {
    return dateOf(file)
  }
}
