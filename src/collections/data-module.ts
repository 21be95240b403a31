import type { RenderedEntry } from '../shared/content.ts'

/**
 * What a data module exports: one collection, as lines of text. A line is parsed when its entry is read, so
 * that a page which reads one of 5,000 entries parses only that one. Only ASCII, because the engine keeps
 * such text in half the memory.
 */
export interface DataModule {
  /** First the ids as JSON, then a {@link EntryRecord} for each of them. */
  readonly records: string
  /** An {@link EntryText} for each id; an empty line for an entry without text. */
  readonly texts: string
}

/** An entry without its text. */
export interface EntryRecord {
  readonly data: unknown
  readonly filePath?: string
  readonly digest?: string | number
  readonly deferredRender?: true
  /** Which fields its {@link EntryText} has. (default: none) */
  readonly has?: readonly (keyof EntryText)[]
  /** Where `data` has an image, and the number of that image in the module of images. */
  readonly images?: readonly (readonly [path: readonly (string | number)[], image: number])[]
  /** The images of the text as it writes them, and their numbers. */
  readonly textImages?: readonly (readonly [source: string, image: number])[]
}

/** The text of an entry. */
export interface EntryText {
  readonly body?: string
  readonly rendered?: RenderedEntry
}
