/** One token: a string, a `url(...)`, a bracket or `;`, or a run of other harmless characters. */
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

/** An identifier without escapes. https://drafts.csswg.org/css-syntax/#ident-token-diagram */
const NAME = /^[\w\u0080-\uffff-]+$/

/**
 * Whether a text can safely stand before `:value` in CSS. The name `color:red;background` would add
 * a declaration that the author did not write. Escapes are refused as well.
 */
export function isPropertyName(text: string): boolean {
  return NAME.test(text)
}

/**
 * Whether a text can safely stand after `name:` in CSS: it must be one value and must not affect
 * what follows it. The value `red;background:...` would add a declaration that the author did not
 * write.
 *
 * @returns False for a `;` outside of strings and brackets, for anything unclosed, for comments,
 *   and for escapes outside of strings.
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
