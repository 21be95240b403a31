/** The starts of comments, and the end of each. Two slashes after a colon belong to a URL. */
const START = /\/\*|<!--|(?<!:)\/\//g
const ENDS: Readonly<Record<string, string>> = { '/*': '*/', '<!--': '-->', '//': '\n' }

/**
 * Replaces comments by spaces, so that a search finds code only.
 *
 * @param source - JavaScript, CSS or an `.astro` file.
 * @returns Text with the same length and the same line breaks.
 */
export function blankComments(source: string): string {
  // Each unclosed start is searched to the end of the text once only: otherwise the time is
  // quadratic.
  const unended = new Set<string>()
  const starts = new RegExp(START)
  let blanked = ''
  let position = 0
  for (let match = starts.exec(source); match !== null; match = starts.exec(source)) {
    const { 0: start, index } = match
    const end = unended.has(start) ? -1 : endOf(source, start, index)
    if (end < 0) unended.add(start)
    if (end < 0) continue
    blanked += source.slice(position, index) + source.slice(index, end).replaceAll(/[^\n]/g, ' ')
    position = starts.lastIndex = end
  }
  return blanked + source.slice(position)
}

function endOf(source: string, start: string, index: number): number {
  const end = source.indexOf(ENDS[start] ?? '', index + start.length)
  if (start === '//') return end < 0 ? source.length : end
  return end < 0 ? -1 : end + (ENDS[start]?.length ?? 0)
}
