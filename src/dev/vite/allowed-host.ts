import { isHostAllowed } from 'host-validation-middleware'

/** The form that browsers send: a name or an IPv6 address in brackets, and a port. */
const AUTHORITY = /^(?<name>[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/

/**
 * Writes a host name as host names are compared: in lower case, and without the dot at the end.
 *
 * @param authority - Host and port, as in the `Host` header.
 */
export function toComparedHost(authority: string): string {
  return authority.toLowerCase().replace(/\.(?=:\d{1,5}$|$)/, '')
}

/**
 * Tells whether a development server answers under a host name. Names that anyone can point at this
 * machine are refused, so that no web page can read the sources under a name of its own. The header
 * is compared as it was sent: a URL parser would find `localhost` in `x@localhost` and in
 * `%6cocalhost`.
 *
 * @param authority - Host and port, as in the `Host` header.
 * @param allowed - More names. A name that begins with a dot includes all names below it; `true`
 *   allows any name.
 * @returns True for this machine, IP addresses and allowed names.
 * @see https://vite.dev/config/server-options#server-allowedhosts
 */
export function isAllowedHost(
  authority: string | undefined,
  allowed: true | readonly string[],
): boolean {
  if (allowed === true) return true
  const { name } = AUTHORITY.exec(toComparedHost(authority ?? ''))?.groups ?? {}
  return name !== undefined && isHostAllowed(name, allowed)
}

/**
 * Tells whether the page that opens a socket comes from this server.
 *
 * @param origin - The `Origin` header; only browsers send it.
 * @param authority - The `Host` header.
 * @param allowed - As in {@link isAllowedHost}.
 * @returns True for the same host, and for names that the server answers under.
 */
export function isAllowedOrigin(
  origin: string | undefined,
  authority: string | undefined,
  allowed: true | readonly string[],
): boolean {
  if (origin === undefined) return true
  const host = /^https?:\/\/(.+)$/.exec(origin)?.[1]
  return host !== undefined && (host === authority || isAllowedHost(host, allowed))
}
