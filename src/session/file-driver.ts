import { randomUUID } from 'node:crypto'
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SessionDriver } from './driver.ts'
import { isMissing } from '../shared/is-missing.ts'

const MINUTE = 60_000
const HOUR = 3_600_000

/** The name of a session's file or of its draft. Other files in the folder are never removed. */
const OWN_NAME = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(\.[\da-f-]{36})?$/

/**
 * Keeps each session in its own file, which only the server's user can read. Several servers on one
 * machine can share the folder: a file is complete before it replaces the previous one.
 */
export class FileDriver implements SessionDriver {
  readonly #folder: string
  #clearedAt = -Infinity

  /**
   * @param folder - Absolute path; created when the first session is stored.
   */
  constructor(folder: string) {
    this.#folder = folder
  }

  async getItem(id: string): Promise<string | undefined> {
    try {
      return await readFile(join(this.#folder, id), 'utf8')
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  }

  async setItem(id: string, text: string, { ttl }: { ttl: number }): Promise<void> {
    const path = join(this.#folder, id)
    const draft = `${path}.${randomUUID()}`
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    try {
      await writeFile(draft, text, { mode: 0o600, flag: 'wx' })
      await rename(draft, path)
    } catch (error) {
      await rm(draft, { force: true })
      throw error
    }
    void this.#clear(ttl * 1000).catch(() => {})
  }

  async removeItem(id: string): Promise<void> {
    await rm(join(this.#folder, id), { force: true })
  }

  // From time to time, removes files of sessions that have ended, and drafts of servers that were
  // killed. The interval is not measured by the system clock, which can be set back.
  async #clear(ttl: number): Promise<void> {
    const now = performance.now()
    if (now < this.#clearedAt + Math.min(HOUR, Math.max(MINUTE, ttl))) return
    this.#clearedAt = now
    for (const name of await readdir(this.#folder)) {
      const [isOwn, draft] = OWN_NAME.exec(name) ?? []
      if (isOwn === undefined) continue
      const lifetime = draft === undefined ? ttl : Math.min(HOUR, ttl)
      await removeOlder(join(this.#folder, name), lifetime).catch(() => {})
    }
  }
}

// A file that has vanished or cannot be removed does not stop the others from being removed.
async function removeOlder(path: string, lifetime: number): Promise<void> {
  const { mtimeMs } = await stat(path)
  if (mtimeMs + lifetime < Date.now()) await rm(path, { force: true })
}
