import { readFileSync } from 'node:fs'
import { extname, join, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { relativeName } from '../project/public-name.ts'
import { isObject } from '../shared/is-object.ts'
import { toEntryId } from './entry-id.ts'
import type { GlobOptions } from './loader-options.ts'
import type { EntryInput, EntryType, LoaderContext, RenderEntry } from './loader-types.ts'

/** A file that has become an entry. */
export interface LoadedFile {
  readonly entry: EntryInput
  /** False if the store has this very entry. */
  readonly isNew: boolean
}

/** Where the files of a `glob()` loader are. Absolute paths. */
export interface GlobFolders {
  readonly root: string
  readonly folder: string
}

/** Makes entries of the files of a `glob()` loader. A file that the store has already is not parsed again. */
export class EntryReader {
  readonly #options: GlobOptions
  readonly #context: LoaderContext
  readonly #folders: GlobFolders
  readonly #renderers = new Map<EntryType, Promise<RenderEntry>>()
  /** From the last run: the digest of each file, and its id. */
  readonly #known = new Map<string, { digest: string; id: string }>()

  constructor(options: GlobOptions, context: LoaderContext, folders: GlobFolders) {
    this.#options = options
    this.#context = context
    this.#folders = folders
    for (const { id, filePath, digest } of context.store.values()) {
      if (filePath !== undefined && typeof digest === 'string') {
        this.#known.set(filePath, { digest, id })
      }
    }
  }

  /** Forgets the last run: afterwards the store may have changed. */
  forget(): void {
    this.#known.clear()
  }

  /**
   * Reads a file.
   *
   * @param name - Its path, relative to the folder of the loader.
   * @returns `undefined`, after a warning, for a kind of file that nothing reads.
   */
  async read(name: string): Promise<LoadedFile | undefined> {
    const { store, logger, entryTypes, generateDigest, parseData } = this.#context
    const path = join(this.#folders.folder, name)
    const type = entryTypes.get(extname(name))
    if (type === undefined) {
      logger.warn(
        `${relativeName(this.#folders.root, path)} is left out: nothing reads files of this kind${adviseKind(name)}`,
      )
      return undefined
    }
    // Thousands of small files are read faster than they can be awaited.
    const contents = readFileSync(path, 'utf8')
    const filePath = relativeName(this.#folders.root, path)
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
      const base = pathToFileURL(this.#folders.folder + sep)
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
}

function adviseKind(name: string): string {
  return name.endsWith('.mdx') ? '. Add the integration @astrojs/mdx' : ''
}

function describeKind(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : typeof value
}
