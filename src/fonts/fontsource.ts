import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { installCommands } from '../project/install-command.ts'
import { packageFolder } from '../project/packages.ts'
import type { FontRequest, ProvidedFace } from '../shared/font-family.ts'
import { isObject } from '../shared/is-object.ts'
import { type FamilyPlace, fontError } from './font-error.ts'

/** What a Fontsource package says about its family. */
interface Metadata {
  readonly id: string
  readonly subsets: readonly string[]
  readonly weights: readonly number[]
  readonly styles: readonly string[]
  /** The axes of a variable font; `false` for others. */
  readonly variable:
    | false
    | Readonly<Record<string, { readonly min: string; readonly max: string }>>
}

interface FontPackage {
  readonly folder: string
  readonly name: string
  readonly isVariable: boolean
  readonly metadata: Metadata
  /** Ranges of characters by subset. */
  readonly ranges: Readonly<Record<string, string>>
}

/** What a family asks for, and what of it is written in the configuration. */
export interface FontsourceRequest extends FontRequest {
  readonly given: { readonly styles: boolean; readonly subsets: boolean }
}

/**
 * Lists the faces of a family from its installed Fontsource package.
 *
 * @throws {SsrPagesError} FONT_INVALID: when no package is installed, or it lacks what is asked for
 */
export function resolveFontsource(request: FontsourceRequest, place: FamilyPlace): ProvidedFace[] {
  const found = findPackage(request, place)
  const weights = toWeights(request, found, place)
  const styles = pick(
    'style',
    request.styles,
    found.metadata.styles,
    request.given.styles,
    found,
    place,
  )
  const subsets = pick('subset', request.subsets, found.metadata.subsets, true, found, place)
  return subsets.flatMap((subset) =>
    styles.flatMap((style) =>
      weights.flatMap((weight) => toFaces({ subset, style, weight }, request, found, place)),
    ),
  )
}

/** Returns the name that Fontsource gives the packages of a family: `IBM Plex Mono` -> `ibm-plex-mono`. */
export function toSlug(family: string): string {
  return family
    .trim()
    .toLowerCase()
    .replace(/ variable$/, '')
    .replaceAll(/\s+/g, '-')
}

/** Returns the command that installs the packages of a family. */
export function installFontsource(root: string, family: string, isVariable: boolean): string {
  const scope = isVariable ? '@fontsource-variable' : '@fontsource'
  return `${installCommands(root).addDev} ${scope}/${toSlug(family)}`
}

// A range of weights needs the variable font; single weights are smaller files of the other package.
function findPackage(request: FontRequest, place: FamilyPlace): FontPackage {
  const { root, name } = place
  const wantsVariable = request.weights.some((weight) => weight.includes(' '))
  const scopes = wantsVariable
    ? ['@fontsource-variable', '@fontsource']
    : ['@fontsource', '@fontsource-variable']
  for (const scope of scopes) {
    const folder = packageFolder(root, `${scope}/${toSlug(name)}`)
    if (folder !== undefined) return readPackage(folder, `${scope}/${toSlug(name)}`, place)
  }
  const command = installFontsource(root, name, wantsVariable)
  const text = `neither @fontsource/${toSlug(name)} nor @fontsource-variable/${toSlug(name)} is installed`
  throw fontError(place, text, `Run \`${command}\`; https://fontsource.org lists all families.`)
}

function readPackage(folder: string, name: string, place: FamilyPlace): FontPackage {
  try {
    const metadata: unknown = JSON.parse(readFileSync(join(folder, 'metadata.json'), 'utf8'))
    const ranges: unknown = JSON.parse(readFileSync(join(folder, 'unicode.json'), 'utf8'))
    if (isMetadata(metadata) && isTexts(ranges)) {
      const isVariable = name.startsWith('@fontsource-variable/')
      return { folder, name, isVariable, metadata, ranges }
    }
  } catch (cause) {
    throw unreadable(name, place, cause)
  }
  throw unreadable(name, place)
}

