import { nextTask } from './next-task.ts'
import type { PageState } from './page-state.ts'

/**
 * Counts the work of a renderer, for which the start of a stream waits a moment.
 *
 * @param work - The component that is being rendered.
 * @returns Its result.
 */
export async function busyWith<T>(state: PageState, work: Promise<T>): Promise<T> {
  state.busy += 1
  try {
    return await work
  } finally {
    state.busy -= 1
    if (state.busy === 0) state.notify()
  }
}

/**
 * How long the start of a stream waits for renderers, in milliseconds. They take several tasks even
 * for a component that awaits nothing, and a page that is sent as a whole can still answer an error
 * with status 500.
 */
const LIMIT = 50

/**
 * Waits until no renderer works on the page, or for 50 ms.
 *
 * @returns A promise; `undefined` if none does.
 */
export function untilIdle(state: PageState): Promise<void> | undefined {
  return state.busy > 0 ? waitUntilIdle(state) : undefined
}

async function waitUntilIdle(state: PageState): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isLate = false
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => resolve(void (isLate = true)), LIMIT)
  })
  while (state.busy > 0 && !state.isStopped && !isLate) {
    await Promise.race([state.changed(), late])
    // What follows the component may end the page, or begin with the next one.
    await nextTask()
  }
  clearTimeout(timer)
}
