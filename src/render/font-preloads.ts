import type { FontPreload } from '../shared/font-family.ts'
import { isObject } from '../shared/is-object.ts'

/** Which files of a family browsers load at once. */
export type PreloadFilter =
  | boolean
  | readonly {
      readonly weight?: string | number | undefined
      readonly style?: string | undefined
      readonly subset?: string | undefined
    }[]

/**
 * Selects the files that a page asks browsers to load early.
 *
 * @param all - The files of the family.
 * @param preload - The attribute of `<Font>`: `true` for all, or a list in which each entry names a weight,
 *   style and subset, or some of them.
 * @returns Some of the files, in their order.
 */
export function selectPreloads(
  all: readonly FontPreload[],
  preload: unknown,
): readonly FontPreload[] {
  if (!Array.isArray(preload)) return preload ? all : []
  const filters = preload.filter(isObject)
  return all.filter((one) => filters.some((filter) => isWanted(one, filter)))
}

function isWanted(
  { weight, style, subset }: FontPreload,
  wanted: Readonly<Record<string, unknown>>,
): boolean {
  const isWeight =
    wanted['weight'] === undefined || weight === undefined || holdsWeight(weight, wanted['weight'])
  const isStyle = wanted['style'] === undefined || wanted['style'] === style
  return isWeight && isStyle && (wanted['subset'] === undefined || wanted['subset'] === subset)
}

// A variable font has a range of weights.
function holdsWeight(weight: string, wanted: unknown): boolean {
  const text = String(wanted).trim()
  const [min, max] = weight.split(' ')
  if (max === undefined || text.includes(' ')) return text === weight
  const number = Number.parseInt(text, 10)
  return number >= Number(min) && number <= Number(max)
}
