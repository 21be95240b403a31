const STYLE = /\.(?:css|less|sass|scss|styl|stylus|pcss|postcss|sss)(?:\?|$)/
const AS_VALUE = /[?&](?:url|raw|inline)\b/

/**
 * Says whether a module is CSS or becomes CSS.
 *
 * @param id - Id of the module.
 * @returns Also true for styles that are imported as text or URL.
 */
export function isStyle(id: string): boolean {
  return STYLE.test(id)
}

/**
 * Says whether a page that reaches a module must link its CSS.
 *
 * @param id - Id of the module.
 * @returns False for styles that are imported as text or URL.
 */
export function isLinkedStyle(id: string): boolean {
  return STYLE.test(id) && !AS_VALUE.test(id)
}
