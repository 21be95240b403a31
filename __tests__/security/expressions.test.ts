import { describe, expect, test } from '@jest/globals'
import { hardTexts, listExpressions } from './expressions.ts'

const all = listExpressions()

/** Milliseconds that nothing linear takes for a text of the last length, even on a busy machine. */
const LIMIT = 40

// Exponential work shows with the first two, quadratic with the last: it takes 100 ms and more there.
const LENGTHS = [24, 30, 400, 1_500, 24_000]

/** A repeated group takes some of the stack for each time: this is more than there is. */
const HUGE = 8_000_000

/** What is never so long, and why. */
const BOUNDED: Readonly<Record<string, string>> = {
  'bridge/url.ts': 'a Host header, which Node limits to 16 kB',
  'vite/dev/restarts.ts': 'the name of a file',
}

/** The first text that an expression works on for too long. */
function findHardText(source: string, flags: string): string | undefined {
  const pattern = new RegExp(source, `${flags.replace('g', '')}g`)
  for (const length of LENGTHS) {
    for (const text of hardTexts(source, length)) {
      if (timeOf(pattern, text) <= LIMIT) continue
      // Something else may have kept the machine busy.
      if (Math.min(...[1, 2, 3].map(() => timeOf(pattern, text))) > LIMIT) return text.slice(0, 80)
    }
  }
  return undefined
}

function timeOf(pattern: RegExp, text: string): number {
  // What this process works, however busy the machine is.
  const start = process.cpuUsage()
  text.replaceAll(pattern, '')
  return process.cpuUsage(start).user / 1000
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
    for (const { place, source, flags } of repeated) {
      if (place.replace(/:.*/, '') in BOUNDED) continue
      for (const text of hardTexts(source, HUGE, ['\n!'])) {
        expect(() => new RegExp(source, flags).test(text)).not.toThrow()
      }
    }
  })

  test('and all its expressions are checked', () => {
    expect(all.length).toBeGreaterThan(100)
  })
})
