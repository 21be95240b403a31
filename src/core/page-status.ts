/** Responses for page middleware and rewrites, created from pages that set no status. */
const withoutStatus = new WeakSet<Response>()

/** Records that a response was created from a page that set no status. */
export function markWithoutStatus(response: Response): void {
  withoutStatus.add(response)
}

/**
 * Whether the 200 of a response only stands for a page that set no status.
 *
 * @param response - The result of a page, API route or middleware.
 * @returns False for a response that user code has created, because it has a status.
 */
export function setsNoStatus(response: Response): boolean {
  return withoutStatus.has(response)
}
