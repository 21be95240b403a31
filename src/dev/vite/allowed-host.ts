import { isHostAllowed } from 'host-validation-middleware'

/** What browsers send: a name, or an IPv6 address in brackets, and a port. */
const AUTHORITY = /^(?<name>[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i

/**
 * Says whether a development server answers under a name. Names that anybody can point at this machine
 * are refused, so that no web page can read the sources by one of its own. The header is compared as it
 * was sent: a parser of URLs would find `localhost` in `x@localhost` and in `%6cocalhost`.
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
  const { name } = AUTHORITY.exec(authority ?? '')?.groups ?? {}
  return name !== undefined && isHostAllowed(name.toLowerCase().replace(/\.$/, ''), allowed)
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
  const host = /^https?:\/\/(.+)$/.exec(origin)?.[1]
  return host !== undefined && (host === authority || isAllowedHost(host, allowed))
}
