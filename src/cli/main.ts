import { types } from 'node:util'
import { isSsrPagesError } from '../shared/errors.ts'
import { readVersion } from '../project/own-package.ts'
import { runBuild } from './build.ts'
import { type Command, parseCommandLine } from './command-line.ts'
import { createPaint } from '../diagnostics/paint.ts'
import { runInit } from './init.ts'
import { runRoutes } from './routes.ts'
import { usage } from './usage.ts'

/**
 * Runs the command line.
 *
 * @param argv - Arguments after the name of the program.
 * @returns The exit code: 0 success, 1 failure, 2 usage error.
 */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    await run(parseCommandLine(argv))
    return 0
  } catch (error) {
    const paint = createPaint(process.stderr)
    process.stderr.write(`${paint('red', 'error')} ${describe(error)}\n`)
    return isSsrPagesError(error) && error.code === 'SSR_PAGES_USAGE' ? 2 : 1
  }
}

async function run(command: Command): Promise<void> {
  if (command.name === 'build') return runBuild(command)
  if (command.name === 'routes') return runRoutes(command)
  if (command.name === 'init') return runInit(command)
  if (command.name === 'dev' || command.name === 'preview') {
    // Imported here, because a build needs no server.
    const { runDev, runPreview } = await import('./serve.ts')
    return command.name === 'dev' ? runDev(command) : runPreview(command)
  }
  process.stdout.write(command.name === 'help' ? usage : `${readVersion()}\n`)
}

// Only bugs need a stack: the messages of our own errors are complete.
function describe(error: unknown): string {
  if (isSsrPagesError(error)) return error.message
  return types.isNativeError(error) ? (error.stack ?? error.message) : String(error)
}
