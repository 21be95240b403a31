import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toKind } from './image-kind.ts'
import type { MadeImage } from './make-image.ts'

/** The name of an image in the folder, or of its draft. Other files are never removed. */
const OWN_NAME = /^[\da-f]{40}(\.[\da-f-]{36})?$/

const CHECKSUM = 32
const KIND = 8
const HEAD = CHECKSUM + KIND
const HOUR = 3_600_000
/** Nothing is written for this time after a failure: the disk may be full, or the folder read-only. */
const PAUSE = 60_000

/**
 * Keeps images in a folder, which several servers of one machine may share: a file is complete before
 * it gets its name, and one that is damaged is made again. If nothing can be written there, all goes
 * on without.
 */
export class DiskCache {
  readonly #folder: string
  readonly #mostBytes: number
  /** Bytes that may be written before the folder is looked through again. */
  #allowance = 0
  #clearing: Promise<void> | undefined
  #pausedUntil = 0

  /**
   * @param folder - Absolute path; created when the first image is stored.
   * @param mostBytes - How large the folder may become.
   */
  constructor(folder: string, mostBytes: number) {
    this.#folder = folder
    this.#mostBytes = mostBytes
  }

  /** Reads an image; `undefined` if it is not there, or damaged. */
  async read(key: string): Promise<MadeImage | undefined> {
    const path = this.#pathOf(key)
    const file = await readFile(path).catch(() => undefined)
    if (file === undefined) return undefined
    const image = unpack(file)
    if (image === undefined) await rm(path, { force: true }).catch(() => {})
    else void touch(path)
    return image
  }

  /** Stores an image. */
  async write(key: string, image: MadeImage): Promise<void> {
    if (Date.now() < this.#pausedUntil) return
    const path = this.#pathOf(key)
    const draft = `${path}.${randomUUID()}`
    const file = pack(image)
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 })
      await this.#makeRoom(file.length)
      await writeFile(draft, file, { mode: 0o600, flag: 'wx' })
      await rename(draft, path)
    } catch {
      this.#pausedUntil = Date.now() + PAUSE
      await rm(draft, { force: true }).catch(() => {})
    }
  }

  /** Removes all images but those of some keys. */
  async keepOnly(keys: ReadonlySet<string>): Promise<void> {
    const names = new Set([...keys].map(toName))
    for (const { path, name } of await this.#list()) {
      if (!names.has(name)) await rm(path, { force: true }).catch(() => {})
    }
  }

  async #makeRoom(bytes: number): Promise<void> {
    this.#allowance -= bytes
    if (this.#allowance > 0) return
    await (this.#clearing ??= this.#clear().finally(() => (this.#clearing = undefined)))
    this.#allowance -= bytes
  }

  // Other servers write into the folder, too: it is read again after each sixteenth of its size.
  async #clear(): Promise<void> {
    this.#allowance = this.#mostBytes / 16
    const files = (await this.#list()).toSorted((a, b) => b.usedAt - a.usedAt)
    let total = 0
    for (const { path, size, usedAt, isDraft } of files) {
      total += size
      const isOver = total > this.#mostBytes - this.#allowance
      const isLost = isDraft && usedAt < Date.now() - HOUR
      if (isLost || (isOver && !isDraft)) await rm(path, { force: true }).catch(() => {})
    }
  }

  async #list(): Promise<CachedFile[]> {
    const names = await readdir(this.#folder).catch(() => [])
    const files = names.map(async (name) => {
      const [isOwn, draft] = OWN_NAME.exec(name) ?? []
      const path = join(this.#folder, name)
      const facts = isOwn === undefined ? undefined : await stat(path).catch(() => undefined)
      if (facts === undefined) return []
      return [{ path, name, size: facts.size, usedAt: facts.mtimeMs, isDraft: draft !== undefined }]
    })
    return (await Promise.all(files)).flat()
  }

  #pathOf(key: string): string {
    return join(this.#folder, toName(key))
  }
}

interface CachedFile {
  readonly path: string
  readonly name: string
  readonly size: number
  readonly usedAt: number
  readonly isDraft: boolean
}

function toName(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 40)
}

// The images that are used are the last ones to be removed.
async function touch(path: string): Promise<void> {
  try {
    const { mtimeMs } = await stat(path)
    if (mtimeMs < Date.now() - HOUR) await utimes(path, new Date(), new Date())
  } catch {
    // The folder cannot be written.
  }
}

// A file: the checksum of what follows, the kind, the bytes.
function pack({ bytes, kind }: MadeImage): Buffer {
  const file = Buffer.concat([Buffer.alloc(CHECKSUM), Buffer.from(kind.padEnd(KIND)), bytes])
  checksum(file).copy(file)
  return file
}

function unpack(file: Buffer): MadeImage | undefined {
  if (file.length <= HEAD || !checksum(file).equals(file.subarray(0, CHECKSUM))) return undefined
  const kind = toKind(file.toString('latin1', CHECKSUM, HEAD).trimEnd())
  return kind && { bytes: file.subarray(HEAD), kind }
}

function checksum(file: Buffer): Buffer {
  return createHash('sha256').update(file.subarray(CHECKSUM)).digest()
}
