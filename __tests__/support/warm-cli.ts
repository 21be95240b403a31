import { afterAll } from '@jest/globals'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { CliResult } from './cli.ts'
// The package is built before suites that import this file.
import './package.ts'
import { ROOT } from './root.ts'

let running: Promise<ChildProcess> | undefined
let last: Promise<unknown> = Promise.resolve()

afterAll(async () => {
  const child = await running
  child?.kill()
})

/**
 * Runs the command line in a folder, in a process that has it loaded already: a build of one page takes a
 * tenth of the time. The runs of a suite share the process, one after another.
 */
export function runWarmCli(args: readonly string[], cwd: string): Promise<CliResult> {
  const result = last.then(() => run(args, cwd))
  last = result.catch(() => {})
  return result
}

async function run(args: readonly string[], cwd: string): Promise<CliResult> {
  running ??= start()
  const child = await running
  child.send({ args, cwd })
  return (await nextMessage(child)) as CliResult
}

async function start(): Promise<ChildProcess> {
  const env = { PATH: process.env['PATH'] }
  const child = fork(join(ROOT, '__tests__/support/warm-cli-process.js'), { env, execArgv: [] })
  await nextMessage(child)
  return child
}

async function nextMessage(child: ChildProcess): Promise<unknown> {
  const ended = new AbortController()
  try {
    return await Promise.race([
      once(child, 'message', ended).then(([message]) => message),
      once(child, 'exit', ended).then(([code]) => {
        throw new Error(`the process of the command line ended with ${code}`)
      }),
    ])
  } finally {
    ended.abort()
  }
}

/** Builds as {@link runWarmCli}; throws if the build fails. */
export async function buildWarm(root: string, args: readonly string[] = []): Promise<CliResult> {
  const result = await runWarmCli(['build', ...args], root)
  if (result.code !== 0) throw new Error(`the build failed: ${result.stderr}`)
  return result
}
