const schedule = typeof setImmediate === 'function' ? setImmediate : setTimeout

/**
 * Waits until everything that is ready now has run: not only this task's microtasks, but all that
 * they start.
 *
 * @returns A promise that resolves in a later task.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => schedule(() => resolve()))
}
