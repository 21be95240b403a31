/** How many names of a long list are shown. */
const SHOWN = 8

/**
 * Lists names in a message.
 *
 * @param names - The names, in the order to show them.
 * @returns `a, b, c`; the first eight of a longer list and the number of the others; `nothing` for none.
 */
export function listNames(names: readonly string[]): string {
  if (names.length === 0) return 'nothing'
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : ''
  return names.slice(0, SHOWN).join(', ') + more
}
