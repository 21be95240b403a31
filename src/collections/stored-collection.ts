import { parse } from 'devalue'
import { copyData } from './copy-data.ts'
import type { DataModule, EntryRecord, EntryText } from './data-module.ts'
import { defineLazily } from './lazy-field.ts'
import type { RenderedEntry } from '../shared/content.ts'

/** An entry as pages get it: their own copy, which they may change. */
export interface Entry {
  readonly id: string
  readonly data: unknown
  readonly body?: string
  readonly filePath?: string
  readonly digest?: string | number
  readonly rendered?: RenderedEntry
  readonly deferredRender?: true
  readonly collection: string
}

/** The entries of one collection; each is parsed when it is first read. */
export class StoredCollection {
  readonly #name: string
  readonly #records: readonly string[]
  readonly #images: readonly unknown[]
  readonly #lines: ReadonlyMap<string, number>
  readonly #parsed: (EntryRecord | undefined)[]
  readonly #text: string
  #texts: readonly string[] | undefined

  /**
   * @param name - The name of the collection.
   * @param module - What the build has written of it.
   * @param images - The images of its entries, in the order of their numbers.
   */
  constructor(name: string, { records, texts }: DataModule, images: readonly unknown[]) {
    const [ids = '[]', ...lines] = records.split('\n')
    this.#name = name
    this.#records = lines
    this.#images = images
    this.#lines = new Map(toIds(ids).map((id, line) => [id, line]))
    this.#parsed = Array.from(lines, () => undefined)
    this.#text = texts
  }

  /** The ids of all entries, in the order in which the loader has stored them. */
  get ids(): Iterable<string> {
    return this.#lines.keys()
  }

  /**
   * Returns a copy of an entry.
   *
   * @returns `undefined` if there is no entry of this id.
   */
  get(id: string): Entry | undefined {
    const line = this.#lines.get(id)
    return line === undefined ? undefined : this.#toEntry(id, line)
  }

  /** Returns the images of an entry's text, by how the text writes them. */
  textImages(id: string): ReadonlyMap<string, unknown> {
    const line = this.#lines.get(id)
    const images = line === undefined ? [] : (this.#record(line).textImages ?? [])
    return new Map(images.map(([source, image]) => [source, this.#images[image]]))
  }

  #toEntry(id: string, line: number): Entry {
    const { data, filePath, digest, deferredRender, has, images } = this.#record(line)
    const copy = copyData(data)
    const entry: Record<string, unknown> = { id, data: copy }
    for (const [path, image] of images ?? []) setAt(entry, path, this.#images[image])
    const text = has && this.#lazyText(line)
    if (text && has.includes('body')) defineLazily(entry, 'body', () => text().body)
    if (filePath !== undefined) entry['filePath'] = filePath
    if (digest !== undefined) entry['digest'] = digest
    if (text && has.includes('rendered')) defineLazily(entry, 'rendered', () => text().rendered)
    if (deferredRender) entry['deferredRender'] = true
    entry['collection'] = this.#name
    return entry as unknown as Entry
  }

  #record(line: number): EntryRecord {
    return (this.#parsed[line] ??= parse(this.#records[line] ?? '') as EntryRecord)
  }

  // Parsed anew for each entry that a page gets: the page may change it.
  #lazyText(line: number): () => EntryText {
    let text: EntryText | undefined
    return () => {
      this.#texts ??= this.#text.split('\n')
      return (text ??= parse(this.#texts[line] ?? '') as EntryText)
    }
  }
}

function toIds(json: string): readonly string[] {
  return JSON.parse(json) as string[]
}

// Objects on the way are copies already.
function setAt(
  entry: Record<string, unknown>,
  path: readonly (string | number)[],
  value: unknown,
): void {
  const last = path.at(-1)
  let target: unknown = entry
  let key: string | number = 'data'
  for (const next of path) {
    target = Reflect.get(Object(target), key)
    key = next
  }
  if (typeof target !== 'object' || target === null) return
  if (last === undefined) entry['data'] = value
  else Reflect.set(target, last, value)
}
