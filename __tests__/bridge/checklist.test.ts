import { describe, expect, test } from '@jest/globals'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../support/root.ts'
import { rows } from './checklist.ts'

const DECISIONS = 'docs/decisions/011-bridge-cases-that-do-not-apply.md'

/** The number of rows in each part. */
const PARTS = {
  A: 19,
  B: 11,
  C: 8,
  D: 11,
  E: 25,
  F: 12,
  G: 23,
  H: 23,
  I: 13,
  J: 9,
  K: 5,
  L: 3,
  M: 4,
}

const files = new Map<string, string>()

function read(file: string): string {
  const path = join(ROOT, file)
  if (!files.has(file)) files.set(file, existsSync(path) ? readFileSync(path, 'utf8') : '')
  return files.get(file) ?? ''
}

// Finds a test's name as it is written in code: in quotes, alone or in a table.
function hasTest(file: string, title: string): boolean {
  const isQuoted = (quote: string): boolean => read(file).includes(quote + title + quote)
  return ["'", '"', '`'].some(isQuoted)
}

describe('the list of what a bridge must get right', () => {
  test('has each row once, in order', () => {
    const ids = Object.entries(PARTS).flatMap(([part, count]) =>
      Array.from({ length: count }, (_, i) => `${part}${i + 1}`),
    )
    expect(rows.map(({ id }) => id)).toEqual(ids)
  })

  test('has a sentence in each row, with the tests that prove it or the reason why none is needed', () => {
    const isComplete = ({ sentence, tests, reason }: (typeof rows)[number]): boolean =>
      /^[A-Z].{5,}\.$/.test(sentence) && tests.length > 0 === (reason === undefined)
    expect(rows.filter((row) => !isComplete(row))).toEqual([])
  })

  test('names only tests that exist', () => {
    const named = rows.flatMap(({ id, tests }) => tests.map((one) => ({ id, ...one })))
    expect(named.length).toBeGreaterThan(200)
    expect(named.filter(({ file, title }) => !hasTest(file, title))).toEqual([])
  })

  test('has its reasons among the decisions', () => {
    const reasons = rows.flatMap(({ reason }) => reason ?? [])
    const paragraphs = read(DECISIONS).split('\n\n')
    const isThere = (reason: string): boolean =>
      paragraphs.some((paragraph) => paragraph.startsWith(`**${reason}** `))
    expect(reasons.filter((reason) => !isThere(reason))).toEqual([])
    expect(reasons.length).toBeGreaterThan(0)
  })
})
