import type { BuildOptions } from '../build/build.ts'
import { createPaint } from '../diagnostics/paint.ts'
import { createBuildLog } from './build-log.ts'
import { reportBuild } from './report.ts'

/**
 * Builds a project and prints its progress and a summary.
 *
 * @param options - Root and outDir from the command line.
 */
export async function runBuild(options: BuildOptions): Promise<void> {
  const started = performance.now()
  // Imported here, because --help needs neither the compiler nor Vite.
  const { build } = await import('../build/build.ts')
  const log = createBuildLog(process.stdout, process.stderr)
  const result = await build({ ...options, log }).finally(() => log.end())
  const milliseconds = Math.round(performance.now() - started)
  process.stdout.write(reportBuild(result, milliseconds, createPaint(process.stdout)))
}