function unreadable(name: string, place: FamilyPlace, cause?: unknown): Error {
  const hint = `Install a current version: \`${installCommands(place.root).addDev} ${name}@5\`.`
  return fontError(place, `${name} has no readable metadata.json and unicode.json`, hint, cause)
}

function isMetadata(value: unknown): value is Metadata {
  if (!isObject(value)) return false
  const { id, subsets, weights, styles } = value
  return typeof id === 'string' && [subsets, weights, styles].every(Array.isArray)
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return isObject(value) && Object.values(value).every((one) => typeof one === 'string')
}

/** Weights as the files name them. A variable font has one file for all. */
function toWeights({ weights }: FontRequest, found: FontPackage, place: FamilyPlace): string[] {
  const { metadata, isVariable } = found
  const axis = isVariable && metadata.variable !== false ? metadata.variable['wght'] : undefined
  if (axis !== undefined) return [`${axis.min} ${axis.max}`]
  const all = metadata.weights.map(String)
  const picked = weights.flatMap((weight) => {
    const [min = '', max] = weight.split(' ')
    if (max === undefined)
      return all.includes(weight) ? [weight] : missing('weight', weight, all, found, place)
    return all.filter((one) => Number(one) >= Number(min) && Number(one) <= Number(max))
  })
  return [...new Set(picked)]
}

function pick(
  kind: string,
  wanted: readonly string[],
  all: readonly string[],
  isGiven: boolean,
  found: FontPackage,
  place: FamilyPlace,
): string[] {
  return wanted.filter((one) => {
    return all.includes(one) || (isGiven && missing(kind, one, all, found, place))
  })
}

function missing(
  kind: string,
  wanted: string,
  all: readonly string[],
  { name }: FontPackage,
  place: FamilyPlace,
): never {
  const hint = `Set \`${kind}s\` of the family to some of these.`
  throw fontError(place, `${name} has no ${kind} ${wanted}; it has ${all.join(', ')}`, hint)
}

interface Face {
  readonly subset: string
  readonly style: string
  readonly weight: string
}

// Large subsets, such as Japanese, are many files with numbers instead of names.
function toFaces(
  { subset, style, weight }: Face,
  { formats }: FontRequest,
  found: FontPackage,
  place: FamilyPlace,
): ProvidedFace[] {
  const { folder, metadata, ranges, isVariable } = found
  const kind = isVariable ? axisName(metadata) : weight
  const numbers = Object.keys(ranges).filter((key) => /^\[\d+\]$/.test(key))
  const keys = ranges[subset] === undefined && numbers.length > 0 ? numbers : [subset]
  const faces = keys.flatMap((key) => {
    const name = `${metadata.id}-${key.replaceAll(/[[\]]/g, '')}-${kind}-${style}`
    const files = formats.map((format) => ({
      format,
      url: join(folder, 'files', `${name}.${format}`),
    }))
    const src = files.filter(({ url }) => existsSync(url))
    const unicodeRange = ranges[key]?.split(',')
    const isSlice = key !== subset
    return src.length === 0
      ? []
      : [
          {
            src: src.map(({ url }) => ({ url })),
            style,
            weight,
            unicodeRange,
            meta: { subset, isSlice },
          },
        ]
  })
  if (faces.length > 0) return faces
  const text = `${found.name} has no file for ${subset}, ${weight}, ${style} in ${formats.join(', ')}`
  throw fontError(place, text, 'Fontsource packages have files of the types woff2 and woff.')
}

const REGISTERED = new Set(['wght', 'ital', 'slnt', 'wdth', 'opsz'])

// As Astro chooses among the files of a variable font.
function axisName({ variable }: Metadata): string {
  const axes = Object.keys(variable || {}).filter((axis) => axis !== 'wght' && axis !== 'ital')
  if (axes.some((axis) => !REGISTERED.has(axis))) return 'full'
  return axes.length > 0 ? 'standard' : 'wght'
}
