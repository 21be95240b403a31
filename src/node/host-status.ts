import type { ServerResponse } from 'node:http'

/**
 * Reads the status that the host has set, as Node would send it: Express 4 also takes strings.
 *
 * @returns 200 for a status that no page can have, such as 101.
 */
export function readStatus({ statusCode }: ServerResponse): number {
  const status = Math.trunc(Number(statusCode))
  return status >= 200 && status <= 599 ? status : 200
}
