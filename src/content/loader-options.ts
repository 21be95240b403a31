/** What `generateId()` gets. */
export interface GenerateIdOptions {
  /** Path of the file, relative to `base`, with forward slashes. */
  readonly entry: string
  readonly base: URL
  /** The frontmatter, or the data; not yet checked by the schema. */
  readonly data: Record<string, unknown>
}

/** Options of `glob()`. */
export interface GlobOptions {
  /** Which files: `'**\/*.md'`, or a list, in which patterns after a `!` leave files out. */
  readonly pattern: string | readonly string[]
  /** The folder of the files, relative to the root. (default: the root) */
  readonly base?: string | URL | undefined
  /** Names an entry. (default: `slug` of the frontmatter, else made of the path) */
  readonly generateId?: ((options: GenerateIdOptions) => string) | undefined
  /** False keeps no text beside the HTML. (default: true) */
  readonly retainBody?: boolean | undefined
  /** True renders an entry where a page renders it, by importing its file. (default: false) */
  readonly deferRender?: boolean | undefined
}

/** Options of `file()`. */
export interface FileOptions {
  /** Reads the text. (default: by the extension `.json`, `.yaml`, `.yml` or `.toml`) */
  readonly parser?: ((text: string) => unknown) | undefined
}
