const { FUZZ_RUNS, FUZZ_SEED } = process.env

/**
 * How often a property is checked: FUZZ_RUNS replaces the usual number, FUZZ_SEED (printed by a
 * failure) the random seed.
 */
export function runs(usual: number): { numRuns: number; seed?: number } {
  const numRuns = Number(FUZZ_RUNS ?? usual)
  return FUZZ_SEED === undefined ? { numRuns } : { numRuns, seed: Number(FUZZ_SEED) }
}

/** How many milliseconds a property may take on a busy machine. */
export function timeLimit(usual: number): number {
  return 60_000 + runs(usual).numRuns * 100
}
