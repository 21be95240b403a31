import { nextTask } from './next-task.ts'
import type { PageState } from './page-state.ts'

/**
 * How many components of a page the renderers of other frameworks work on. Kept beside the state:
 * most pages have no such components, and each of them would have the field.
 */
const working = new WeakMap<PageState, number>()

/**
 * Counts the work of a renderer, for which the start of a stream waits a moment.
 *
 * @param work - The component that is being rendered.
 * @returns Its result.
 */
export async function busyWith<T>(state: PageState, work: Promise<T>): Promise<T> {
  working.set(state, countOf(state) + 1)
  try {
    return await work
  } finally {
    working.set(state, countOf(state) - 1)
    if (!isBusy(state)) state.notify()
  }
}

function countOf(state: PageState): number {
  return working.get(state) ?? 0
}

function isBusy(state: PageState): boolean {
  return countOf(state) > 0
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
  return isBusy(state) ? waitUntilIdle(state) : undefined
}

async function waitUntilIdle(state: PageState): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isLate = false
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => resolve(void (isLate = true)), LIMIT)
  })
  while (isBusy(state) && !state.isStopped && !isLate) {
    await Promise.race([state.changed(), late])
    // What follows the component may end the page, or begin with the next one.
    await nextTask()
  }
  clearTimeout(timer)
}
