import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { parse, stringify } from 'devalue'
import type { StoredEntry } from '../shared/content.ts'
import { findPackagesFolder } from '../project/packages-folder.ts'
import { digestOf } from './digest.ts'

/** What loaders have stored in the last run. */
export interface CachedCollection {
  readonly entries: ReadonlyMap<string, StoredEntry>
  readonly meta: ReadonlyMap<string, string>
}

/** Changes with the form of the file. */
const VERSION = 1

/** A temporary file that is older belongs to no process any more. */
const ABANDONED = 60 * 60 * 1000

/**
 * Returns the file that keeps entries between runs, or `undefined` for a project without
 * `node_modules`. Builds and development have a file each, which is replaced as a whole: two
 * processes may do that at once.
 */
export function cacheFileOf(root: string, command: 'build' | 'dev'): string | undefined {
  const folder = findPackagesFolder(root)
  if (folder === undefined) return undefined
  const name = relative(folder, root)
  const project = name === '' ? '' : `-${digestOf(name)}`
  return join(folder, 'node_modules', '.ssr-pages', `content${project}`, `${command}.jsonl`)
}

/**
 * Reads the cache.
 *
 * @param key - The key that it was written with; a cache with another key is not used.
 * @param warn - Told when the file is broken.
 */
export async function readCache(
  file: string,
  key: string,
  warn: (message: string) => void,
): Promise<ReadonlyMap<string, CachedCollection>> {
  const none = new Map<string, CachedCollection>()
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return none
  try {
    const [head = '', ...lines] = text.split('\n')
    const header = JSON.parse(head)
    if (header.version !== VERSION || header.key !== key) return none
    const end = JSON.parse(lines.pop() ?? '')
    if (end.lines !== lines.length) throw new TypeError('lines are missing')
    return toCollections(header.collections, lines)
  } catch {
    // The reason of a parser would show what the file contains.
    warn('the cache of content is broken, and is made anew')
    return none
  }
}

type Heads = readonly { readonly name: string; readonly meta: [string, string][] }[]

function toCollections(
  heads: Heads,
  lines: readonly string[],
): ReadonlyMap<string, CachedCollection> {
  const collections = heads.map(({ meta }) => ({
    entries: new Map<string, StoredEntry>(),
    meta: new Map(meta),
  }))
  for (const line of lines) {
    const { in: index, values, ...plain } = JSON.parse(line)
    const [data, metadata] = parse(values)
    const rendered = plain.rendered && {
      rendered: metadata === undefined ? plain.rendered : { ...plain.rendered, metadata },
    }
    collections[index]?.entries.set(plain.id, { ...plain, data, ...rendered })
  }
  return new Map(heads.map(({ name }, index) => [name, collections[index] as CachedCollection]))
}

/** Writes the cache. A failure is reported, and does not fail the build. */
export async function writeCache(
  file: string,
  key: string,
  collections: ReadonlyMap<string, CachedCollection>,
  warn: (message: string) => void,
): Promise<void> {
  const folder = dirname(file)
  const temporary = `${file}.${randomUUID()}.tmp`
  try {
    await mkdir(folder, { recursive: true })
    await removeAbandoned(folder)
    await writeFile(temporary, toChunks(key, collections))
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {})
    warn(
      `the cache of content was not written: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

function* toChunks(
  key: string,
  collections: ReadonlyMap<string, CachedCollection>,
): Generator<string> {
  const heads = [...collections].map(([name, { meta }]) => ({ name, meta: [...meta] }))
  let count = 0
  let chunk = `${JSON.stringify({ version: VERSION, key, collections: heads })}\n`
  for (const [index, { entries }] of [...collections.values()].entries()) {
    for (const entry of entries.values()) {
      chunk += `${toLine(index, entry)}\n`
      count += 1
      if (chunk.length < 1 << 20) continue
      yield chunk
      chunk = ''
    }
  }
  yield `${chunk}${JSON.stringify({ lines: count })}`
}

// Only data and what plugins have put into the frontmatter may have values that JSON has not.
function toLine(index: number, { data, rendered, ...plain }: StoredEntry): string {
  const { metadata, ...html } = rendered ?? {}
  const values = stringify([data, metadata])
  return JSON.stringify({ in: index, ...plain, ...(rendered && { rendered: html }), values })
}

// Another process may be writing at this moment.
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.tmp')) continue
    const file = join(folder, name)
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Date.now() }))
    if (Date.now() - mtimeMs > ABANDONED) await rm(file, { force: true })
  }
}
