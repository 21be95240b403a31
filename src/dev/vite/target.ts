/** The parameters that Vite adds to a printed address. They do not change which module it is. */
const MARK = /^(?:import|t=\d+)$/

/** An island requests a module once more with this parameter. To Vite it is the same module. */
const RETRY = /^astro-retry=\d+$/

/** The target of a request for a browser file, below the base. */
export interface Target {
  /** Decoded, as Vite names the module. */
  readonly name: string
  /** The name without the query. */
  readonly path: string
  /**
   * As it was sent, without the mark of a second attempt, and without empty parts of the query,
   * which parsers read in different ways.
   */
  readonly url: string
  /** The parameters that Vite has added. */
  readonly marks: readonly string[]
}

/**
 * Parses the target of a request, in linear time.
 *
 * @param target - Path and query, as they were sent.
 * @returns The target, or `undefined` when it contains a NUL.
 */
export function readTarget(target: string): Target | undefined {
  const end = target.indexOf('?')
  const sent = end === -1 ? target : target.slice(0, end)
  const path = decode(sent)
  const parts = end === -1 ? [] : target.slice(end + 1).split('&')
  const used = parts.filter((part) => part !== '' && !RETRY.test(part))
  const query = used.filter((part) => !MARK.test(part)).map(decode)
  const name = [path, ...(query.length > 0 ? [query.join('&')] : [])].join('?')
  if (name.includes('\0')) return undefined
  const url = [sent, ...(used.length > 0 ? [used.join('&')] : [])].join('?')
  return { name, path, url, marks: used.filter((part) => MARK.test(part)) }
}

// Invalid percent-encoding stays unchanged, for example a percent sign in the name of a file.
function decode(text: string): string {
  try {
    return decodeURI(text)
  } catch {
    return text
  }
}
