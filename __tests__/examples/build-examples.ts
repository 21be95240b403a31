import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { BIN } from '../support/package.ts'
import { ROOT } from '../support/root.ts'

const SOURCES = join(ROOT, '__tests__/fixtures/examples')

/** The sites, which have the constructs of Astro's official examples of the same names. */
export const EXAMPLES: readonly string[] = readdirSync(SOURCES).toSorted()

/**
 * The integration for Vue has `astro` as a peer dependency. A project that installs it by the
 * recipe of the docs has this package under that name.
 */
const WITH_PEER: readonly string[] = ['with-markdoc', 'framework-multiple', 'framework-vue']

/** How a build has ended. */
export interface Build {
  readonly code: number
  /** Warnings and errors. */
  readonly stderr: string
}

/** Copies of the sites, and how their builds have ended. */
export interface BuiltExamples {
  readonly folder: string
  readonly builds: ReadonlyMap<string, Build>
}

/** Builds copies of all sites, several at a time. They are inside the repository, for its packages. */
export async function buildExamples(): Promise<BuiltExamples> {
  const folder = mkdtempSync(join(ROOT, '__tests__/fixtures/dist-'))
  cpSync(SOURCES, folder, { recursive: true })
  for (const name of WITH_PEER) {
    const modules = join(folder, name, 'node_modules')
    mkdirSync(modules)
    symlinkSync(ROOT, join(modules, 'astro'))
  }
  // Node imports it for its own configuration, and looks for Astro from its place.
  const markdoc = 'node_modules/@astrojs/markdoc'
  cpSync(join(ROOT, markdoc), join(folder, 'with-markdoc', markdoc), { recursive: true })
  const builds = new Map<string, Build>()
  const waiting = [...EXAMPLES]
  async function work(): Promise<void> {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      builds.set(name, await build(join(folder, name)))
    }
  }
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, work))
  return { folder, builds }
}

async function build(cwd: string): Promise<Build> {
  const env = { PATH: process.env['PATH'] }
  const child = spawn(process.execPath, [BIN, 'build'], {
    cwd,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let stderr = ''
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()))
  const [code]: number[] = await once(child, 'close')
  return { code: code ?? 1, stderr }
}
