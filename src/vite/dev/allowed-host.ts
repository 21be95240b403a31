import { isIP } from 'node:net'

/**
 * Says whether a development server answers under a name. Names that anybody can point at this machine
 * are refused, so that no web page can read the sources by one of its own.
 *
 * @param authority - Host and port, as in the `Host` header.
 * @param allowed - Further names; one that begins with a dot stands for all below it; `true` for any.
 * @returns True for this machine, for IP addresses, and for the names allowed.
 * @see https://vite.dev/config/server-options#server-allowedhosts
 */
export function isAllowedHost(
  authority: string | undefined,
  allowed: true | readonly string[],
): boolean {
  if (allowed === true) return true
  const name = hostnameOf(authority ?? '')
  if (name === undefined) return false
  if (name === 'localhost' || name.endsWith('.localhost') || isIP(name) !== 0) return true
  return allowed.some((entry) =>
    entry.startsWith('.') ? name === entry.slice(1) || name.endsWith(entry) : name === entry,
  )
}

/**
 * Says whether the page that opens a socket is one of this server.
 *
 * @param origin - The `Origin` header; programs that are no browsers send none.
 * @param authority - The `Host` header.
 * @param allowed - As above.
 * @returns True for the very host, and for names the server answers under.
 */
export function isAllowedOrigin(
  origin: string | undefined,
  authority: string | undefined,
  allowed: true | readonly string[],
): boolean {
  if (origin === undefined) return true
  if (!URL.canParse(origin)) return false
  const { host } = new URL(origin)
  return host === authority || isAllowedHost(host, allowed)
}

function hostnameOf(authority: string): string | undefined {
  if (!URL.canParse(`http://${authority}`)) return undefined
  return new URL(`http://${authority}`).hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')
}
