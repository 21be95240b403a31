import type { Schema } from '../forms/standard-schema.ts'
import type { IntegrationLogger } from '../integrations/integration-logger.ts'
import type { RenderedEntry } from '../shared/content.ts'

/** An entry as loaders give it to their store. */
export interface EntryInput {
  readonly id: string
  readonly data: Readonly<Record<string, unknown>>
  readonly body?: string | undefined
  readonly filePath?: string | undefined
  readonly digest?: string | number | undefined
  readonly rendered?: RenderedEntry | undefined
  readonly deferredRender?: boolean | undefined
  readonly assetImports?: readonly string[] | undefined
  readonly imageImports?: readonly (readonly (string | number)[])[] | undefined
}

/** The entries of one collection, as its loader sees them. It has those of the last run. */
export interface DataStore {
  get(id: string): EntryInput | undefined
  /** Returns false if there is an entry with this id and digest already: nothing is changed. */
  set(entry: EntryInput): boolean
  has(id: string): boolean
  delete(id: string): void
  clear(): void
  keys(): string[]
  values(): EntryInput[]
  entries(): [id: string, entry: EntryInput][]
  /** Does nothing: content modules follow from `deferredRender`. */
  addModuleImport(file: string): void
  /** Does nothing: images follow from the entries. */
  addAssetImport(file: string, importer?: string): void
  /** Does nothing: images follow from the entries. */
  addAssetImports(files: readonly string[], importer?: string): void
}

/** What a loader remembers beside its entries, such as a sync token. */
export interface MetaStore {
  get(key: string): string | undefined
  set(key: string, value: string): void
  has(key: string): boolean
  delete(key: string): void
}

/** An entry that a loader has read and not checked. */
export interface ParseDataOptions {
  readonly id: string
  readonly data: unknown
  /** Absolute path. */
  readonly filePath?: string | undefined
}

/** The parts of a watcher that loaders use. */
export interface LoaderWatcher {
  add(paths: string | readonly string[]): unknown
  on(event: string, listener: (path: string) => unknown): unknown
  off(event: string, listener: (path: string) => unknown): unknown
}

/** How to read and render files of one kind. */
export interface EntryType {
  /** With a dot. */
  readonly extensions: readonly string[]
  getEntryInfo(file: { readonly contents: string; readonly fileUrl: URL }): unknown
  readonly getRenderFunction?: (config: unknown) => Promise<RenderEntry> | RenderEntry
  /** Such an entry is rendered by importing its file. */
  readonly contentModuleTypes?: string
  readonly getRenderModule?: unknown
}

/** Renders the text of an entry. */
export type RenderEntry = (entry: {
  readonly id: string
  readonly data: unknown
  readonly body: string
  readonly filePath: string
  readonly digest: string
}) => Promise<RenderedEntry | undefined>

/** Reports a mistake in one entry; the loader goes on with the others. */
export const REPORT: unique symbol = Symbol('ssr-pages.report')

/** What `load()` of a loader gets. */
export interface LoaderContext {
  readonly collection: string
  readonly store: DataStore
  readonly meta: MetaStore
  readonly logger: IntegrationLogger
  /** The configuration in the form of Astro's. */
  readonly config: Readonly<Record<string, unknown>>
  readonly watcher?: LoaderWatcher | undefined
  readonly refreshContextData?: Readonly<Record<string, unknown>> | undefined
  /** By extension, with a dot. */
  readonly entryTypes: ReadonlyMap<string, EntryType>
  readonly parseData: (options: ParseDataOptions) => Promise<Record<string, unknown>>
  readonly renderMarkdown: (
    text: string,
    options?: { readonly fileURL?: URL },
  ) => Promise<RenderedEntry>
  readonly generateDigest: (data: unknown) => string
  /** Only loaders of this package know it. */
  readonly [REPORT]?: (error: unknown, file: string) => void
}

/** An object that loads a collection. */
export interface Loader {
  readonly name: string
  load(context: LoaderContext): Promise<void> | void
  readonly schema?: EntrySchema | undefined
  createSchema?(): Promise<{ readonly schema: EntrySchema; readonly types: string }>
}

/** A schema of any library, or Zod before it implemented Standard Schema. */
export type EntrySchema =
  | Schema
  | { safeParseAsync(data: unknown): Promise<{ data?: unknown; error?: { issues: never[] } }> }

/** A collection of `src/content.config.*` that has been checked. */
export interface Collection {
  readonly name: string
  readonly loader: Loader | (() => unknown)
  readonly schema: EntrySchema | ((context: { image: () => unknown }) => EntrySchema) | undefined
}
