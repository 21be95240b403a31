import { parse } from 'devalue'
import { copyGraph, copyTree } from './copy-data.ts'
import type { DataModule, EntryRecord } from './data-module.ts'
import { createLazyRendered, deepFreeze } from './lazy-rendered.ts'
import type { RenderedEntry, StoredEntry } from '../shared/content.ts'

/** An entry as pages get it: their own copy, which they may change. */
export interface Entry extends Omit<StoredEntry, 'assetImports' | 'imageImports'> {
  readonly collection: string
}

/** What is known of an entry once it has been read. */
interface Parsed {
  readonly record: EntryRecord
  readonly rendered: RenderedEntry | undefined
}

/** The entries of one collection; each is parsed when it is first read. */
export class StoredCollection {
  readonly #name: string
  readonly #module: DataModule
  readonly #records: readonly (string | EntryRecord)[]
  readonly #images: readonly unknown[]
  readonly #lines: ReadonlyMap<string, number>
  readonly #parsed: (Parsed | undefined)[]
  #rendered: readonly (string | RenderedEntry)[] | undefined
  // Its HTML and its metadata are mostly read one after the other.
  #last: { readonly line: number; readonly rendered: RenderedEntry } | undefined

  /**
   * @param name - The name of the collection.
   * @param module - What the build has written of it.
   * @param images - The images of its entries, in the order of their numbers.
   */
  constructor(name: string, module: DataModule, images: readonly unknown[]) {
    const [ids, ...lines] = toLines(module.records)
    this.#name = name
    this.#module = module
    this.#records = lines
    this.#images = images
    this.#lines = new Map(toIds(String(ids)).map((id, line) => [id, line]))
    this.#parsed = Array.from(lines, () => undefined)
  }

  /** The ids of all entries, in the order in which the loader has stored them. */
  get ids(): Iterable<string> {
    return this.#lines.keys()
  }

  /**
   * Returns an entry whose data is a copy.
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
    const images = line === undefined ? [] : (this.#parse(line).record.textImages ?? [])
    return new Map(images.map(([source, image]) => [source, this.#images[image]]))
  }

  #toEntry(id: string, line: number): Entry {
    const { record, rendered } = this.#parse(line)
    const { data, isGraph, filePath, digest, deferredRender, images } = record
    const body = this.#module.bodies[line]
    const entry: Record<string, unknown> = { id, data: isGraph ? copyGraph(data) : copyTree(data) }
    if (images) for (const [path, image] of images) setAt(entry, path, this.#images[image])
    if (typeof body === 'string') entry['body'] = body
    if (filePath !== undefined) entry['filePath'] = filePath
    if (digest !== undefined) entry['digest'] = digest
    if (rendered) entry['rendered'] = rendered
    if (deferredRender) entry['deferredRender'] = true
    entry['collection'] = this.#name
    return entry as unknown as Entry
  }

  #parse(line: number): Parsed {
    const known = this.#parsed[line]
    if (known !== undefined) return known
    const record = read(this.#records[line])
    const rendered = record.isRendered && createLazyRendered(() => this.#render(line))
    return (this.#parsed[line] = { record, rendered })
  }

  // Not kept for all entries: parsed text takes more memory than the module does.
  #render(line: number): RenderedEntry {
    if (this.#last?.line === line) return this.#last.rendered
    this.#rendered ??= toLines(this.#module.rendered)
    const rendered = deepFreeze(read(this.#rendered[line]))
    this.#last = { line, rendered }
    return rendered
  }
}

function toLines<Value>(lines: string | readonly Value[]): readonly (string | Value)[] {
  return typeof lines === 'string' ? lines.split('\n') : lines
}

// An object of development stays that of the loader.
function read<Value extends object>(line: string | Value = ''): Value {
  return typeof line === 'string' ? parse(line) : (copyGraph(line) as Value)
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
