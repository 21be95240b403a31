import { resolve } from 'node:path'
import { createIntegrationLogger } from '../integrations/integration-logger.ts'
import { createMarkdownRenderer } from '../markdown/create-renderer.ts'
import type { BuildLog } from '../project/logger.ts'
import { readVersion } from '../project/own-package.ts'
import { relativeName } from '../project/public-name.ts'
import type { Site } from '../project/site.ts'
import type { Collections, RefreshOptions, StoredEntry } from '../shared/content.ts'
import { cacheFileOf, readCache, writeCache } from './cache.ts'
import { findLostReferences } from './check-references.ts'
import { CollectionStore } from './collection-store.ts'
import { digestOf, toCacheKey } from './digest.ts'
import { createEntryTypes, createRenderMarkdown } from './entry-types.ts'
import type { ParseScript } from './field-places.ts'
import type { LoadedConfig } from './import-config.ts'
import { loadReturned } from './load-returned.ts'
import {
  type Collection,
  type EntryType,
  type LoaderContext,
  type LoaderWatcher,
  REPORT,
} from './loader-types.ts'
import { loaderSchema } from './loader-schema.ts'
import { parseEntry } from './parse-entry.ts'
import { ProblemList } from './problem-list.ts'
import { type TrackedWatcher, trackWatcher } from './tracked-watcher.ts'
import { settles } from './until-stuck.ts'

/** What loaders need, besides the configuration of content. */
export interface LoadsOptions {
  readonly site: Site
  readonly root: string
  readonly log: Pick<BuildLog, 'step' | 'warn'>
  readonly command: 'build' | 'dev'
  readonly watcher: LoaderWatcher | undefined
  readonly parseScript: ParseScript
  /** The configuration as loaders see it. */
  readonly astroConfig: Readonly<Record<string, unknown>>
  /** Called with the name of a collection after each change of it. */
  readonly onChange: (name: string) => void
}

/** Runs the loaders of a project, and keeps what they store. */
export class CollectionLoads {
  readonly #options: LoadsOptions
  readonly #problems: ProblemList
  readonly #stores = new Map<string, CollectionStore>()
  readonly #watcher: TrackedWatcher | undefined
  readonly #renderMarkdown: LoaderContext['renderMarkdown']
  readonly #entryTypes: ReadonlyMap<string, EntryType>
  readonly #cacheFile: string | undefined
  readonly #sorted = new Map<string, readonly StoredEntry[]>()
  #key = ''
  #isChanged = false
  #warned = new Set<string>()

  constructor(options: LoadsOptions) {
    const { site, root, watcher, command, log } = options
    this.#options = options
    this.#problems = new ProblemList(root)
    this.#watcher = watcher && trackWatcher(watcher)
    this.#cacheFile = cacheFileOf(root, command)
    const renderer = createMarkdownRenderer(site, (message) => log.warn(message))
    this.#entryTypes = createEntryTypes({ root, integrations: site.integrations, renderer })
    this.#renderMarkdown = createRenderMarkdown({ root, renderer })
  }

