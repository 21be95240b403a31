import { BlockList, isIP } from 'node:net'
import type { RemoteImages } from '../../shared/remote-images.ts'

/** IPv4 addresses that are not of the public internet. */
const PRIVATE_V4 = toList([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
])

/** IPv6 addresses that are not. A list of its own: an IPv4 address matches ranges of mapped ones. */
const PRIVATE_V6 = toList([
  // IPv4 addresses in IPv6, the translators of both, and tunnels: they lead to any IPv4 address.
  '::/96',
  '::ffff:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2001::/23',
  '2002::/16',
  '100::/64',
  '2001:db8::/32',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
])

/** Of these, no name may lead to: clouds give credentials to whoever asks there. */
const LINK_LOCAL = toList(['169.254.0.0/16', 'fe80::/10', '::ffff:169.254.0.0/112'])

/** Names that only a private network has. */
const PRIVATE_NAME = /^(?:[^.]+|.+\.(?:internal|local|localhost|home\.arpa))$/

/**
 * Whether the server may connect to an address for a host.
 *
 * @param host - As in a URL: `images.example.com`, `127.0.0.1`, `[::1]`.
 * @param address - The address that the host has, or itself if it is one.
 * @param images - The configuration, which may name a host of a private network.
 */
export function isReachable(host: string, address: string, images: RemoteImages): boolean {
  const family = isIP(address)
  if (family === 0) return false
  const isPublic = family === 6 ? !PRIVATE_V6.check(address, 'ipv6') : !PRIVATE_V4.check(address)
  if (isPublic) return true
  if (!isNamed(host, images)) return false
  if (isIP(withoutBrackets(host)) !== 0) return true
  return PRIVATE_NAME.test(host) && !LINK_LOCAL.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

/** `[::1]` in a URL is the address `::1`. */
export function withoutBrackets(host: string): string {
  return host.startsWith('[') ? host.slice(1, -1) : host
}

// A pattern with a wildcard names nobody.
function isNamed(host: string, { domains, remotePatterns }: RemoteImages): boolean {
  return domains.includes(host) || remotePatterns.some(({ hostname }) => hostname === host)
}

function toList(ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', bits = ''] = range.split('/')
    list.addSubnet(address, Number(bits), address.includes(':') ? 'ipv6' : 'ipv4')
  }
  return list
}
