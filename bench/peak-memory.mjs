/** Writes the most memory that this process ever had, in MB, to the file BENCH_PEAK: `--import`. */
import { writeFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

const { BENCH_PEAK } = process.env
delete process.env.BENCH_PEAK
if (isMainThread && BENCH_PEAK !== undefined) {
  process.on('exit', () => writeFileSync(BENCH_PEAK, String(process.resourceUsage().maxRSS / 1000)))
}
