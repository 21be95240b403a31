import { stringify } from 'devalue'
import { isGraph } from '../collections/copy-data.ts'
import type { DataModule, EntryRecord } from '../collections/data-module.ts'
import { SsrPagesError, reasonOf } from '../shared/errors.ts'
import { property } from '../shared/property.ts'
import type { Collections, RenderedEntry, StoredEntry } from '../shared/content.ts'

/** An image of an entry, as its text or its data writes it. */
export interface EntryImage {
  readonly filePath: string
  readonly source: string
}

/**
 * Lists the images of a collection, each once for a file. The place in the list is the number of the image.
 */
export function listImages(entries: readonly StoredEntry[]): EntryImage[] {
  const found = new Map<string, EntryImage>()
  for (const entry of entries) {
    const { filePath = '' } = entry
    for (const source of [
      ...textSources(entry),
      ...dataImages(entry).map(({ source }) => source),
    ]) {
      found.set(keyOf({ filePath, source }), { filePath, source })
    }
  }
  return [...found.values()]
}

/**
 * Names the files of a build with the data of collections. On some disks, names that differ only in case
 * are the same.
 *
 * @returns Paths relative to the pages folder, by the names of the collections.
 */
export function dataFiles(collections: Collections): ReadonlyMap<string, string> {
  const taken = new Set<string>()
  const files = new Map<string, string>()
  for (const name of collections.keys()) {
    const plain = name.replaceAll(/[^\w-]+/g, '_')
    let file = plain
    for (let count = 2; taken.has(file.toLowerCase()); count++) file = `${plain}-${count}`
    taken.add(file.toLowerCase())
    files.set(name, `_content/${file}.mjs`)
  }
  return files
}

/**
 * Writes the data module of a collection.
 *
 * @param entries - The entries in order.
 * @returns JavaScript, of ASCII only.
 */
export function toDataModule(entries: readonly StoredEntry[]): string {
  const numbers = numberImages(entries)
  const ids = toAscii(JSON.stringify(entries.map(({ id }) => id)))
  const records = entries.map((entry) => toLine(entry, toRecord(entry, numbers)))
  const bodies = entries.map(({ body }) =>
    body === undefined ? '0' : toAscii(JSON.stringify(body)),
  )
  const rendered = entries.map((entry) => (entry.rendered ? toLine(entry, entry.rendered) : ''))
  return `export const records = ${JSON.stringify([ids, ...records].join('\n'))}
export const bodies = [${bodies.join(',\n')}]
export const rendered = ${JSON.stringify(rendered.join('\n'))}
`
}

/** Returns a collection for development, without writing it as text. */
export function toDevelopmentData(entries: readonly StoredEntry[]): DataModule {
  const numbers = numberImages(entries)
  const ids = JSON.stringify(entries.map(({ id }) => id))
  return {
    records: [ids, ...entries.map((entry) => toRecord(entry, numbers))],
    bodies: entries.map(({ body }) => body ?? 0),
    rendered: entries.map(({ rendered }) => rendered ?? ''),
  }
}

function numberImages(entries: readonly StoredEntry[]): ReadonlyMap<string, number> {
  return new Map(listImages(entries).map((image, number) => [keyOf(image), number]))
}

function toRecord(entry: StoredEntry, numbers: ReadonlyMap<string, number>): EntryRecord {
  const { data, filePath, digest, deferredRender } = entry
  const numberOf = (source: string) => numbers.get(keyOf({ filePath: filePath ?? '', source })) ?? 0
  const images = dataImages(entry).map(({ path, source }) => [path, numberOf(source)] as const)
  const textImages = textSources(entry).map((source) => [source, numberOf(source)] as const)
  return {
    data,
    ...(isGraph(data) && { isGraph: true }),
    ...(filePath !== undefined && { filePath }),
    ...(digest !== undefined && { digest }),
    ...(deferredRender && { deferredRender }),
    ...(entry.rendered && { isRendered: true }),
    ...(images.length > 0 && { images }),
    ...(textImages.length > 0 && { textImages }),
  }
}

// The images of the text that were imported; others are remote, or files of the public folder.
function textSources({ rendered, assetImports = [] }: StoredEntry): string[] {
  const imported = new Set(assetImports)
  return (rendered?.metadata?.imagePaths ?? []).filter((path) => imported.has(path))
}

interface DataImage {
  readonly path: readonly (string | number)[]
  readonly source: string
}

function dataImages({ data, imageImports = [] }: StoredEntry): DataImage[] {
  return imageImports.flatMap((path) => {
    let source: unknown = data
    for (const key of path) source = Reflect.get(Object(source), key)
    return typeof source === 'string' ? [{ path, source }] : []
  })
}

function keyOf({ filePath, source }: EntryImage): string {
  return `${filePath}\n${source}`
}

function toLine({ id, filePath }: StoredEntry, value: EntryRecord | RenderedEntry): string {
  try {
    return toAscii(stringify(value))
  } catch (cause) {
    const where = property(cause, 'path')
    const field = typeof where === 'string' ? ` (${where.replace(/^\./, '')})` : ''
    const what = `${filePath ?? `The entry ${JSON.stringify(id)}`}: its data cannot be stored: ${reasonOf(cause)}${field}`
    const hint =
      'Let the schema or the loader return plain data: JSON values, Date, Map, Set, URL, RegExp and BigInt.'
    throw new SsrPagesError('CONTENT_INVALID', what, { file: filePath, id, cause }, hint)
  }
}

// Inside of JSON strings, where all other characters can be.
function toAscii(json: string): string {
  return json.replaceAll(/[\u0080-\uffff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
