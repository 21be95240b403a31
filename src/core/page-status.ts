/** Responses made of pages that set no status, for page middleware and rewrites. */
const withoutStatus = new WeakSet<Response>()

/**
 * Notes that a response was made of a page that set no status.
 *
 * @param response - The response.
 */
export function markWithoutStatus(response: Response): void {
  withoutStatus.add(response)
}

/**
 * Asks whether the 200 of a response stands for a page that set no status.
 *
 * @param response - A response that a page, API route or middleware gave.
 * @returns False for a response that user code has made: it has a status.
 */
export function setsNoStatus(response: Response): boolean {
  return withoutStatus.has(response)
}
