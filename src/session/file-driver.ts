import { randomUUID } from 'node:crypto'
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SessionDriver } from './driver.ts'

const HOUR = 3_600_000

/**
 * Keeps each session in a file of its own that only the user of the server can read. Servers on one
 * machine can share the folder: a file is complete before it takes the place of the last one.
 */
export class FileDriver implements SessionDriver {
  readonly #folder: string
  #clearedAt = 0

  /**
   * @param folder - Absolute; made when the first session is stored.
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

  async setItem(id: string, text: string, { ttl }: { ttl?: number }): Promise<void> {
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
    if (ttl !== undefined) void this.#clear(ttl).catch(() => {})
  }

  async removeItem(id: string): Promise<void> {
    await rm(join(this.#folder, id), { force: true })
  }

  // Once an hour, files of sessions that have ended go. Who fails at it has lost nothing.
  async #clear(ttl: number): Promise<void> {
    const now = Date.now()
    if (now < this.#clearedAt + HOUR) return
    this.#clearedAt = now
    for (const name of await readdir(this.#folder)) {
      const path = join(this.#folder, name)
      const { mtimeMs } = await stat(path)
      if (mtimeMs + ttl * 1000 < now) await rm(path, { force: true })
    }
  }
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT'
}
