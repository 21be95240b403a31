const schedule = typeof setImmediate === 'function' ? setImmediate : setTimeout

/**
 * Waits until everything that is ready now has run: this task's microtasks, and all that they
 * start.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => schedule(() => resolve()))
}
