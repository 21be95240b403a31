import { setTimeout as wait } from 'node:timers/promises'

/** Long, because suites run beside each other. */
const DEADLINE_MS = 30_000
const PAUSE_MS = 10

/**
 * Waits for a condition that holds soon, such as the output of another process.
 *
 * @param holds - Called repeatedly.
 * @throws {Error} when it does not hold within thirty seconds
 */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`This never came true: ${String(holds)}`)
    await wait(PAUSE_MS)
  }
}

/**
 * Waits until text matches; resolves with the match.
 *
 * @param read - Called repeatedly; it may fail meanwhile.
 * @throws {Error} when nothing matched within thirty seconds; the message has the last text
 */
export async function untilMatches(
  read: () => Promise<string>,
  expected: RegExp,
): Promise<RegExpExecArray> {
  const deadline = performance.now() + DEADLINE_MS
  for (;;) {
    const seen = await read().catch(String)
    const match = expected.exec(seen)
    if (match) return match
    if (performance.now() > deadline) throw new Error(`${expected} does not match: ${seen}`)
    await wait(PAUSE_MS)
  }
}
