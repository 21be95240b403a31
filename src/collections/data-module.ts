import type { RenderedEntry } from '../shared/content.ts'

/**
 * What a data module exports: one collection. A build writes it as lines of text. A line is parsed when its
 * entry is read, so that a page which reads one of 5,000 entries parses only that one. Only ASCII, because
 * the engine keeps such text in half the memory. In development, it has the objects themselves.
 */
export interface DataModule {
  /** First the ids as JSON, then an {@link EntryRecord} for each of them. */
  readonly records: string | readonly [ids: string, ...EntryRecord[]]
  /** The text of each entry; `0` for an entry without a text. */
  readonly bodies: readonly (string | 0)[]
  /** For each entry what is rendered of it, or an empty line. */
  readonly rendered: string | readonly (RenderedEntry | '')[]
}

/** An entry without its text. */
export interface EntryRecord {
  readonly data: unknown
  /** An object is in `data` twice. (default: `false`) */
  readonly isGraph?: true
  readonly filePath?: string
  readonly digest?: string | number
  readonly deferredRender?: true
  /** (default: `false`) */
  readonly isRendered?: true
  /** Where `data` has an image, and the number of that image in the module of images. */
  readonly images?: readonly (readonly [path: readonly (string | number)[], image: number])[]
  /** The images of the text as it writes them, and their numbers. */
  readonly textImages?: readonly (readonly [source: string, image: number])[]
}
