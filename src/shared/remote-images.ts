import type { ImageSettings, RemotePattern } from './image-settings.ts'

/** Which images of other hosts a site may use. */
export type RemoteImages = Pick<ImageSettings, 'domains' | 'remotePatterns'>

const PROTOCOLS = new Set(['http:', 'https:', 'data:'])

/**
 * Whether the configuration allows an image of another host, by the rules of Astro: `*.` stands for
 * one label and `**.` for any number of them, `/*` for one segment and `/**` for all that follow.
 *
 * @param url - An absolute URL; anything else is not allowed.
 */
export function isRemoteAllowed(url: string | URL, images: RemoteImages): boolean {
  const parsed = URL.canParse(String(url)) ? new URL(url) : undefined
  if (parsed === undefined || !PROTOCOLS.has(parsed.protocol)) return false
  const { domains, remotePatterns } = images
  return (
    domains.includes(parsed.hostname) ||
    remotePatterns.some((pattern) => matchesPattern(parsed, pattern))
  )
}

/** Whether one pattern allows a URL. */
export function matchesPattern(url: URL, pattern: RemotePattern): boolean {
  const { protocol, hostname, port, pathname } = pattern
  return (
    (!protocol || `${protocol}:` === url.protocol) &&
    matchesHost(url, hostname) &&
    (!port || port === url.port) &&
    matchesPath(url, pathname)
  )
}

function matchesHost({ hostname }: URL, wanted?: string): boolean {
  if (!wanted) return true
  if (!wanted.startsWith('*')) return wanted === hostname
  if (wanted.startsWith('**.'))
    return hostname.endsWith(wanted.slice(2)) && hostname !== wanted.slice(2)
  if (!wanted.startsWith('*.') || !hostname.endsWith(wanted.slice(1))) return false
  const label = hostname.slice(0, -wanted.slice(1).length)
  return label !== '' && !label.includes('.')
}

function matchesPath({ pathname }: URL, wanted?: string): boolean {
  if (!wanted) return true
  if (!wanted.endsWith('*')) return wanted === pathname
  const isDeep = wanted.endsWith('/**')
  const start = wanted.slice(0, isDeep ? -2 : -1)
  if (isDeep) return pathname.startsWith(start) && pathname !== start
  if (!wanted.endsWith('/*') || !pathname.startsWith(start)) return false
  return pathname.slice(start.length).split('/').filter(Boolean).length === 1
}
