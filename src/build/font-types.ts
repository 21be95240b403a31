import type { FontFamily } from '../shared/font-family.ts'

/**
 * Declares the properties of the families of fonts, for `cssVariable` of `<Font>`.
 *
 * @returns Nothing for a site without fonts.
 */
export function toFontTypes(families: readonly FontFamily[]): string {
  if (families.length === 0) return ''
  const names = [...new Set(families.map(({ cssVariable }) => JSON.stringify(cssVariable)))]
  const members = names.map((name) => `    ${name}: true\n`).join('')
  return `declare module 'astro:assets' {\n  interface FontVariables {\n${members}  }\n}\n`
}
