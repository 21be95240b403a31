const SPECIAL = /[&'<]/g
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', "'": '&#39;', '<': '&lt;' }

/**
 * Escapes JSON for an attribute in single quotes, because JSON is full of double ones: props of 20 products
 * take 2,678 instead of 4,488 bytes. `<` as well, because some middleware searches HTML for tags to insert
 * scripts at.
 */
export function escapeJson(json: string): string {
  return json.replace(SPECIAL, (char) => ENTITIES[char] ?? char)
}
