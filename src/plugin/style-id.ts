const STYLE = /\.(?:css|less|sass|scss|styl|stylus|pcss|postcss|sss)(?:\?|$)/
const AS_VALUE = /[?&](?:url|raw|inline)\b/

/**
 * Tells whether a module is CSS or is compiled to CSS, including styles that are imported as text
 * or URL.
 */
export function isStyle(id: string): boolean {
  return STYLE.test(id)
}

/**
 * Tells whether a page that reaches a module must link its CSS. It need not for styles that are
 * imported as text or URL.
 */
export function isLinkedStyle(id: string): boolean {
  return STYLE.test(id) && !AS_VALUE.test(id)
}
