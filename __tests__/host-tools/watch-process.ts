import { setImmediate as nextTurn } from 'node:timers/promises'
import { runInThisContext } from 'node:vm'
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals'

/** Tests have a copy of `process`, which receives no events; this is the real one. */
const real = runInThisContext('process') as NodeJS.Process

/** The warning that Node prints for every test run with ES modules. */
const RUNNER = 'VM Modules is an experimental feature'

/**
 * Fails each test of a file during which Node prints a warning, for example of too many listeners
 * or of a deprecation. Uncaught errors and rejections fail a test without this.
 *
 * @param known - Parts of warnings that are about a tool itself.
 */
export function watchProcess(known: readonly string[] = []): void {
  const seen: string[] = []
  const keep = (warning: Error): void => {
    const text = String(warning)
    if (![RUNNER, ...known].some((part) => text.includes(part))) seen.push(text)
  }
  beforeAll(() => {
    real.on('warning', keep)
    // `depd` emits here, on the copy; without a listener it would print.
    process.on('deprecation' as 'warning', keep)
  })
  afterEach(async () => {
    // Effects of the last answer show in the turns after it.
    for (let turn = 0; turn < 3; turn++) await nextTurn()
    expect(seen.splice(0)).toEqual([])
  })
  afterAll(() => {
    real.off('warning', keep)
    process.off('deprecation', keep)
  })
}
