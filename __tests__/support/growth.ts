import { expect } from '@jest/globals'

/** Work that takes no longer is not measured: quadratic work of the sizes used in tests takes seconds. */
const NOTHING_MS = 40

/** Twice as much may take so many times as long. */
const MOST = 2.5

/**
 * Expects work to take time in proportion to its size.
 *
 * @param what - Names the work when it fails.
 * @param run - Does the work once (1) or twice (2) as large; what it prepares is measured, too.
 */
export async function expectLinear(what: string, run: (times: 1 | 2) => unknown): Promise<void> {
  if ((await fastest(() => run(2))) < NOTHING_MS) return
  // What else the machine does, or the collection of garbage, is not the same each time.
  const growths: number[] = []
  while (growths.length < 5 && !growths.some((growth) => growth <= MOST)) {
    const once = await fastest(() => run(1))
    growths.push((await fastest(() => run(2))) / once)
  }
  expect({ what, growth: Math.min(...growths) > MOST ? growths : 'linear' }).toEqual({
    what,
    growth: 'linear',
  })
}

/** Reads a clock, in milliseconds. */
type Clock = () => number

/** Processor time of this process, however busy the machine is. */
const ofProcess: Clock = () => process.cpuUsage().user / 1000

/** Time on the wall, for work that another process does. */
export const onTheWall: Clock = () => performance.now()

/**
 * Does work several times.
 *
 * @param work - The work.
 * @param clock - How to measure it. (default: processor time of this process)
 * @param runs - How often at most. (default: 3)
 * @returns Milliseconds of the fastest time.
 */
export async function fastest(
  work: () => unknown,
  clock: Clock = ofProcess,
  runs = 3,
): Promise<number> {
  let best = Infinity
  for (let run = 0; run < runs; run++) {
    const start = clock()
    await work()
    best = Math.min(best, clock() - start)
    if (best < NOTHING_MS / 4) break
  }
  return best
}