  /** Prepares for another configuration: reads the cache, which depends on it. */
  async begin({ collections, files }: LoadedConfig): Promise<void> {
    const { root, command, log, astroConfig, site } = this.#options
    const config = [astroConfig, site.integrations.list.map(({ name }) => name)]
    const key = toCacheKey({ root, version: readVersion(), mode: command, config, files })
    this.#problems.clear()
    this.#watcher?.removeListeners()
    if (this.#key === key) return
    this.#key = key
    this.#stores.clear()
    this.#sorted.clear()
    const cached =
      this.#cacheFile === undefined
        ? undefined
        : await readCache(this.#cacheFile, key, (message) => log.warn(message))
    this.#isChanged = cached === undefined || cached.size !== collections.length
    for (const { name } of collections) {
      const store = this.#storeOf(name)
      const { entries = [], meta = [] } = cached?.get(name) ?? {}
      for (const [id, entry] of entries) store.entries.set(id, entry)
      for (const [id, value] of meta) store.meta.set(id, value)
    }
  }

  /** Runs loaders. Mistakes in entries are kept for {@link throwProblems}. */
  async run(config: LoadedConfig, { loaders, context }: RefreshOptions): Promise<void> {
    if (loaders === undefined) this.#watcher?.removeListeners()
    const wanted = config.collections.filter(
      ({ loader }) => loaders === undefined || loaders.includes(loader.name),
    )
    const waiting = new Set(wanted)
    const loading = wanted.map(async (collection) => {
      this.#problems.clear(collection.name)
      try {
        await this.#load(collection, config, context)
      } catch (error) {
        this.#problems.addFailure(collection, error)
      }
      waiting.delete(collection)
    })
    const all = Promise.all(loading)
    if (this.#options.command === 'dev') await all
    else if (!(await settles(all))) this.#addEndless(waiting)
    this.#warnOfReferences()
    // Development may be ended at any moment.
    await this.#save()
  }

  /** @throws {SsrPagesError} CONTENT_INVALID, CONTENT_LOADER_FAILED: if there are mistakes */
  throwProblems(): void {
    this.#problems.throwIfAny()
  }

  /** Returns what is stored, by id. Throws like {@link throwProblems}. */
  toCollections(): Collections {
    this.throwProblems()
    const collections = [...this.#stores].map(([name, { entries }]) => {
      const sorted =
        this.#sorted.get(name) ?? [...entries.values()].toSorted((a, b) => byId.compare(a.id, b.id))
      this.#sorted.set(name, sorted)
      return [name, sorted] as const
    })
    return new Map(collections)
  }

  async close(): Promise<void> {
    this.#watcher?.removeListeners()
    await this.#save()
  }

  async #load(
    collection: Collection,
    { zod }: LoadedConfig,
    refreshContextData: RefreshOptions['context'],
  ): Promise<void> {
    const { name, loader } = collection
    const { root, log, astroConfig, parseScript, onChange } = this.#options
    const store = this.#storeOf(name)
    const schema = collection.schema ?? (await loaderSchema(collection, (text) => log.warn(text)))
    const parseContext = { root, parseScript, zod }
    const context: LoaderContext = {
      collection: name,
      store: store.toDataStore(),
      meta: store.toMetaStore(),
      logger: createIntegrationLogger(
        { info: (text) => log.step(text), warn: (text) => log.warn(text) },
        loader.name || 'content',
      ),
      config: astroConfig,
      watcher: this.#watcher?.watcher,
      refreshContextData,
      entryTypes: this.#entryTypes,
      parseData: async ({ id, data, filePath }) => {
        const file = filePath ? resolve(root, filePath) : undefined
        const parsed = await parseEntry(
          { name, schema },
          { id, data, filePath: file },
          parseContext,
        )
        return parsed as Record<string, unknown>
      },
      renderMarkdown: this.#renderMarkdown,
      generateDigest: digestOf,
      [REPORT]: (error, file) => {
        this.#problems.report(name, relativeName(root, file), error)
        onChange(name)
      },
    }
    if (typeof loader === 'function') return loadReturned(loader, context)
    await loader.load(context)
  }

  #addEndless(collections: Iterable<Collection>): void {
    const what = 'it waits for something that never happens: a promise that nothing settles'
    for (const collection of collections) {
      this.#problems.addFailure(collection, new Error(what))
    }
  }

  #storeOf(name: string): CollectionStore {
    const known = this.#stores.get(name)
    if (known !== undefined) return known
    const store = new CollectionStore(() => {
      this.#isChanged = true
      this.#sorted.delete(name)
      this.#options.onChange(name)
    })
    this.#stores.set(name, store)
    return store
  }

  #warnOfReferences(): void {
    const messages = findLostReferences(this.#stores)
    for (const message of messages) {
      if (!this.#warned.has(message)) this.#options.log.warn(message)
    }
    this.#warned = new Set(messages)
  }

  // Not after a failure: what a loader remembers and what it has stored would not be of one run.
  // Entries with mistakes are not stored.
  async #save(): Promise<void> {
    if (!this.#isChanged || this.#cacheFile === undefined || this.#problems.hasFailures) return
    this.#isChanged = false
    await writeCache(this.#cacheFile, this.#key, this.#stores, (message) =>
      this.#options.log.warn(message),
    )
  }
}

const byId = new Intl.Collator('en')
