import { expect } from '@jest/globals'

/**
 * Work that takes less time is not compared; quadratic work of the sizes in tests takes seconds.
 */
const NOTHING_MS = 40

/**
 * Work of twice the size may take at most this many times as long. Quadratic work takes four times;
 * linear work takes up to three beside another process, which shares the processor's caches.
 */
const MOST = 3.2

/**
 * Expects that the time of work is proportional to its size.
 *
 * @param what - Names the work in a failure.
 * @param run - Does work of size 1 or 2. Its preparation is measured, too.
 */
export async function expectLinear(what: string, run: (times: 1 | 2) => unknown): Promise<void> {
  if ((await fastest(() => run(2))) < NOTHING_MS) return
  // Other processes and garbage collection disturb some of the measurements.
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

/** Processor time of this process, independent of the load of the machine. */
const ofProcess: Clock = () => process.cpuUsage().user / 1000

/** Wall-clock time, for work in another process. */
export const onTheWall: Clock = () => performance.now()

/**
 * Repeats work and measures it.
 *
 * @param work - The work.
 * @param clock - How to measure it. (default: processor time of this process)
 * @param runs - How often at most. (default: 3)
 * @returns The shortest time, in milliseconds.
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
