import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { BIN } from './package.ts'
import { ROOT } from './root.ts'

/**
 * Runs the command line in the repository; resolves with its exit code and everything it printed.
 */
export async function runCli(...args: string[]): Promise<{ code: number; printed: string }> {
  const child = spawn(process.execPath, [BIN, ...args], { cwd: ROOT })
  let printed = ''
  const keep = (text: Buffer) => (printed += text.toString())
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const [code] = (await once(child, 'close')) as [number]
  return { code, printed }
}

export interface CliResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the command line in a folder, synchronously. */
export function runCliSync(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): CliResult {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env },
  })
  return { code: status, stdout, stderr }
}

/** Builds; throws if the build fails. */
export function build(root: string, args: readonly string[] = []): CliResult {
  const result = runCliSync(['build', ...args], root)
  if (result.code !== 0) throw new Error(`the build failed: ${result.stderr}`)
  return result
}
