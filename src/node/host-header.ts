import type { ServerResponse } from 'node:http'

/** Returns a header that the host has set, as clients see it. */
export function readHeader(
  res: Pick<ServerResponse, 'getHeader'>,
  name: string,
): string | undefined {
  const value = res.getHeader(name)
  return Array.isArray(value) ? value.join(', ') : value?.toString()
}
