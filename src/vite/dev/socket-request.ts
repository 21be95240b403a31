import type { IncomingMessage } from 'node:http'
import { isAllowedHost, isAllowedOrigin } from './allowed-host.ts'
import type { Verdict } from './upgrades.ts'

/** Path of the socket that open pages follow changes by; below the base, so that it is nobody else's. */
export const SOCKET = '@ssr-pages/socket'

/**
 * Judges a request for a WebSocket.
 *
 * @param req - The request.
 * @param base - Where the browser finds Vite's files.
 * @param allowedHosts - Of the configuration of Vite.
 * @returns Whether Vite is to have it.
 */
export function judgeSocketRequest(
  req: IncomingMessage,
  base: string,
  allowedHosts: true | readonly string[],
): Verdict {
  const { host, origin, 'sec-websocket-protocol': protocol } = req.headers
  const isOurs = protocol === 'vite-hmr' || protocol === 'vite-ping'
  if (!isOurs || req.url?.split('?')[0] !== base + SOCKET) return 'leave'
  const isAllowed = isAllowedHost(host, allowedHosts) && isAllowedOrigin(origin, host, allowedHosts)
  return isAllowed ? 'accept' : 'refuse'
}
