import { createHash } from 'node:crypto'
import CachePolicy from 'http-cache-semantics'
import { LRUCache } from 'lru-cache'
import type { RemoteImages } from '../../shared/remote-images.ts'
import { Flights } from '../flights.ts'
import { kindOf } from '../image-kind.ts'
import { invalid } from '../invalid-image.ts'
import { type RemoteAnswer, type Validators, fetchImage } from './fetch-image.ts'

/** A remote image, as far as it is known. */
export interface RemoteOriginal extends Validators {
  /** Changes with the bytes. */
  readonly digest: string
  /** When it must be asked for again, in the time of `Date.now()`. */
  readonly freshUntil: number
}

interface Fetched extends RemoteOriginal {
  readonly bytes: Uint8Array
}

/** Servers that forbid to keep an image are asked once in this time all the same. */
const LEAST_MS = 60_000
const MOST_MS = 7 * 24 * 3_600_000

/** How long an image is used on after its server has failed. */
const STALE_MS = 24 * 3_600_000

/** Remote images: fetched once for all who ask, and asked for again when they are no longer fresh. */
export class RemoteOriginals {
  readonly #images: RemoteImages
  readonly #known = new LRUCache<string, RemoteOriginal>({ max: 5000 })
  readonly #bytes: LRUCache<string, Fetched>
  readonly #flights = new Flights<Fetched>()
  readonly #checks = new Flights<RemoteOriginal>()

  /**
   * @param images - The configuration.
   * @param mostBytes - How many bytes of originals are kept in memory.
   */
  constructor(images: RemoteImages, mostBytes: number) {
    this.#images = images
    this.#bytes = new LRUCache({
      maxSize: mostBytes,
      sizeCalculation: ({ bytes }) => bytes.length + 200,
    })
  }

  /** Returns what is known of a remote image; `undefined` if its server must be asked. */
  fresh(url: string): RemoteOriginal | undefined {
    const known = this.#known.get(url)
    return known !== undefined && known.freshUntil > Date.now() ? known : undefined
  }

  /**
   * Returns what is known of a remote image, and fetches it if that is nothing.
   *
   * @throws {SsrPagesError} IMAGE_UNAVAILABLE, IMAGE_INVALID
   */
  async identify(url: string, signal: AbortSignal): Promise<RemoteOriginal> {
    const fresh = this.fresh(url)
    if (fresh !== undefined) return fresh
    const known = this.#known.get(url)
    return this.#checks.join(url, signal, async (stop) => {
      if (known === undefined) return this.#fetch(url, stop, {})
      return this.#revalidate(url, stop, known)
    })
  }

  /** Returns the bytes of a remote image. */
  async read(url: string, signal: AbortSignal): Promise<Uint8Array> {
    const { bytes } =
      this.#bytes.get(url) ??
      (await this.#flights.join(url, signal, (stop) => this.#fetch(url, stop, {})))
    return bytes
  }

  async #revalidate(
    url: string,
    signal: AbortSignal,
    known: RemoteOriginal,
  ): Promise<RemoteOriginal> {
    try {
      return await this.#fetch(url, signal, known)
    } catch (error) {
      if (signal.aborted || Date.now() > known.freshUntil + STALE_MS) throw error
      // Asked again in a minute.
      this.#known.set(url, {
        ...known,
        freshUntil: Math.max(known.freshUntil, Date.now() + LEAST_MS),
      })
      return known
    }
  }

  async #fetch(url: string, signal: AbortSignal, known: Partial<RemoteOriginal>): Promise<Fetched> {
    const answer = await fetchImage(url, this.#images, signal, known)
    const freshUntil = Date.now() + lifetimeOf(url, answer)
    const { digest } = known
    const fetched =
      answer.status === 304 && digest !== undefined
        ? { ...known, digest, freshUntil, bytes: this.#bytes.get(url)?.bytes ?? answer.bytes }
        : toFetched(url, answer, freshUntil)
    const { bytes, ...facts } = fetched
    this.#known.set(url, facts)
    if (bytes.length > 0) this.#bytes.set(url, fetched)
    return fetched
  }
}

function toFetched(url: string, { bytes, headers }: RemoteAnswer, freshUntil: number): Fetched {
  if (kindOf(bytes) === undefined)
    throw invalid(url, 'it is not a JPEG, PNG, GIF, WebP, AVIF, TIFF or SVG file')
  return {
    bytes,
    digest: createHash('sha256').update(bytes).digest('base64url'),
    freshUntil,
    etag: headers.etag,
    lastModified: headers['last-modified'],
  }
}

// A 304 cannot be stored itself: its headers are those of the image.
function lifetimeOf(url: string, { headers }: RemoteAnswer): number {
  const request = { url, method: 'GET', headers: {} }
  const policy = new CachePolicy(request, { status: 200, headers })
  const milliseconds = policy.storable() ? policy.timeToLive() : 0
  return Math.min(MOST_MS, Math.max(LEAST_MS, milliseconds))
}
