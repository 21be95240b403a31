import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach } from '@jest/globals'
import './package.ts'
import { ROOT } from './root.ts'

const SERVERS = new URL('../fixtures/servers/', import.meta.url)
const TROUBLE = new URL('report-trouble.mjs', SERVERS).href
const PRINT_PORT = new URL('print-port.mjs', SERVERS).href

/** A server in its own process. */
export interface Server {
  readonly port: number
  /** Everything that the process has printed so far. */
  output(): string
  /** Uncaught exceptions, unhandled rejections and warnings of the process, one line each. */
  troubles(): string[]
  /** Waits until the process ends by itself; resolves with its exit code. */
  ended(): Promise<number | null>
  signal(name: NodeJS.Signals): void
  stop(): Promise<void>
}

/** Starts a server fixture, which prints `port N` once it listens. */
export function startServer(file: string, ...args: string[]): Promise<Server> {
  return start([fileURLToPath(new URL(file, SERVERS)), ...args], { cwd: ROOT })
}

/** Starts a server fixture that Node restarts whenever one of its modules changes. */
export function startWatchedServer(file: string, ...args: string[]): Promise<Server> {
  return start(['--watch', fileURLToPath(new URL(file, SERVERS)), ...args], { cwd: ROOT })
}

/**
 * Starts a server as users write it, on a port of its own choice, in its own folder.
 *
 * @param variables - Added to the environment.
 */
export function startUserServer(
  path: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<Server> {
  const env = { ...process.env, PORT: '0', ...variables }
  return start(['--import', PRINT_PORT, path], { cwd: dirname(path), env })
}

/** Several servers that start in parallel, because starting them takes longer than the tests. */
export interface Servers<Key> {
  get(key: Key): Promise<Server>
  stop(): Promise<void>
}

/** Starts a server for each key. */
export async function startAll<Key>(
  keys: readonly Key[],
  startOne: (key: Key) => Promise<Server>,
): Promise<Servers<Key>> {
  const starts = new Map(keys.map((key) => [key, startOne(key)]))
  const results = await Promise.allSettled(starts.values())
  return {
    get: (key) => starts.get(key) ?? Promise.reject(new Error('Nobody started this server.')),
    async stop() {
      for (const result of results) if (result.status === 'fulfilled') await result.value.stop()
    },
  }
}

async function start(args: readonly string[], options: SpawnOptions): Promise<Server> {
  const child = spawn(process.execPath, ['--import', TROUBLE, ...args], options)
  let printed = ''
  const keep = (text: Buffer) => (printed += text.toString())
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  const closed = once(child, 'close')
  const port = await listeningPort(child, () => printed)
  const expectEnd = watchForEnd(child, () => printed)
  return {
    port,
    output: () => printed,
    troubles: () => printed.match(/^trouble: .*$/gm) ?? [],
    async ended() {
      expectEnd()
      const [code] = await closed
      return code
    },
    signal(name) {
      expectEnd()
      child.kill(name)
    },
    async stop() {
      expectEnd()
      child.kill()
      await closed
    },
  }
}

/** One line for each server that ended before its test stopped it. */
const endedEarly = new Set<string>()

afterEach(() => {
  if (endedEarly.size > 0) throw new Error([...endedEarly].join('\n'))
})

/** How much of the end of a server's output is shown. */
const LAST_CHARACTERS = 3000

/**
 * Fails the running test and all that follow when a server ends before its test stops it; without
 * this, they would only show that nothing listens.
 *
 * @returns A function that declares the end expected.
 */
function watchForEnd(child: ChildProcess, printed: () => string): () => void {
  const note = (code: number | null, signal: NodeJS.Signals | null) => {
    const last = printed().slice(-LAST_CHARACTERS)
    endedEarly.add(`The server ended by itself: exit code ${code}, signal ${signal}.\n${last}`)
  }
  child.once('close', note)
  return () => child.off('close', note)
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
