import type { ImageTransform } from '../shared/image-transform.ts'

/** The size of a remote image. */
export interface ImageSize {
  readonly width: number
  readonly height: number
  readonly format?: string | undefined
}

/** What makes the images of a site, or notes which ones have to be made. */
export interface ImageHost {
  /**
   * Returns the URL of the image that a transform makes.
   *
   * @param transform - What the page prints.
   * @returns The URL as it is printed, with the path of the mount.
   */
  toUrl(transform: ImageTransform): string
  /**
   * Reads the size of a remote image. The URL is one of those that the configuration allows.
   */
  inferSize?(url: string): Promise<ImageSize>
}

/** Global, because built pages may import another copy of this package than the server does. */
const KEY = Symbol.for('ssr-pages.image-hosts')

const hosts = findHosts()

/**
 * Lets a host answer for the images of one build in this process.
 *
 * @param id - That of the build's {@link SiteImages}.
 * @returns A function that ends it; the host before it answers again.
 */
export function registerImageHost(id: string, host: ImageHost): () => void {
  const list = hosts.get(id) ?? []
  hosts.set(id, list)
  list.push(host)
  return () => {
    const index = list.lastIndexOf(host)
    if (index !== -1) list.splice(index, 1)
  }
}

/** Finds the host that answers for the images of a build: the last one that was registered. */
export function findImageHost(id: string): ImageHost | undefined {
  return hosts.get(id)?.at(-1)
}

function findHosts(): Map<string, ImageHost[]> {
  const found: unknown = Reflect.get(globalThis, KEY)
  if (found !== undefined) return found as Map<string, ImageHost[]>
  const created = new Map<string, ImageHost[]>()
  Object.defineProperty(globalThis, KEY, { value: created })
  return created
}
