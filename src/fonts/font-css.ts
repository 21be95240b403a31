import type { FontDescriptors } from '../shared/font-family.ts'

/** The declarations of one rule, by name; those without a value are left out. */
export type Declarations = Readonly<Record<string, string | undefined>>

/** The weight and style of a face, and what else a `@font-face` rule may say. */
export interface FaceDescriptors extends FontDescriptors {
  readonly weight?: string | undefined
  readonly style?: string | undefined
}

/** Writes a `@font-face` rule. */
export function toFaceRule(family: string, declarations: Declarations): string {
  return `@font-face{${toText({ 'font-family': toFamilyName(family), ...declarations })}}`
}

/** Writes the rule that sets the property of a family. */
export function toVariableRule(property: string, families: readonly string[]): string {
  return `:root{${property}:${families.map(toFamilyName).join(',')};}`
}

/**
 * Lists the declarations of a face.
 *
 * @param src - The value of `src`. (default: none yet)
 */
export function toDeclarations(face: FaceDescriptors, src?: string): Declarations {
  return {
    src,
    'font-display': face.display ?? 'swap',
    'unicode-range': face.unicodeRange?.join(','),
    'font-weight': face.weight,
    'font-style': face.style,
    'font-stretch': face.stretch,
    'font-feature-settings': face.featureSettings,
    'font-variation-settings': face.variationSettings,
  }
}

/** Writes one entry of `src` for a file. */
export function toUrlSource(url: string, format: string, tech?: string): string {
  const plain = `url(${toString(url)}) format(${toString(format)})`
  return tech === undefined ? plain : `${plain} tech(${tech})`
}

/** Writes one entry of `src` for a font of the reader's system. */
export function toSystemSource(name: string): string {
  return `local(${toString(name)})`
}

function toText(declarations: Declarations): string {
  return Object.entries(declarations)
    .flatMap(([name, value]) => (value === undefined || value === '' ? [] : [`${name}:${value};`]))
    .join('')
}

// Names of one word may be generic families, which are not quoted.
function toFamilyName(name: string): string {
  return /^-?[A-Za-z_][\w-]*$/.test(name) ? name : toString(name)
}

function toString(text: string): string {
  const escaped = text.replaceAll(/["\\]/g, String.raw`\$&`)
  return `"${escaped.replaceAll(/[\n\r\f<]/g, (one) => `\\${one.codePointAt(0)?.toString(16)} `)}"`
}
