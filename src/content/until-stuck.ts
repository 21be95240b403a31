/**
 * Waits for a promise, or until the process has nothing left to do: then the promise can never
 * settle, and Node would end the process with code 13 and without a reason.
 *
 * @returns True if the promise has settled.
 */
export async function settles(promise: Promise<unknown>): Promise<boolean> {
  let onIdle = () => {}
  const stuck = new Promise<false>((resolve) => (onIdle = () => resolve(false)))
  process.once('beforeExit', onIdle)
  try {
    return await Promise.race([promise.then(() => true), stuck])
  } finally {
    process.removeListener('beforeExit', onIdle)
  }
}
