import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Digests a text, or data, in 16 characters: for comparing, not for secrets. */
export function digestOf(data: unknown): string {
  const text = typeof data === 'string' ? data : (JSON.stringify(data) ?? '')
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

/** Everything that the cached entries depend on, besides their files. */
export interface CacheKeyParts {
  readonly root: string
  /** Version of this package. */
  readonly version: string
  readonly mode: string
  readonly config: unknown
  /** Absolute paths of the modules of `src/content.config.*`. */
  readonly files: readonly string[]
}

const LOCKFILES = [
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
  'bun.lockb',
]

/** Digests what cached entries depend on: if it changes, none of them is used. */
export function toCacheKey({ root, version, mode, config, files }: CacheKeyParts): string {
  const hash = createHash('sha256')
  const add = (text: string | Uint8Array) => hash.update(text).update('\0')
  for (const text of [version, mode, describe(config)]) add(text)
  for (const file of files.toSorted()) if (existsSync(file)) add(readFileSync(file))
  const lockfile = findLockfile(root)
  if (lockfile !== undefined) add(readFileSync(lockfile))
  return hash.digest('hex').slice(0, 32)
}

// The versions of the processor and its plugins are there.
function findLockfile(folder: string): string | undefined {
  const found = LOCKFILES.map((name) => join(folder, name)).find((file) => existsSync(file))
  const parent = dirname(folder)
  return found ?? (parent === folder ? undefined : findLockfile(parent))
}

/** Options that do not change what entries contain. */
const IGNORED = new Set(['vite', 'adapter', 'integrations', 'server', 'build', 'devToolbar'])

// Functions by their code: plugins of processors are functions.
function describe(value: unknown): string {
  const above = new Set<object>()
  function toPlain(inner: unknown, depth: number): unknown {
    if (typeof inner === 'function') return `${inner.name}: ${String(inner)}`
    if (typeof inner === 'bigint' || typeof inner === 'symbol') return String(inner)
    if (typeof inner !== 'object' || inner === null || depth > 12) return inner
    // Folders: they differ between machines.
    if (inner instanceof URL) return ''
    if (inner instanceof RegExp || inner instanceof Date) return String(inner)
    if (above.has(inner)) return 'circular'
    above.add(inner)
    const plain = Array.isArray(inner)
      ? inner.map((item) => toPlain(item, depth + 1))
      : Object.entries(inner)
          .filter(([key]) => depth > 0 || !IGNORED.has(key))
          .map(([key, field]) => [key, toPlain(field, depth + 1)])
    above.delete(inner)
    return plain
  }
  return JSON.stringify(toPlain(value, 0)) ?? ''
}
