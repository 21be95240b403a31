// Two slashes after a colon are those of a URL.
const COMMENT = /\/\*[^]*?\*\/|<!--[^]*?-->|(?<!:)\/\/.*/g

/**
 * Replaces comments by spaces, so that a search finds code only.
 *
 * @param source - JavaScript, CSS or an `.astro` file.
 * @returns A text of the same length and lines.
 */
export function blankComments(source: string): string {
  return source.replaceAll(COMMENT, (comment) => comment.replaceAll(/[^\n]/g, ' '))
}
