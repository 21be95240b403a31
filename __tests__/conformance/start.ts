import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Absolute path of the repository. */
export const ROOT: string = fileURLToPath(new URL('../..', import.meta.url))

/** A server in a process of its own. */
export interface Server {
  readonly port: number
  /** All that the process has printed so far. */
  output(): string
  stop(): Promise<void>
}

/** Starts a server fixture, which prints `port N` when it listens. */
export async function startServer(file: string, ...args: string[]): Promise<Server> {
  const path = fileURLToPath(new URL(`../fixtures/servers/${file}`, import.meta.url))
  const child = spawn(process.execPath, [path, ...args], { cwd: ROOT })
  let printed = ''
  const keep = (text: Buffer) => (printed += text.toString())
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const port = await listeningPort(child, () => printed)
  return {
    port,
    output: () => printed,
    async stop() {
      child.kill()
      await once(child, 'close')
    },
  }
}

/** Runs the package's own command line; gives its exit code and what it printed. */
export async function runCLI(...args: string[]): Promise<{ code: number; printed: string }> {
  const child = spawn(process.execPath, [`${ROOT}/bin/ssr-pages.js`, ...args], { cwd: ROOT })
  let printed = ''
  const keep = (text: Buffer) => (printed += text.toString())
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const [code] = (await once(child, 'close')) as [number]
  return { code, printed }
}

async function listeningPort(child: ChildProcess, printed: () => string): Promise<number> {
  const closed = once(child, 'close').then(() => {
    throw new Error(`The server ended before it listened:\n${printed()}`)
  })
  closed.catch(() => {})
  for (;;) {
    const port = /^port (\d+)$/m.exec(printed())?.[1]
    if (port !== undefined) return Number(port)
    await Promise.race([once(child.stdout ?? child, 'data'), closed])
  }
}
