const SPECIAL = /[&<>"']/

/**
 * Escapes text for a place between tags or inside a quoted attribute.
 *
 * @param text - Any text.
 * @returns The text with `& < > " '` as entities; the very same string when it has none of them.
 * @see https://html.spec.whatwg.org/multipage/parsing.html#data-state
 */
export function escapeHTML(text: string): string {
  const first = text.search(SPECIAL)
  if (first === -1) return text
  let escaped = text.slice(0, first)
  let copied = first
  for (let i = first; i < text.length; i++) {
    const entity = toEntity(text.charCodeAt(i))
    if (entity === undefined) continue
    escaped += text.slice(copied, i) + entity
    copied = i + 1
  }
  return escaped + text.slice(copied)
}

/**
 * Escapes text for a double-quoted attribute value, where only `&` and `"` have a meaning.
 *
 * @param text - Any text.
 * @returns The text with `&` and `"` as entities.
 * @see https://html.spec.whatwg.org/multipage/parsing.html#attribute-value-(double-quoted)-state
 */
export function escapeAttribute(text: string): string {
  if (!text.includes('&') && !text.includes('"')) return text
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
}

/**
 * Replaces halves of characters that stand alone, which no encoding can carry.
 *
 * @param text - Any text.
 * @returns The text with U+FFFD in their place.
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
