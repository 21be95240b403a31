const { FUZZ_RUNS, FUZZ_SEED } = process.env

/** How often a property is tried: FUZZ_RUNS in place of the usual, FUZZ_SEED as a failure printed it, in place of a new one. */
export function runs(usual: number): { numRuns: number; seed?: number } {
  const numRuns = Number(FUZZ_RUNS ?? usual)
  return FUZZ_SEED === undefined ? { numRuns } : { numRuns, seed: Number(FUZZ_SEED) }
}

/** Milliseconds a property may take, on a machine that is busy with other things. */
export function timeLimit(usual: number): number {
  return 60_000 + runs(usual).numRuns * 100
}
