import { basename } from 'node:path'
import type {
  BuiltFace,
  BuiltFamily,
  FaceSource,
  FontFamily,
  FontPreload,
  ProvidedFace,
} from '../shared/font-family.ts'
import { makeFallbacks, type MeasuredFace } from './fallback-fonts.ts'
import type { FamilyPlace } from './font-error.ts'
import { type FontFile, hashOf, readFontFile, toPath } from './font-files.ts'
import { formatOf } from './font-types.ts'
import {
  toDeclarations,
  toFaceRule,
  toSystemSource,
  toUrlSource,
  toVariableRule,
} from './font-css.ts'
import { provideFaces } from './provided-faces.ts'

/** The fonts of a site: what its pages need to know, and the files of the build. */
export interface SiteFonts {
  /** By their properties. */
  readonly families: Readonly<Record<string, BuiltFamily>>
  /** Stylesheets and font files by their paths relative to the base. */
  readonly files: ReadonlyMap<string, string | Uint8Array>
  /** Absolute paths of the font files of the project. */
  readonly originals: readonly string[]
}

/** A face whose files have been read. */
interface ReadFace extends Omit<ProvidedFace, 'weight' | 'src'> {
  readonly weight: string | undefined
  readonly src: readonly (
    | { readonly file: FontFile; readonly tech?: string | undefined }
    | { readonly name: string }
  )[]
}

const FALLBACKS = ['sans-serif']

/**
 * Makes the files and rules of the families of a site.
 *
 * @param families - Those of the configuration. Families with the same property are one family.
 * @param root - Absolute path of the project.
 * @throws {SsrPagesError} FONT_INVALID
 */
export async function buildFonts(
  families: readonly FontFamily[],
  root: string,
): Promise<SiteFonts> {
  const files = new Map<string, string | Uint8Array>()
  const originals = new Set<string>()
  const built: [property: string, family: BuiltFamily][] = []
  for (const [property, group] of groupFamilies(families)) {
    const faces = await readFaces(group, root)
    const family = await toFamily(group, faces, root)
    built.push([property, family])
    files.set(family.sheet, family.css)
    for (const { path, content, original } of faces.flatMap(filesOf)) {
      files.set(path, content)
      originals.add(original)
    }
  }
  return { families: Object.fromEntries(built), files, originals: [...originals] }
}

type Group = readonly [FontFamily, ...FontFamily[]]

function groupFamilies(families: readonly FontFamily[]): Map<string, Group> {
  const groups = new Map<string, Group>()
  for (const family of families) {
    const known = groups.get(family.cssVariable)
    groups.set(family.cssVariable, known === undefined ? [family] : [...known, family])
  }
  return groups
}

function toPlace({ name, cssVariable }: FontFamily, root: string): FamilyPlace {
  return { root, cssVariable, name: name.trim().replaceAll(/^["']|["']$/g, '') }
}

async function readFaces(group: Group, root: string): Promise<ReadFace[]> {
  const lists = group.map(async (family) => {
    const place = toPlace(family, root)
    const faces = await provideFaces(family, place)
    return faces.map((face) => readFace(face, place))
  })
  return (await Promise.all(lists)).flat()
}

function readFace(face: ProvidedFace, place: FamilyPlace): ReadFace {
  const { weight } = face
  const text = Array.isArray(weight) ? weight.join(' ') : weight?.toString()
  return { ...face, weight: text, src: face.src.map((source) => readSource(source, place)) }
}

function readSource(source: FaceSource, place: FamilyPlace): ReadFace['src'][number] {
  if ('name' in source) return source
  return { file: readFontFile(source.url, place), tech: source.tech }
}

async function toFamily(
  group: Group,
  faces: readonly ReadFace[],
  root: string,
): Promise<BuiltFamily> {
  const [family] = group
  const { cssVariable, fallbacks = FALLBACKS, optimizedFallbacks = true } = family
  const place = toPlace(family, root)
  const { provider, ...facts } = family
  const uniqueName = `${place.name}-${hashOf(JSON.stringify([provider.name, facts]))}`
  const made = optimizedFallbacks
    ? await makeFallbacks(uniqueName, faces.flatMap(toMeasured), fallbacks, place)
    : undefined
  const css = [
    ...faces.map((face) =>
      toFaceRule(uniqueName, toDeclarations(inherit(face, family), toSrc(face))),
    ),
    made?.css ?? '',
    toVariableRule(cssVariable, [uniqueName, ...(made?.names ?? []), ...new Set(fallbacks)]),
  ].join('')
  return {
    sheet: toPath(cssVariable, 'css', css),
    css,
    preloads: toPreloads(faces),
    faces: faces.map(toBuiltFace),
  }
}

function inherit(face: ReadFace, family: FontFamily): Omit<ReadFace, 'src'> {
  return {
    ...face,
    display: face.display ?? family.display,
    unicodeRange: face.unicodeRange ?? family.unicodeRange,
    stretch: face.stretch ?? family.stretch,
    featureSettings: face.featureSettings ?? family.featureSettings,
    variationSettings: face.variationSettings ?? family.variationSettings,
  }
}

function toSrc({ src }: ReadFace): string {
  return src
    .map((source) => {
      if ('name' in source) return toSystemSource(source.name)
      const { path, type } = source.file
      return toUrlSource(basename(path), formatOf(type), source.tech)
    })
    .join(', ')
}

function filesOf({ src }: ReadFace): FontFile[] {
  return src.flatMap((source) => ('file' in source ? [source.file] : []))
}

function toMeasured(face: ReadFace): MeasuredFace[] {
  const { weight, style, meta } = face
  return filesOf(face).map((file) => ({ file, weight, style, subset: meta?.subset }))
}

// The first format of each face: browsers would load others only if they did not know it.
function toPreloads(faces: readonly ReadFace[]): FontPreload[] {
  const preloads = new Map<string, FontPreload>()
  for (const face of faces) {
    const [first] = filesOf(face)
    if (first === undefined || face.meta?.isSlice === true || preloads.has(first.path)) continue
    const { weight, style, meta } = face
    const { path, type } = first
    preloads.set(path, { file: path, type, weight, style, subset: meta?.subset })
  }
  return [...preloads.values()]
}

function toBuiltFace({ src, weight, style, meta }: ReadFace): BuiltFace {
  const files = src.flatMap((source) => {
    if ('name' in source) return []
    const { path, type } = source.file
    return [{ file: path, format: formatOf(type), tech: source.tech }]
  })
  return { weight, style, subset: meta?.subset, src: files }
}
