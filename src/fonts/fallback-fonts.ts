import { type FamilyPlace, fontError } from './font-error.ts'
import type { FontFile } from './font-files.ts'
import { type Declarations, toDeclarations, toFaceRule, toSystemSource } from './font-css.ts'
import { type FontMetrics, systemFonts } from './system-fonts.ts'

/** A face that fallback fonts are made for. */
export interface MeasuredFace {
  readonly file: FontFile
  readonly weight: string | undefined
  readonly style: string | undefined
  readonly subset: string | undefined
}

/** Fonts of the reader's system that take as much room as a family. */
export interface FallbackFonts {
  readonly css: string
  /** Their names, in front of the fallbacks of the configuration. */
  readonly names: readonly string[]
}

/**
 * Makes fonts that browsers show until a family has loaded. They are fonts of the reader's system with
 * the metrics of the family, so that the text does not move afterwards.
 *
 * @param uniqueName - The name of the family in styles.
 * @param faces - The faces of the family. As in Astro, the first file gives the metrics.
 * @param fallbacks - Those of the configuration.
 * @returns `undefined` if the last fallback is not a generic family with known fonts.
 */
export async function makeFallbacks(
  uniqueName: string,
  faces: readonly MeasuredFace[],
  fallbacks: readonly string[],
  place: FamilyPlace,
): Promise<FallbackFonts | undefined> {
  const generic = fallbacks.at(-1)
  const measured = onePerKind(faces)
  const [first] = measured
  if (generic === undefined || first === undefined) return undefined
  const pairs = measured.map((face) => [face, systemFonts(generic, face.weight)] as const)
  const names = new Set(pairs.flatMap(([, fonts]) => fonts.map(([name]) => name)))
  if (names.size === 0 || names.has(place.name)) return undefined
  const metrics = await readMetrics(first.file, place)
  const toName = (font: string) => `${uniqueName} fallback: ${font}`
  const css = pairs.flatMap(([face, fonts]) => {
    return fonts.map(([font, own]) => {
      const declarations = toDeclarations(face, toSystemSource(font))
      return toFaceRule(toName(font), { ...declarations, ...toOverrides(metrics, own) })
    })
  })
  return { css: css.join(''), names: [...names].map(toName) }
}

// Slices of a subset differ in nothing that a fallback font has.
function onePerKind(faces: readonly MeasuredFace[]): MeasuredFace[] {
  const byKind = new Map<string, MeasuredFace>()
  for (const face of faces) {
    const kind = JSON.stringify([face.weight, face.style, face.subset])
    if (!byKind.has(kind)) byKind.set(kind, face)
  }
  return [...byKind.values()]
}

async function readMetrics(
  { content, original }: FontFile,
  place: FamilyPlace,
): Promise<FontMetrics> {
  const { fromBuffer } = await import('@capsizecss/unpack')
  try {
    return await fromBuffer(Buffer.from(content))
  } catch (cause) {
    const hint = 'Replace the file, or set `optimizedFallbacks: false` for the family.'
    throw fontError(place, `the metrics of ${original} cannot be read`, hint, cause)
  }
}

// https://github.com/seek-oss/capsize: the fallback is scaled to the width of the font, and its lines to
// the height.
function toOverrides(font: FontMetrics, fallback: FontMetrics): Declarations {
  const [width, ofFallback] = [widthOf(font), widthOf(fallback)]
  const scale = width && ofFallback ? width / ofFallback : 1
  const em = font.unitsPerEm * scale
  const override = (
    name: 'ascent' | 'descent' | 'lineGap',
    isShown: (value: number) => boolean,
  ) => {
    const value = Math.abs(font[name]) / em
    return isShown(value) && value !== Math.abs(fallback[name]) / em ? toPercent(value) : undefined
  }
  return {
    'size-adjust': scale === 1 ? undefined : toPercent(scale),
    'ascent-override': override('ascent', (value) => value !== 0),
    'descent-override': override('descent', (value) => value !== 0),
    'line-gap-override': override('lineGap', () => true),
  }
}

function widthOf({ xWidthAvg, unitsPerEm }: FontMetrics): number {
  return xWidthAvg / unitsPerEm
}

function toPercent(value: number): string {
  return `${Number.parseFloat((value * 100).toFixed(4))}%`
}
