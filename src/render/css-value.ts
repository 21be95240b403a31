/** A string, a `url(...)`, one bracket or `;`, or a run of anything that means nothing here. */
const PIECE = new RegExp(
  [
    String.raw`"[^"\\\n\r\f]*(?:\\[^\n\r\f][^"\\\n\r\f]*)*"`,
    String.raw`'[^'\\\n\r\f]*(?:\\[^\n\r\f][^'\\\n\r\f]*)*'`,
    String.raw`url\((?:[^"'()\\]*\)|(?=\s*["']))`,
    String.raw`[;()[\]{}]`,
    String.raw`[^;()[\]{}"'\\u/]+`,
    String.raw`u(?!rl\()`,
    String.raw`/(?!\*)`,
  ].join('|'),
  'iy',
)
const CLOSING: ReadonlyMap<string | undefined, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
])

/** What CSS reads as one name without escapes. https://drafts.csswg.org/css-syntax/#ident-token-diagram */
const NAME = /^[\w\u0080-\uffff-]+$/

/**
 * Asks whether text is the name of a property where it stands in front of `:value` in CSS. Of
 * `color:red;background` the beginning would be a declaration that nobody wrote.
 *
 * @param text - A name.
 * @returns False for text that is not one name, and for escapes.
 */
export function isPropertyName(text: string): boolean {
  return NAME.test(text)
}

/**
 * Asks whether text is one value where it stands behind `name:` in CSS, and leaves what follows it
 * alone. Of `red;background:...` the end would be a declaration that nobody wrote.
 *
 * @param text - A value.
 * @returns False for text with a `;` outside of strings and brackets, for what is not closed, for
 *   comments, and for escapes outside of strings.
 * @see https://drafts.csswg.org/css-syntax/#consume-declaration
 */
export function isOneValue(text: string): boolean {
  const open: string[] = []
  PIECE.lastIndex = 0
  while (PIECE.lastIndex < text.length) {
    const piece = PIECE.exec(text)?.[0]
    if (piece === undefined || (piece === ';' && open.length === 0)) return false
    const closing = CLOSING.get(piece.at(-1))
    if (closing !== undefined) open.push(closing)
    else if (/^[)\]}]$/.test(piece) && open.pop() !== piece) return false
  }
  return open.length === 0
}
