import { afterAll, afterEach, beforeAll, expect } from '@jest/globals'
import vm from 'node:vm'

/** The process itself: tests are given a copy, on which its events never come. */
export const realProcess = vm.runInThisContext('process') as NodeJS.Process

const EVENTS = ['uncaughtException', 'unhandledRejection', 'warning']

/** Fails every test of the file during which an error gets away or Node warns of something. */
export function failOnFaults(): void {
  const faults: unknown[] = []
  const keep = (fault: unknown) => void (isOfTests(fault) || faults.push(String(fault)))

  beforeAll(() => {
    for (const event of EVENTS) realProcess.on(event, keep)
  })
  afterEach(async () => {
    // A rejection counts as unhandled only after the turn it came in.
    await new Promise((resolve) => setImmediate(resolve))
    expect(faults.splice(0)).toEqual([])
  })
  afterAll(() => {
    for (const event of EVENTS) realProcess.off(event, keep)
  })
}

// Node's own word on how tests of ES modules are run.
function isOfTests(fault: unknown): boolean {
  return (fault as Error | undefined)?.name === 'ExperimentalWarning'
}
