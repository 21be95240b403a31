const SPECIAL = /[&<>"']/
const AMPERSAND = 38
const QUOTE = 34
const SPECIAL_IN_ATTRIBUTE = /[&"]/

/**
 * Escapes text for use between tags or inside a quoted attribute.
 *
 * @param text - Any text.
 * @returns The text with `& < > " '` as entities; the same string if it has none of them.
 * @see https://html.spec.whatwg.org/multipage/parsing.html#data-state
 */
export function escapeHtml(text: string): string {
  if (!SPECIAL.test(text)) return text
  let escaped = ''
  let copied = 0
  for (let i = 0; i < text.length; i++) {
    const entity = toEntity(text.charCodeAt(i))
    if (entity === undefined) continue
    // Skips the call for an empty slice: it took 7 % of the time to escape 5,000 cells, a third of
    // which had such characters.
    if (copied < i) escaped += text.slice(copied, i)
    escaped += entity
    copied = i + 1
  }
  return copied < text.length ? escaped + text.slice(copied) : escaped
}

/**
 * Escapes text for a double-quoted attribute value, in which only `&` and `"` are special.
 *
 * @see https://html.spec.whatwg.org/multipage/parsing.html#attribute-value-(double-quoted)-state
 */
export function escapeAttribute(text: string): string {
  if (!SPECIAL_IN_ATTRIBUTE.test(text)) return text
  let escaped = ''
  let copied = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code !== AMPERSAND && code !== QUOTE) continue
    escaped += text.slice(copied, i) + (code === QUOTE ? '&quot;' : '&amp;')
    copied = i + 1
  }
  return escaped + text.slice(copied)
}

/**
 * Replaces lone surrogates, which no encoding can represent, by U+FFFD.
 *
 * @see https://tc39.es/ecma262/#sec-string.prototype.towellformed
 */
export function toWellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd')
}

function toEntity(code: number): string | undefined {
  switch (code) {
    case 38:
      return '&amp;'
    case 60:
      return '&lt;'
    case 62:
      return '&gt;'
    case 34:
      return '&quot;'
    case 39:
      return '&#39;'
    default:
      return undefined
  }
}
