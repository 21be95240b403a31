import { afterAll, afterEach, beforeAll, expect } from '@jest/globals'
import vm from 'node:vm'

/** The real process: tests have a copy of it, which never emits its events. */
export const realProcess = vm.runInThisContext('process') as NodeJS.Process

const EVENTS = ['uncaughtException', 'unhandledRejection', 'warning']

/** Fails every test of a file during which an error is unhandled or Node prints a warning. */
export function failOnFaults(): void {
  const faults: unknown[] = []
  const keep = (fault: unknown) => void (isOfTests(fault) || faults.push(String(fault)))

  beforeAll(() => {
    for (const event of EVENTS) realProcess.on(event, keep)
  })
  afterEach(async () => {
    // A rejection counts as unhandled only after the turn in which it occurred.
    await new Promise((resolve) => setImmediate(resolve))
    expect(faults.splice(0)).toEqual([])
  })
  afterAll(() => {
    for (const event of EVENTS) realProcess.off(event, keep)
  })
}

// Node's warning about the way Jest runs ES modules.
function isOfTests(fault: unknown): boolean {
  return (fault as Error | undefined)?.name === 'ExperimentalWarning'
}
