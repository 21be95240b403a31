import { beforeAll, expect, test } from '@jest/globals'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { ROOT } from '../support/root.ts'

/** The state of the process at one moment: memory in megabytes, and counts of what could leak. */
interface Measure {
  readonly heap: number
  readonly rss: number
  readonly files: number
  readonly handles: number
  /** Endless streams that are still being read. */
  readonly open: number
}

type Stage = 'start' | 'asked' | 'askedAgain' | 'left' | 'closed' | 'ended'

interface Report extends Readonly<Record<Stage, Measure>> {
  readonly slow: { readonly isStill: boolean; readonly open: number; readonly rss: number }
  readonly errors: number
  readonly faults: readonly string[]
}

let report: Report

beforeAll(async () => {
  const args = ['--expose-gc', `${ROOT}/__tests__/fixtures/servers/load.mjs`]
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 60_000 })
  report = JSON.parse(stdout)
}, 60_000)

const open = ({ files, handles, open: streams }: Measure) => ({ files, handles, streams })

test('thousands of requests over keep-alive connections leak no memory', () => {
  const { asked, askedAgain } = report
  expect(askedAgain.heap - asked.heap).toBeLessThan(1)
  expect(open(askedAgain)).toEqual(open(asked))
})

test('hundreds of clients that leave early leave nothing open', () => {
  const { start, left } = report
  expect(open(left)).toEqual(open(start))
  expect(left.open).toBe(0)
  expect(left.heap - start.heap).toBeLessThan(2)
})

test('clients that do not read stop their pages, and memory stays where it is', () => {
  const { left, slow, closed } = report
  expect([slow.isStill, slow.open, closed.open]).toEqual([true, 60, 0])
  // Each client costs one chunk in its stream, and what a socket buffers before it applies
  // backpressure.
  expect(slow.rss - left.rss).toBeLessThan(60)
})

test('many errors at once are each reported', () => {
  const { closed, ended, errors } = report
  expect(errors).toBe(400)
  expect(open(ended)).toEqual(open(closed))
})

test('no error is unhandled or makes Node print a warning', () => {
  expect(report.faults).toEqual([])
})
