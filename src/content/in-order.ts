/**
 * Creates a function that runs tasks with one name one after another, so that of two saves of a file
 * the later one counts.
 *
 * @returns The function; its promise settles as the task does.
 */
export function createQueue(): (name: string, task: () => Promise<void>) => Promise<void> {
  const last = new Map<string, Promise<void>>()
  return function enqueue(name, task) {
    const result = (last.get(name) ?? Promise.resolve()).then(task)
    const settled = result
      .catch(() => {})
      .then(() => {
        if (last.get(name) === settled) last.delete(name)
      })
    last.set(name, settled)
    return result
  }
}
