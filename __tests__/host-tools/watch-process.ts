import { setImmediate as nextTurn } from 'node:timers/promises'
import { runInThisContext } from 'node:vm'
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals'

/** Tests see a copy of `process`, which hears of nothing; this is the one that does. */
const real = runInThisContext('process') as NodeJS.Process

/** Said once of every test run that consists of modules. */
const RUNNER = 'VM Modules is an experimental feature'

/**
 * Fails each test of a file during which the process was warned: of too many listeners, of something
 * deprecated. Errors and rejections that nobody catches fail a test without this.
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
    // What `depd` sends here, with the copy in its hands, would else be printed.
    process.on('deprecation' as 'warning', keep)
  })
  afterEach(async () => {
    // Whatever the last answer leaves behind comes out in the turns after it.
    for (let turn = 0; turn < 3; turn++) await nextTurn()
    expect(seen.splice(0)).toEqual([])
  })
  afterAll(() => {
    real.off('warning', keep)
    process.off('deprecation', keep)
  })
}
