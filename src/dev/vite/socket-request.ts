import type { IncomingMessage } from 'node:http'
import type { ViteDevServer } from 'vite'
import { isAllowedHost, isAllowedOrigin, toComparedHost } from './allowed-host.ts'
import type { Verdict } from './upgrades.ts'

/**
 * Path of the socket by which open pages follow changes. It is below the base, so no other server
 * uses it.
 */
export const SOCKET = '@ssr-pages/socket'

/** The parts of a run of Vite that decide who may open its socket. */
export interface SocketHost {
  readonly base: string
  readonly allowedHosts: true | readonly string[]
  readonly server: Pick<ViteDevServer, 'config'>
}

/**
 * Decides whether Vite receives a request for a WebSocket. For an accepted request, writes its path
 * and its host name as Vite compares them.
 *
 * @param run - The current run of Vite.
 */
export function judgeSocketRequest(req: IncomingMessage, run: SocketHost): Verdict {
  const { base, allowedHosts, server } = run
  const { host, origin, 'sec-websocket-protocol': protocol } = req.headers
  const isOurs = protocol === 'vite-hmr' || protocol === 'vite-ping'
  if (!isOurs || req.url === undefined) return 'leave'
  const query = `?token=${server.config.webSocketToken}`
  // A proxy may have cut the base off, which no middleware can put back. Without the token, it may be
  // the socket of another site.
  if (req.url === `/${SOCKET}${query}`) req.url = base + SOCKET + query
  if (req.url.split('?')[0] !== base + SOCKET) return 'leave'
  const isAllowed = isAllowedHost(host, allowedHosts) && isAllowedOrigin(origin, host, allowedHosts)
  // Vite asks only browsers for the token of this process.
  const hasToken = req.url.endsWith(query)
  // A ping needs no token, and Vite does not listen to the errors of its socket: one invalid frame
  // would end the process. Our script polls the server itself.
  if (!isAllowed || !hasToken || protocol !== 'vite-hmr') return 'refuse'
  // Vite compares names as they are written.
  if (host !== undefined) req.headers.host = toComparedHost(host)
  return 'accept'
}
