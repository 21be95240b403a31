import type { IncomingMessage } from 'node:http'

/** Values of `Sec-Fetch-Dest` for HTML that is a document of its own, also inside a frame. */
const DOCUMENT = new Set(['document', 'iframe', 'frame', 'fencedframe', 'object', 'embed'])

/** Tells whether a script requests HTML or data to show it in the page that is open. */
export function isPartOfPage({ headers }: IncomingMessage): boolean {
  const use = headers['sec-fetch-dest']
  if (typeof use === 'string') return !DOCUMENT.has(use)
  // A browser sends that header only over HTTPS or to this machine.
  return headers.accept?.includes('text/html') !== true
}
