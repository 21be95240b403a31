import { registerImageHost } from '../images/image-host.ts'
import type { RemotePattern, SiteImages } from '../shared/image-settings.ts'
import type { ImageTransform } from '../shared/image-transform.ts'
import { mountPath } from '../shared/mount.ts'
import { isRemote } from '../transforms/remote/is-remote.ts'

/** The value of `fit` at Netlify for each of ours; there it is `contain` if none is given. */
const FITS: Readonly<Record<string, string>> = {
  contain: 'contain',
  inside: 'contain',
  'scale-down': 'contain',
  fill: 'fill',
}

const FORMATS: Readonly<Record<string, string>> = {
  avif: 'avif',
  gif: 'gif',
  jpeg: 'jpg',
  jpg: 'jpg',
  png: 'png',
  webp: 'webp',
}

const QUALITIES: Readonly<Record<string, string>> = { low: '25', mid: '50', high: '80', max: '100' }
const POSITIONS = new Set(['top', 'bottom', 'left', 'right', 'center'])

/**
 * Lets the image CDN of Netlify make the images of a site.
 *
 * @param images - The images of the site.
 * @param isOn - False to print the originals instead.
 * @see https://docs.netlify.com/build/image-cdn/overview/
 */
export function useImageCdn(images: SiteImages, isOn: boolean): void {
  const { id, base, settings } = images
  registerImageHost(id, {
    toUrl(transform) {
      const { href } = transform
      const original = isRemote(href) ? href : mountPath(base) + href
      return isOn ? toCdnUrl(transform, original) : original
    },
    async inferSize(url) {
      const { inferRemoteSize } = await import('../transforms/infer-size.ts')
      return inferRemoteSize(url, settings)
    },
  })
}

function toCdnUrl(transform: ImageTransform, original: string): string {
  const { width, height, format = 'webp', quality, fit = 'cover', position } = transform
  const params = new URLSearchParams({ url: original })
  if (width !== undefined) params.set('w', String(width))
  if (height !== undefined) params.set('h', String(height))
  if (width !== undefined && height !== undefined) {
    params.set('fit', FITS[fit] ?? 'cover')
    if (position !== undefined && POSITIONS.has(position)) params.set('position', position)
  }
  const made = FORMATS[format]
  if (made !== undefined) params.set('fm', made)
  if (quality !== undefined) params.set('q', QUALITIES[quality] ?? String(quality))
  return `/.netlify/images?${params}`
}

/**
 * Returns the expressions by which the image CDN knows the remote images that a site may use.
 *
 * @see https://docs.netlify.com/build/image-cdn/overview/#remote-path
 */
export function toRemoteImages({ settings }: SiteImages): string[] {
  const { domains, remotePatterns } = settings
  return [...domains.map((hostname) => ({ hostname })), ...remotePatterns].map(toExpression)
}

// Anchored: the URL of another host may contain that of an allowed one.
function toExpression({ protocol, hostname, port, pathname }: RemotePattern): string {
  const scheme = protocol ? escape(protocol) : 'https?'
  const place = port ? `:${escape(port)}` : '(:[0-9]+)?'
  return `^${scheme}://${toHost(hostname)}${place}${toPath(pathname)}(\\?.*)?$`
}

function toHost(hostname?: string): string {
  if (!hostname) return '[^/?#@:]+'
  if (hostname.startsWith('**.')) return `([^./?#@:]+\\.)+${escape(hostname.slice(3))}`
  if (hostname.startsWith('*.')) return `[^./?#@:]+\\.${escape(hostname.slice(2))}`
  return escape(hostname)
}

function toPath(pathname?: string): string {
  if (!pathname) return '(/[^?]*)?'
  if (pathname.endsWith('/**')) return `${escape(pathname.slice(0, -2))}[^?]+`
  if (pathname.endsWith('/*')) return `${escape(pathname.slice(0, -1))}[^/?]+/?`
  return escape(pathname)
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)
}
