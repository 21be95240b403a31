import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { FontRequest, FontSource, LocalVariant, ProvidedFace } from '../shared/font-family.ts'
import { isObject } from '../shared/is-object.ts'
import { type FamilyPlace, fontError } from './font-error.ts'
import { readFontFile } from './font-files.ts'

/**
 * Lists the faces of a family whose files the project has.
 *
 * @throws {SsrPagesError} FONT_INVALID
 */
export async function resolveLocal(
  { options }: Pick<FontRequest, 'options'>,
  place: FamilyPlace,
): Promise<readonly ProvidedFace[]> {
  const variants: unknown = options?.variants
  if (!Array.isArray(variants) || variants.length === 0) {
    const hint = "Write `options: { variants: [{ src: ['./src/fonts/body.woff2'] }] }`."
    throw fontError(place, 'a local family needs `options.variants`', hint)
  }
  return Promise.all(
    variants.map((variant: unknown, index) => toFace(asVariant(variant, index, place), place)),
  )
}

function asVariant(variant: unknown, index: number, place: FamilyPlace): LocalVariant {
  if (isVariant(variant)) return variant
  const hint = "Write `src: ['./src/fonts/body.woff2']`."
  throw fontError(place, `\`options.variants[${index}].src\` must be a list of files`, hint)
}

function isVariant(value: unknown): value is LocalVariant {
  if (!isObject(value)) return false
  const { src } = value
  return Array.isArray(src) && src.length > 0 && src.every(isSource)
}

function isSource(value: unknown): boolean {
  if (typeof value === 'string' || value instanceof URL) return true
  return isObject(value) && (typeof value['url'] === 'string' || value['url'] instanceof URL)
}

async function toFace(variant: LocalVariant, place: FamilyPlace): Promise<ProvidedFace> {
  const { src, weight, style, ...descriptors } = variant
  const sources = src.map((source) => toSource(source, place))
  const [first] = sources
  const isKnown = first === undefined || (weight !== undefined && style !== undefined)
  const read = isKnown ? {} : await readFace(first.url, place)
  return { ...descriptors, src: sources, weight, style, ...withoutGiven(read, { weight, style }) }
}

function withoutGiven(read: object, given: object): object {
  const isGiven = (name: string) => Reflect.get(given, name) !== undefined
  return Object.fromEntries(Object.entries(read).filter(([name]) => !isGiven(name)))
}

function toSource(
  source: FontSource,
  { root }: FamilyPlace,
): { url: string; tech?: string | undefined } {
  const isPlain = typeof source === 'string' || source instanceof URL
  const { url, tech } = isPlain ? { url: source, tech: undefined } : source
  return { url: findFile(String(url), root), tech }
}

// A path of a package is one that Node finds; every other is relative to the root.
function findFile(path: string, root: string): string {
  const base = pathToFileURL(join(root, '/'))
  try {
    return createRequire(base).resolve(path)
  } catch {
    return fileURLToPath(new URL(path, base))
  }
}

async function readFace(
  file: string,
  place: FamilyPlace,
): Promise<{ weight: string; style: string }> {
  readFontFile(file, place)
  const { fontace } = await import('fontace')
  try {
    const { weight, style } = fontace(readFileSync(file))
    return { weight, style }
  } catch (cause) {
    const hint = 'Set `weight` and `style` of the variant, or replace the file.'
    throw fontError(place, `the weight and style of ${file} cannot be read`, hint, cause)
  }
}
