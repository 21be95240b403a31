import { ServerResponse } from 'node:http'

const NODE = ServerResponse.prototype

/**
 * Whether a method that sends a response is not that of Node's HTTP/1: sessions, compression and
 * loggers replace some, and HTTP/2 has others.
 */
export function isHooked(res: ServerResponse): boolean {
  if (res.writeHead !== NODE.writeHead || res.end !== NODE.end) return true
  if (res.write !== NODE.write || res.setHeader !== NODE.setHeader) return true
  return res.removeHeader !== NODE.removeHeader
}
