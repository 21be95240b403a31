const DEADLINE_MS = 10_000
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
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}
