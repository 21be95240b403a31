import { describe, expect, test } from '@jest/globals'
import { type Expression, hardTexts, listExpressions } from './expressions.ts'

const all = listExpressions()

/** Milliseconds; linear work takes less for the longest text, even on a busy machine. */
const LIMIT = 40

// Exponential work shows with the first two lengths, quadratic work with the long one, where it takes
// 100 ms or more: 1/256 of that with the last of the short ones.
const SHORT_LENGTHS = [24, 30, 400, 1_500]
const LONG_LENGTH = 24_000

/** Milliseconds that linear work takes for a text of the last short length, and quadratic work exceeds. */
const LINEAR = 0.1

/** Each repetition of a group takes a part of the stack: this number exceeds it. */
const HUGE = 8_000_000

/** Files whose input is bounded, and why. */
const BOUNDED: Readonly<Record<string, string>> = {
  'bridge/url.ts': 'a Host header, which Node limits to 16 kB',
  'dev/vite/restarts.ts': 'the name of a file',
  'plugin/svg-source.ts': 'a drawing of the project',
}

/** Finds a text on which an expression works too long. */
function findHardText(source: string, flags: string): string | undefined {
  const pattern = new RegExp(source, `${flags.replace('g', '')}g`)
  for (const length of SHORT_LENGTHS) {
    const hard = firstHard(pattern, hardTexts(source, length))
    if (hard !== undefined) return hard
  }
  const last = SHORT_LENGTHS.at(-1) ?? 0
  for (const text of hardTexts(source, last)) {
    if (isLinear(pattern, text)) continue
    return firstHard(pattern, hardTexts(source, LONG_LENGTH))
  }
  return undefined
}

function firstHard(pattern: RegExp, texts: Iterable<string>): string | undefined {
  for (const text of texts) {
    if (timeOf(pattern, text) <= LIMIT) continue
    // Repeated, because another process may have delayed it.
    if (Math.min(...[1, 2, 3].map(() => timeOf(pattern, text))) > LIMIT) return text.slice(0, 80)
  }
  return undefined
}

// The clock runs on while another process works: at worst, the long text is tried for nothing.
function isLinear(pattern: RegExp, text: string): boolean {
  return [1, 2, 3].some(() => {
    const start = performance.now()
    text.replaceAll(pattern, '')
    return performance.now() - start < LINEAR
  })
}

function timeOf(pattern: RegExp, text: string): number {
  // Processor time of this process, independent of the load of the machine.
  const start = process.cpuUsage()
  text.replaceAll(pattern, '')
  return process.cpuUsage(start).user / 1000
}

function overflows({ source, flags }: Expression): boolean {
  for (const text of hardTexts(source, HUGE, ['\n!'])) {
    try {
      new RegExp(source, flags).test(text)
    } catch {
      return true
    }
  }
  return false
}

describe('the detector finds a slow expression:', () => {
  test.each([
    /[?&]+$/,
    /\.[^/]*$/,
    /\s+is:inline\b/,
    /\/\*[^]*?\*\//,
    /^(?:a+)+$/,
    /<style\b(?![^>]*\sis:inline)[^>]*>/gi,
    /from "(.+?)" to "(.+?)"/,
    /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
    /\*+$/,
  ])('%s', ({ source, flags }) => {
    expect(findHardText(source, flags)).toBeDefined()
  })
})

describe('no input makes an expression of this package slow:', () => {
  test.each(all)('$place /$source/$flags', ({ source, flags }) => {
    expect(findHardText(source, flags)).toBeUndefined()
  })

  test('and none with a repeated group overflows the stack on a long input', () => {
    const repeated = all.filter(({ source }) => /\)(?:[*+]|\{\d*,\})/.test(source))
    const unbounded = repeated.filter(({ place }) => !(place.replace(/:.*/, '') in BOUNDED))
    expect(unbounded.filter(overflows)).toEqual([])
  })

  test('and all its expressions are checked', () => {
    expect(all.length).toBeGreaterThan(100)
    const files = new Set(all.map(({ place }) => place.replace(/:.*/, '')))
    expect(Object.keys(BOUNDED).filter((file) => !files.has(file))).toEqual([])
  })
})
