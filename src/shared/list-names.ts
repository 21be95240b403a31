/** A longer list is shortened to this many names. */
const SHOWN = 8

/**
 * Lists names in a message.
 *
 * @param names - The names, in the order in which they are shown.
 * @returns `a, b, c`; for a long list the first eight names and the number of the others; `nothing`
 *   for none.
 */
export function listNames(names: readonly string[]): string {
  if (names.length === 0) return 'nothing'
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : ''
  return names.slice(0, SHOWN).join(', ') + more
}
