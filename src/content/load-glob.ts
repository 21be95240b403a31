import { existsSync, readFileSync } from 'node:fs'
import { extname, join, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { loadPicomatch, loadTinyGlobby } from '../project/build-tools.ts'
import { relativeName } from '../project/public-name.ts'
import { isObject } from '../shared/is-object.ts'
import type { GlobOptions } from './loader-options.ts'
import { toEntryId } from './entry-id.ts'
import { mapLimited } from './limit.ts'
import {
  type EntryInput,
  type EntryType,
  type LoaderContext,
  REPORT,
  type RenderEntry,
} from './loader-types.ts'

/** How many files are read and rendered at a time. */
const LIMIT = 16

/** Loads the files of a pattern into the store, and watches them in development. */
export async function loadGlob(options: GlobOptions, context: LoaderContext): Promise<void> {
  await new GlobLoad(options, context).run()
}

/** A file that has become an entry. */
interface LoadedFile {
  readonly entry: EntryInput
  /** False if the store has this very entry. */
  readonly isNew: boolean
}

class GlobLoad {
  readonly #options: GlobOptions
  readonly #context: LoaderContext
  readonly #root: string
  readonly #folder: string
  readonly #patterns: readonly string[]
  /** The id of each file, by its path relative to the root; and the other way round. */
  readonly #ids = new Map<string, string>()
  readonly #files = new Map<string, string>()
  readonly #renderers = new Map<EntryType, Promise<RenderEntry>>()
  /** From the last run: the digest of each file, and its id. Its text need not be parsed again. */
  #known = new Map<string, { digest: string; id: string }>()

  constructor(options: GlobOptions, context: LoaderContext) {
    this.#options = options
    this.#context = context
    this.#patterns = [options.pattern].flat()
    const root = context.config['root'] as URL
    this.#root = fileURLToPath(root)
    const { base } = options
    // Not resolved as a URL: names of folders may contain `%`, `#` and `?`.
    this.#folder = base instanceof URL ? fileURLToPath(base) : resolveBase(this.#root, base)
  }

  async run(): Promise<void> {
    const { store, logger, watcher, collection } = this.#context
    for (const { id, filePath, digest } of store.values()) {
      if (filePath !== undefined && typeof digest === 'string') {
        this.#known.set(filePath, { digest, id })
      }
    }
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
    this.#known.clear()
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
      return await this.#load(name)
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

  async #load(name: string): Promise<LoadedFile | undefined> {
    const { store, logger, entryTypes, generateDigest, parseData } = this.#context
    const path = join(this.#folder, name)
    const type = entryTypes.get(extname(name))
    if (type === undefined) {
      logger.warn(
        `${this.#show(path)} is left out: nothing reads files of this kind${adviseKind(name)}`,
      )
      return undefined
    }
    // With 5,000 files, `readFile()` takes 0.9 s of processor time and this 0.2 s.
    const contents = readFileSync(path, 'utf8')
    const filePath = this.#show(path)
    const digest = generateDigest(contents)
    const known = this.#known.get(filePath)
    if (known?.digest === digest && this.#options.generateId === undefined) {
      const entry = store.get(known.id)
      if (entry !== undefined) return { entry, isNew: false }
    }
    const { body, data } = await this.#parse(type, contents, path)
    const id = this.#toId(name, data)
    const same = store.get(id)
    if (same?.digest === digest && same.filePath === filePath) return { entry: same, isNew: false }
    const parsed = await parseData({ id, data, filePath: path })
    const { retainBody = true } = this.#options
    const kept = retainBody ? { body } : {}
    const entry = { id, data: parsed, ...kept, filePath, digest }
    const rendering = await this.#render(type, {
      id,
      data,
      body: body ?? '',
      filePath: path,
      digest,
    })
    return { entry: { ...entry, ...rendering }, isNew: true }
  }

  async #parse(type: EntryType, contents: string, path: string) {
    const info = await type.getEntryInfo({ contents, fileUrl: pathToFileURL(path) })
    const { body, data } = isObject(info) ? info : {}
    if (!isObject(data)) {
      throw Object.assign(
        new TypeError(`the file contains no object (saw ${describeKind(data)})`),
        {
          file: path,
        },
      )
    }
    return { body: typeof body === 'string' ? body : undefined, data }
  }

  #toId(entry: string, data: Readonly<Record<string, unknown>>): string {
    const { generateId } = this.#options
    if (generateId !== undefined) {
      const base = pathToFileURL(this.#folder + sep)
      return String(generateId({ entry, base, data: { ...data } }))
    }
    return data['slug'] ? String(data['slug']) : toEntryId(entry)
  }

  async #render(type: EntryType, entry: Parameters<RenderEntry>[0]): Promise<Partial<EntryInput>> {
    const { getRenderFunction } = type
    const isModule = 'contentModuleTypes' in type || 'getRenderModule' in type
    if (getRenderFunction === undefined) return isModule ? { deferredRender: true } : {}
    if (this.#options.deferRender) return { deferredRender: true }
    let renderer = this.#renderers.get(type)
    if (renderer === undefined) {
      renderer = Promise.resolve(getRenderFunction.call(type, this.#context.config))
      this.#renderers.set(type, renderer)
    }
    const rendered = await (await renderer)(entry)
    const assetImports = rendered?.metadata?.imagePaths
    return { rendered, ...(assetImports && { assetImports }) }
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
    if (isNew) store.set(entry)
    return id
  }

  async #watch(): Promise<void> {
    const { watcher, store } = this.#context
    const { isMatch } = await loadPicomatch(this.#root)
    const isLeftOut = (pattern: string) => pattern.startsWith('!')
    const wanted = this.#patterns.filter((pattern) => !isLeftOut(pattern))
    const ignore = this.#patterns.filter(isLeftOut).map((pattern) => pattern.slice(1))
    const nameOf = (path: string): string | undefined => {
      const name = relativeName(this.#folder, path)
      return !name.startsWith('../') && isMatch(name, wanted, { ignore }) ? name : undefined
    }
    const onChange = async (path: string): Promise<void> => {
      const name = nameOf(path)
      if (name !== undefined) await this.#reload(name, path)
    }
    watcher?.add(this.#folder)
    watcher?.on('add', onChange)
    watcher?.on('change', onChange)
    watcher?.on('unlink', (path) => {
      if (nameOf(path) === undefined) return
      const filePath = this.#show(path)
      const id = this.#ids.get(filePath)
      this.#context[REPORT]?.(undefined, path)
      this.#ids.delete(filePath)
      if (id === undefined || this.#files.get(id) !== filePath) return
      this.#files.delete(id)
      store.delete(id)
    })
  }

  async #reload(name: string, path: string): Promise<void> {
    const { store, logger } = this.#context
    const report = this.#context[REPORT]
    const filePath = this.#show(path)
    const before = this.#ids.get(filePath)
    try {
      const loaded = await this.#load(name)
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

function adviseKind(name: string): string {
  return name.endsWith('.mdx') ? '. Add the integration @astrojs/mdx' : ''
}

function describeKind(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : typeof value
}
