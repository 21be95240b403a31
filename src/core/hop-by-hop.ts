/**
 * Headers about one connection. The adapter writes them, so those of a page are dropped.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1
 */
const HOP_BY_HOP = new Set([
  'connection',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/**
 * Whether a header belongs to one connection and is never sent on.
 *
 * @param name - In lower case.
 * @param listed - The names in the message's `connection` header.
 */
export function isHopByHop(name: string, listed: readonly string[]): boolean {
  return HOP_BY_HOP.has(name) || listed.includes(name)
}

/** Lists the names in the `connection` header, in lower case. */
export function listConnection(headers: Headers): string[] {
  const value = headers.get('connection')
  return value === null ? [] : value.split(',').map((name) => name.trim().toLowerCase())
}

/** Whether a response asks to close the connection after it. */
export function closesConnection(headers: Headers | undefined): boolean {
  return headers !== undefined && listConnection(headers).includes('close')
}
