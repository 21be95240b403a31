import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { property } from '../shared/property.ts'
import type { DiskCache } from './disk-cache.ts'
import { Flights } from './flights.ts'
import type { MadeImage } from './make-image.ts'

/** An image that can be sent. */
export interface StoredImage extends MadeImage {
  readonly etag: string
}

/** How long a failure is remembered, so that a file that cannot be decoded costs little. */
const FAILURE_MS = 10_000

/** Finds images that have been made, in memory and on disk, and has others made, each one once. */
export class ImageStore {
  readonly #memory: LRUCache<string, StoredImage>
  readonly #failures = new LRUCache<string, { readonly error: unknown }>({
    max: 1000,
    ttl: FAILURE_MS,
  })
  readonly #disk: DiskCache | undefined
  readonly #flights = new Flights<StoredImage>()

  /**
   * @param mostBytes - How many bytes of images are kept in memory.
   * @param disk - Where they are kept, too. (default: nowhere)
   */
  constructor(mostBytes: number, disk?: DiskCache) {
    this.#memory = new LRUCache({
      maxSize: mostBytes,
      maxEntrySize: mostBytes / 8,
      sizeCalculation: ({ bytes }) => bytes.length + 200,
    })
    this.#disk = disk
  }

  /**
   * Returns an image.
   *
   * @param key - Everything that the image depends on.
   * @param signal - Aborted when the client has left.
   * @param make - Makes it; the signal is aborted when nobody waits for it any more.
   * @throws {unknown} whatever `make` throws, for some seconds without calling it again
   */
  async get(
    key: string,
    signal: AbortSignal,
    make: (signal: AbortSignal) => Promise<MadeImage>,
  ): Promise<StoredImage> {
    const known = this.#memory.get(key)
    if (known !== undefined) return known
    const failure = this.#failures.get(key)
    if (failure !== undefined) throw failure.error
    return this.#flights.join(key, signal, (stop) => this.#find(key, stop, make))
  }

  async #find(
    key: string,
    signal: AbortSignal,
    make: (signal: AbortSignal) => Promise<MadeImage>,
  ): Promise<StoredImage> {
    const kept = await this.#disk?.read(key)
    const image = kept ?? (await this.#make(key, signal, make))
    const stored = { ...image, etag: toEtag(image.bytes) }
    this.#memory.set(key, stored)
    if (kept === undefined) void this.#disk?.write(key, image)
    return stored
  }

  async #make(
    key: string,
    signal: AbortSignal,
    make: (signal: AbortSignal) => Promise<MadeImage>,
  ): Promise<MadeImage> {
    try {
      return await make(signal)
    } catch (error) {
      if (!signal.aborted && isLasting(error)) this.#failures.set(key, { error })
      throw error
    }
  }
}

// A full queue is another one soon.
function isLasting(error: unknown): boolean {
  return property(error, 'code') !== 'SSR_PAGES_IMAGE_QUEUE_FULL'
}

function toEtag(bytes: Uint8Array): string {
  return `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`
}
