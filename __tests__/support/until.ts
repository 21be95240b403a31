import { setTimeout as wait } from 'node:timers/promises'

const DEADLINE_MS = 10_000
/** For what a server says that has to start first. */
const LONG_DEADLINE_MS = 30_000
const PAUSE_MS = 10

/**
 * Waits for what comes soon, such as what another process prints.
 *
 * @param holds - Asked again and again.
 * @throws {Error} When it does not hold within ten seconds.
 */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`This never came true: ${String(holds)}`)
    await wait(PAUSE_MS)
  }
}

/**
 * Waits until what is read matches; gives the match.
 *
 * @param read - Reads again and again; it may fail meanwhile.
 * @throws {Error} When nothing matched within thirty seconds, with what was read last.
 */
export async function untilMatches(
  read: () => Promise<string>,
  expected: RegExp,
): Promise<RegExpExecArray> {
  const deadline = performance.now() + LONG_DEADLINE_MS
  for (;;) {
    const seen = await read().catch(String)
    const match = expected.exec(seen)
    if (match) return match
    if (performance.now() > deadline) throw new Error(`${expected} does not match: ${seen}`)
    await wait(PAUSE_MS)
  }
}
