const SPECIAL = /[&<>"']/
const NEXT_SPECIAL = /[&<>"']/g
const NEXT_IN_ATTRIBUTE = /[&"]/g
/** All special characters have a code below this. */
const CODES = 63

/** Entities by character code. */
type Entities = readonly (string | undefined)[]

const IN_ATTRIBUTE = toEntities({ '&': '&amp;', '"': '&quot;' })
const IN_HTML = toEntities({ '&': '&amp;', '"': '&quot;', "'": '&#39;', '<': '&lt;', '>': '&gt;' })

/**
 * Escapes text for use between tags or inside a quoted attribute.
 *
 * @param text - Any text.
 * @returns The text with `& < > " '` as entities; the same string if it has none of them.
 * @see https://html.spec.whatwg.org/multipage/parsing.html#data-state
 */
export function escapeHtml(text: string): string {
  return SPECIAL.test(text) ? replaceSpecial(text, NEXT_SPECIAL, IN_HTML) : text
}

/**
 * Escapes text for a double-quoted attribute value, in which only `&` and `"` are special.
 *
 * @see https://html.spec.whatwg.org/multipage/parsing.html#attribute-value-(double-quoted)-state
 */
export function escapeAttribute(text: string): string {
  // For 200 characters, two to three times as fast as an expression; for 20, as fast.
  const isSpecial = text.includes('&') || text.includes('"')
  return isSpecial ? replaceSpecial(text, NEXT_IN_ATTRIBUTE, IN_ATTRIBUTE) : text
}

/**
 * Replaces lone surrogates, which no encoding can represent, by U+FFFD.
 *
 * @see https://tc39.es/ecma262/#sec-string.prototype.towellformed
 */
export function toWellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd')
}

/** After so many ordinary characters, an expression looks for the next special one. */
const NEAR = 16

function replaceSpecial(text: string, next: RegExp, entities: Entities): string {
  let escaped = ''
  let copied = 0
  for (let i = 0; i < text.length; i++) {
    if (i - copied > NEAR) {
      next.lastIndex = i
      if (!next.test(text)) break
      i = next.lastIndex - 1
    }
    const code = text.charCodeAt(i)
    const entity = code < CODES ? entities[code] : undefined
    if (entity === undefined) continue
    // Skips the call for an empty slice: it took 7 % of the time to escape 5,000 cells, a third of
    // which had such characters.
    if (copied < i) escaped += text.slice(copied, i)
    escaped += entity
    copied = i + 1
  }
  return copied < text.length ? escaped + text.slice(copied) : escaped
}

function toEntities(byCharacter: Readonly<Record<string, string>>): Entities {
  return Array.from({ length: CODES }, (_, code) => byCharacter[String.fromCharCode(code)])
}
