/** The metrics of a font that decide how much room its text takes. */
export interface FontMetrics {
  readonly ascent: number
  readonly descent: number
  readonly lineGap: number
  readonly unitsPerEm: number
  readonly xWidthAvg: number
}

/** Metrics of fonts that come with systems, as Astro has them. */
const METRICS: Readonly<Record<string, FontMetrics>> = {
  'Times New Roman': toMetrics(1825, -443, 87, 2048, 832),
  'Times New Roman Bold': toMetrics(1825, -443, 87, 2048, 886),
  Arial: toMetrics(1854, -434, 67, 2048, 913),
  'Arial Bold': toMetrics(1854, -434, 67, 2048, 983),
  'Courier New': toMetrics(1705, -615, 0, 2048, 1229),
  BlinkMacSystemFont: toMetrics(1980, -432, 0, 2048, 853),
  'Segoe UI': toMetrics(2210, -514, 0, 2048, 908),
  Roboto: toMetrics(1900, -500, 0, 2048, 911),
  'Helvetica Neue': toMetrics(952, -213, 28, 1000, 450),
}

const SERIF = { normal: ['Times New Roman'], bold: ['Times New Roman Bold'] }
const SANS = { normal: ['Arial'], bold: ['Arial Bold'] }
const MONO = { normal: ['Courier New'], bold: ['Courier New'] }
const INTERFACE = ['BlinkMacSystemFont', 'Segoe UI', 'Roboto', 'Helvetica Neue']

type Kind = Readonly<Record<'normal' | 'bold', readonly string[]>>

const BY_GENERIC: Readonly<Record<string, Kind>> = {
  serif: SERIF,
  'sans-serif': SANS,
  monospace: MONO,
  'system-ui': { normal: [...INTERFACE, 'Arial'], bold: [...INTERFACE, 'Arial Bold'] },
  'ui-serif': SERIF,
  'ui-sans-serif': SANS,
  'ui-monospace': MONO,
}

/**
 * Lists the fonts that systems have for a generic family.
 *
 * @param generic - Such as `sans-serif`.
 * @param weight - A weight, or a range of weights. (default: normal)
 * @returns Names with their metrics; none for a family that is not generic.
 */
export function systemFonts(
  generic: string,
  weight: string = '',
): readonly (readonly [name: string, metrics: FontMetrics])[] {
  if (!Object.hasOwn(BY_GENERIC, generic)) return []
  const kind = isBold(weight) ? 'bold' : 'normal'
  return (BY_GENERIC[generic]?.[kind] ?? []).flatMap((name) => {
    const metrics = METRICS[name]
    return metrics === undefined ? [] : [[name, metrics] as const]
  })
}

function isBold(weight: string): boolean {
  if (weight.includes(' ')) return false
  return weight === 'bold' || Number.parseInt(weight, 10) >= 700
}

function toMetrics(
  ascent: number,
  descent: number,
  lineGap: number,
  unitsPerEm: number,
  xWidthAvg: number,
): FontMetrics {
  return { ascent, descent, lineGap, unitsPerEm, xWidthAvg }
}
