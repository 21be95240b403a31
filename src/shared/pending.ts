/**
 * Whether a result of this package's own functions is still a promise. Values of users need
 * `isThenable()`: reading a missing member can fail on theirs, but costs less than asking for it.
 */
export function isPending<Result>(result: Result | Promise<Result>): result is Promise<Result> {
  // Any value but `undefined` and `null` has members. Not `instanceof`: realms may differ.
  const { then } = (result ?? NOTHING) as { then?: unknown }
  return typeof then === 'function'
}

const NOTHING = {}
