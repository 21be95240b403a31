/** What Vite adds to an address when it prints it: the module is the same without. */
const MARK = /^(?:import|t=\d+)$/

/** The target of a request for a browser file, below the base. */
export interface Target {
  /** Decoded, as Vite names the module. */
  readonly name: string
  /** The same without the query. */
  readonly path: string
  /** As it was sent, with nothing in the query that parsers could read in two ways. */
  readonly url: string
  /** What Vite has added to it. */
  readonly marks: readonly string[]
}

/**
 * Reads the target of a request, in time in proportion to its length.
 *
 * @param target - Path and query, as they were sent.
 * @returns The target; `undefined` for one that has a NUL in it.
 */
export function readTarget(target: string): Target | undefined {
  const end = target.indexOf('?')
  const sent = end === -1 ? target : target.slice(0, end)
  const path = decode(sent)
  const parts = end === -1 ? [] : target.slice(end + 1).split('&')
  const used = parts.filter((part) => part !== '')
  const query = used.filter((part) => !MARK.test(part)).map(decode)
  const name = [path, ...(query.length > 0 ? [query.join('&')] : [])].join('?')
  if (name.includes('\0')) return undefined
  const url = [sent, ...(used.length > 0 ? [used.join('&')] : [])].join('?')
  return { name, path, url, marks: used.filter((part) => MARK.test(part)) }
}

// What is no percent-encoding stays as it is, such as the name of a file with a percent sign.
function decode(text: string): string {
  try {
    return decodeURI(text)
  } catch {
    return text
  }
}
