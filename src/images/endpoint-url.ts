import { mountPath } from '../shared/mount.ts'
import type { SiteImages } from '../shared/image-settings.ts'
import { type ImageTransform, toQuery, withSignature } from '../shared/image-transform.ts'
import { runTimeKey, signQuery } from './sign.ts'

/** A site prints a limited number of images, but their URLs may come from data: only so many are kept. */
const MOST = 2000

/**
 * Creates the function that writes the URLs of the image endpoint.
 *
 * @param images - The site's images.
 * @returns A function that returns the signed URL of a transform under the current mount.
 */
export function createEndpointUrls(images: SiteImages): (transform: ImageTransform) => string {
  const { base, key, settings } = images
  const signed = new Map<string, string>()
  const start = `/${settings.endpoint.route}`.replaceAll(/\/{2,}/g, '/')
  return (transform) => {
    const query = toQuery(transform)
    let url = signed.get(query)
    if (url === undefined) {
      url = `${start}?${withSignature(query, signQuery(query, runTimeKey(key)))}`
      if (signed.size >= MOST) signed.clear()
      signed.set(query, url)
    }
    return mountPath(base) + url
  }
}
