import type { IncomingMessage } from 'node:http'
import type { ViteDevServer } from 'vite'
import { isAllowedHost, isAllowedOrigin } from './allowed-host.ts'
import type { Verdict } from './upgrades.ts'

/** Path of the socket that open pages follow changes by; below the base, so that it is nobody else's. */
export const SOCKET = '@ssr-pages/socket'

/** What of a run of Vite decides who may have its socket. */
export interface SocketHost {
  readonly base: string
  readonly allowedHosts: true | readonly string[]
  readonly server: Pick<ViteDevServer, 'config'>
}

/**
 * Judges a request for a WebSocket.
 *
 * @param req - The request.
 * @param run - Vite, as it runs now.
 * @returns Whether Vite is to have it.
 */
export function judgeSocketRequest(req: IncomingMessage, run: SocketHost): Verdict {
  const { base, allowedHosts, server } = run
  const { host, origin, 'sec-websocket-protocol': protocol } = req.headers
  const isOurs = protocol === 'vite-hmr' || protocol === 'vite-ping'
  if (!isOurs || req.url?.split('?')[0] !== base + SOCKET) return 'leave'
  const isAllowed = isAllowedHost(host, allowedHosts) && isAllowedOrigin(origin, host, allowedHosts)
  // Vite asks only browsers for the token of this process.
  const hasToken = req.url.endsWith(`?token=${server.config.webSocketToken}`)
  // Vite does not listen to the errors of a ping, which needs no token: one invalid frame would end the
  // process. Our script asks by itself whether the server is back.
  return isAllowed && hasToken && protocol === 'vite-hmr' ? 'accept' : 'refuse'
}
