import { existsSync } from 'node:fs'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadPicomatch, loadTinyGlobby } from '../project/build-tools.ts'
import { relativeName } from '../project/public-name.ts'
import { EntryReader, type LoadedFile } from './entry-reader.ts'
import { mapLimited } from './limit.ts'
import type { GlobOptions } from './loader-options.ts'
import { type LoaderContext, REPORT } from './loader-types.ts'
import { createQueue } from './in-order.ts'

/** How many files are read and rendered at a time. */
const LIMIT = 16

/** Loads the files of a pattern into the store, and watches them in development. */
export async function loadGlob(options: GlobOptions, context: LoaderContext): Promise<void> {
  await new GlobLoad(options, context).run()
}

class GlobLoad {
  readonly #context: LoaderContext
  readonly #root: string
  readonly #folder: string
  readonly #patterns: readonly string[]
  /** The id of each file, by its path relative to the root; and the other way round. */
  readonly #ids = new Map<string, string>()
  readonly #files = new Map<string, string>()
  readonly #reader: EntryReader

  constructor(options: GlobOptions, context: LoaderContext) {
    this.#context = context
    this.#patterns = [options.pattern].flat()
    const root = context.config['root'] as URL
    this.#root = fileURLToPath(root)
    const { base } = options
    // Not resolved as a URL: names of folders may contain `%`, `#` and `?`.
    this.#folder = base instanceof URL ? fileURLToPath(base) : resolveBase(this.#root, base)
    this.#reader = new EntryReader(options, context, { root: this.#root, folder: this.#folder })
  }

  async run(): Promise<void> {
    const { store, logger, watcher, collection } = this.#context
    const shown = relativeName(this.#root, this.#folder) || '.'
    const exists = existsSync(this.#folder)
    if (!exists)
      logger.warn(`the folder '${shown}' of the collection '${collection}' does not exist`)
    const files = exists ? await this.#list() : []
    if (exists && files.length === 0) {
      const pattern = this.#patterns.join(', ')
      logger.warn(
        `no file in '${shown}' matches '${pattern}': the collection '${collection}' is empty`,
      )
    }
    const loaded = await mapLimited(files, LIMIT, (file) => this.#tryLoad(file))
    const left = new Set(store.keys())
    for (const one of loaded) if (one !== undefined) left.delete(this.#tryStore(one))
    for (const id of left) store.delete(id)
    this.#reader.forget()
    if (watcher !== undefined) await this.#watch()
  }

  async #list(): Promise<string[]> {
    const tinyGlobby = await loadTinyGlobby(this.#root)
    const found = await tinyGlobby.glob([...this.#patterns], {
      cwd: this.#folder,
      ignore: [],
      absolute: false,
      expandDirectories: false,
    })
    return found.map((file) => file.replaceAll(sep, '/')).toSorted()
  }

  // The other files are loaded as well: all mistakes are reported at once.
  async #tryLoad(name: string): Promise<LoadedFile | undefined> {
    const report = this.#context[REPORT]
    try {
      return await this.#reader.read(name)
    } catch (error) {
      if (report === undefined) throw error
      report(error, join(this.#folder, name))
      return undefined
    }
  }

  #tryStore(loaded: LoadedFile): string {
    const report = this.#context[REPORT]
    try {
      return this.#store(loaded)
    } catch (error) {
      if (report === undefined) throw error
      report(error, join(this.#root, loaded.entry.filePath ?? ''))
      return loaded.entry.id
    }
  }

  // Two files with one id: as in Astro, the later one is kept.
  #store({ entry, isNew }: LoadedFile): string {
    const { store, logger, collection } = this.#context
    const { id, filePath = '' } = entry
    const other = this.#files.get(id)
    if (other !== undefined && other !== filePath && existsSync(join(this.#root, other))) {
      logger.warn(
        `two entries of the collection '${collection}' have the id '${id}': ${filePath} is used, ${other} is not`,
      )
      this.#ids.delete(other)
    }
    this.#ids.set(filePath, id)
    this.#files.set(id, filePath)
    // The cache has the entry of the other file.
    if (isNew || other !== undefined) store.set(entry)
    return id
  }

  async #watch(): Promise<void> {
    const { watcher } = this.#context
    const { isMatch } = await loadPicomatch(this.#root)
    const isLeftOut = (pattern: string) => pattern.startsWith('!')
    const wanted = this.#patterns.filter((pattern) => !isLeftOut(pattern))
    const ignore = this.#patterns.filter(isLeftOut).map((pattern) => pattern.slice(1))
    const nameOf = (path: string): string | undefined => {
      const name = relativeName(this.#folder, path)
      return !name.startsWith('../') && isMatch(name, wanted, { ignore }) ? name : undefined
    }
    const enqueue = createQueue()
    const onChange = async (path: string): Promise<void> => {
      const name = nameOf(path)
      if (name !== undefined) await enqueue(path, () => this.#reload(name, path))
    }
    watcher?.add(this.#folder)
    watcher?.on('add', onChange)
    watcher?.on('change', onChange)
    watcher?.on('unlink', async (path) => {
      if (nameOf(path) !== undefined) await enqueue(path, async () => this.#remove(path))
    })
  }

  #remove(path: string): void {
    const filePath = this.#show(path)
    const id = this.#ids.get(filePath)
    this.#context[REPORT]?.(undefined, path)
    this.#ids.delete(filePath)
    if (id === undefined || this.#files.get(id) !== filePath) return
    this.#files.delete(id)
    this.#context.store.delete(id)
  }

  async #reload(name: string, path: string): Promise<void> {
    const { store, logger } = this.#context
    const report = this.#context[REPORT]
    const filePath = this.#show(path)
    const before = this.#ids.get(filePath)
    try {
      const loaded = await this.#reader.read(name)
      report?.(undefined, path)
      if (loaded === undefined) return
      const id = this.#store(loaded)
      if (before !== undefined && before !== id && this.#files.get(before) === filePath) {
        this.#files.delete(before)
        store.delete(before)
      }
    } catch (error) {
      if (report === undefined) logger.error(`${filePath} could not be loaded: ${String(error)}`)
      else report(error, path)
    }
  }

  #show(path: string): string {
    return relativeName(this.#root, path)
  }
}

function resolveBase(root: string, base = '.'): string {
  if (base.startsWith('file:')) return fileURLToPath(base)
  // As in Astro, where a base is a URL relative to the root: `/x` is an absolute path.
  return join(base.startsWith('/') ? '' : root, base).replace(/(?<=.)[\\/]$/, '')
}
