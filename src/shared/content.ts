/** A heading of a text: its level, its `id` in the HTML, and its words. */
export interface ContentHeading {
  readonly depth: number
  readonly slug: string
  readonly text: string
}

/** HTML that was made of the text of an entry, and what was found in the text. */
export interface RenderedEntry {
  readonly html: string
  readonly metadata?: {
    readonly headings?: readonly ContentHeading[]
    /** As plugins of the processor have left it. */
    readonly frontmatter?: Readonly<Record<string, unknown>>
    /** Images of the text, as it writes them. */
    readonly imagePaths?: readonly string[]
    readonly [name: string]: unknown
  }
}

/** One entry of a collection: what loaders store, and what the cache and data modules contain. */
export interface StoredEntry {
  /** Unique in its collection. */
  readonly id: string
  /** What the schema returned: also Date, Map, Set, URL and BigInt, which JSON does not have. */
  readonly data: unknown
  /** The text, without its frontmatter. */
  readonly body?: string
  /** Relative to the root, with forward slashes. */
  readonly filePath?: string
  /** Changes when the source of the entry changes. */
  readonly digest?: string | number
  /** Absent for data, and for entries that are rendered by their content module. */
  readonly rendered?: RenderedEntry
  /** The entry is rendered by importing its file. */
  readonly deferredRender?: true
  /** Images that must be imported, of text and data, as they are written. */
  readonly assetImports?: readonly string[]
  /** Where `data` has the path of an image that must be imported: `['author', 'photos', 0]`. */
  readonly imageImports?: readonly (readonly (string | number)[])[]
}

/** The entries of each collection, in the order in which its loader has stored them. */
export type Collections = ReadonlyMap<string, readonly StoredEntry[]>

/** Which loaders to run again, and what they are told. */
export interface RefreshOptions {
  /** Names of loaders. (default: all) */
  readonly loaders?: readonly string[]
  /** What loaders get as `refreshContextData`. */
  readonly context?: Readonly<Record<string, unknown>>
}

/** The content of a project: its collections, which loaders fill. */
export interface Content {
  /** Absolute path of `src/content.config.*`. Absent in a project that has live collections only. */
  readonly config?: string | undefined
  /** Absolute path of `src/live.config.*`, if there is one. */
  readonly liveConfig?: string | undefined
  /**
   * Returns all collections. The first call runs the loaders; calls during a refresh wait for it.
   *
   * @throws {SsrPagesError} CONTENT_CONFIG_INVALID, CONTENT_INVALID, CONTENT_LOADER_FAILED: with all
   *   mistakes that were found, each with its file and field
   */
  load(): Promise<Collections>
  /** Runs loaders again; they see what they have stored before. Failures are those of `load()`. */
  refresh(options?: RefreshOptions): Promise<void>
  /** Imports the configuration again, and runs all loaders. Failures are those of `load()`. */
  restart(): Promise<void>
  /** Declarations for `ssr-pages-env.d.ts`; absent before the configuration has run. */
  types(): string | undefined
  /** Absolute paths of the modules of the configuration: a change of one needs `restart()`. */
  configFiles(): readonly string[]
  /** Calls a listener after entries have changed, with the names of their collections. */
  onChange(listener: (names: readonly string[]) => void): void
  /** Ends watching, and writes the cache. */
  close(): Promise<void>
}
