import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, test } from '@jest/globals'
import { findPort } from '../support/free-port.ts'

/** A test's own Redis server, on the loopback interface, which keeps nothing on disk. */
export interface Redis {
  readonly url: string
  readonly port: number
  signal(name: NodeJS.Signals): void
  stop(): Promise<void>
}

const isInstalled = spawnSync('redis-server', ['--version']).status === 0

if (!isInstalled) {
  console.warn(
    'Tests with Redis are skipped: there is no redis-server; apt-get install redis-server',
  )
}

/** A test that needs a real Redis server, which is not installed everywhere. */
export const testWithRedis: (name: string, run: () => Promise<void>) => void = isInstalled
  ? test
  : (name, run) => test.skip(`${name} (skipped: redis-server is not installed)`, run)

/** Servers that a failed test has left running would keep Jest from exiting. */
const running = new Set<ChildProcess>()

afterAll(() => {
  for (const child of running) child.kill('SIGKILL')
})

/**
 * Starts a Redis server; `undefined` if none is installed.
 *
 * @param at - The port. (default: any free one)
 */
export async function startRedis(at?: number): Promise<Redis | undefined> {
  if (!isInstalled) return undefined
  const port = at ?? (await findPort())
  const options = { port, bind: '127.0.0.1', save: '', appendonly: 'no', 'always-show-logo': 'no' }
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'], cwd: '/tmp' })
  running.add(child)
  const closed = once(child, 'close').finally(() => running.delete(child))
  await isReady(child)
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    signal: (name) => void child.kill(name),
    async stop() {
      // SIGKILL also ends a stopped process, which receives no other signal.
      child.kill('SIGKILL')
      await closed
    },
  }
}

async function isReady({ stdout }: ChildProcess): Promise<void> {
  if (stdout === null) throw new Error('no output')
  let printed = ''
  for await (const text of stdout.iterator({ destroyOnReturn: false })) {
    printed += String(text)
    if (printed.includes('Ready to accept connections')) break
  }
  if (!printed.includes('Ready to accept connections')) throw new Error(printed)
}
