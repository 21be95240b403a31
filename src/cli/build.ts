import type { BuildOptions } from '../vite/build.ts'
import { createPaint } from './paint.ts'
import { reportBuild } from './report.ts'

/**
 * Builds a project and tells the terminal about it.
 *
 * @param options - Root and outDir of the command line.
 */
export async function runBuild(options: BuildOptions): Promise<void> {
  const started = performance.now()
  // Loaded here, so that --help needs neither the compiler nor Vite.
  const { build } = await import('../vite/build.ts')
  const warning = createPaint(process.stderr)('yellow', 'warning')
  const log = {
    step: (text: string) => void process.stdout.write(`${text}\n`),
    warn: (text: string) => void process.stderr.write(`${warning} ${text}\n`),
  }
  const result = await build({ ...options, log })
  const milliseconds = Math.round(performance.now() - started)
  process.stdout.write(reportBuild(result, milliseconds, createPaint(process.stdout)))
}
