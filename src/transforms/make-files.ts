import { setMaxListeners } from 'node:events'
import type { SiteImages } from '../shared/image-settings.ts'
import type { ImageTransform } from '../shared/image-transform.ts'
import { DiskCache } from './disk-cache.ts'
import { keyOf } from './image-key.ts'
import type { FindOriginal } from './local-originals.ts'
import type { Sharp } from './load-sharp.ts'
import { invalid } from './invalid-image.ts'
import { type MadeImage, makeImage } from './make-image.ts'
import { createTransformWork, toMaker } from './open-images.ts'
import { isRemote } from './remote/is-remote.ts'
import type { RemoteOriginals } from './remote/remote-originals.ts'

/** What the files of prerendered pages are made with. */
export interface FileParts {
  readonly images: SiteImages
  readonly sharp: Sharp
  readonly findOriginal: FindOriginal
  readonly remote: RemoteOriginals
  /** Absolute path of the folder that keeps images from build to build. (default: none does) */
  readonly cache: string | undefined
  /** Receives each file. */
  readonly write: (file: string, content: Uint8Array) => void
  /** Reports how many files are made. */
  readonly progress: (made: number) => void
}

/** A build waits for all its images: none is refused. */
const ANY_NUMBER = Infinity
const CACHE_BYTES = 8 * 1024 ** 3

const NEVER = new AbortController().signal
// Each image that waits listens to it.
setMaxListeners(0, NEVER)

/**
 * Makes the images of prerendered pages, each one once; an unchanged image is taken from the cache,
 * from which all others are removed.
 *
 * @param files - The transforms by their files.
 * @returns How many images were made, because no earlier build has made them.
 * @throws {SsrPagesError} IMAGE_INVALID, IMAGE_UNAVAILABLE
 */
export async function makeFiles(
  files: ReadonlyMap<string, ImageTransform>,
  parts: FileParts,
): Promise<number> {
  const cache = parts.cache === undefined ? undefined : new DiskCache(parts.cache, CACHE_BYTES)
  const work = createTransformWork(ANY_NUMBER)
  const keys = new Set<string>()
  let [made, done] = [0, 0]
  const makeOne = async ([file, transform]: readonly [string, ImageTransform]) => {
    const { key, read } = await identify(transform, parts)
    keys.add(key)
    let image = await cache?.read(key)
    if (image === undefined) {
      image = await make(parts, transform, await read())
      made += 1
      await cache?.write(key, image)
    }
    parts.write(file, image.bytes)
    parts.progress((done += 1))
  }
  await Promise.all([...files].map((one) => work.run(NEVER, () => makeOne(one))))
  await cache?.keepOnly(keys)
  return made
}

/** An original, before its bytes are needed. */
interface Identified {
  readonly key: string
  readonly read: () => Promise<Uint8Array>
}

async function identify(transform: ImageTransform, parts: FileParts): Promise<Identified> {
  const { findOriginal, remote, images, sharp } = parts
  const { href } = transform
  const maker = toMaker(images, sharp)
  if (isRemote(href)) {
    const { digest } = await remote.identify(href, NEVER)
    return { key: keyOf(maker, transform, digest), read: () => remote.read(href, NEVER) }
  }
  const original = await findOriginal(href)
  if (original === undefined) throw invalid(href, 'there is no such file in the build')
  return { key: keyOf(maker, transform, original.identity), read: () => original.read() }
}

function make(
  { images, sharp }: FileParts,
  transform: ImageTransform,
  bytes: Uint8Array,
): Promise<MadeImage> {
  return makeImage(toMaker(images, sharp), bytes, transform)
}
