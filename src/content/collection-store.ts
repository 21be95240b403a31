import { stringify } from 'devalue'
import { property } from '../shared/property.ts'
import type { StoredEntry } from '../shared/content.ts'
import { type FoundImages, findImages } from './find-images.ts'
import type { DataStore, EntryInput, MetaStore } from './loader-types.ts'

/** The entries of one collection, and what its loader remembers. */
export class CollectionStore {
  readonly entries: Map<string, StoredEntry> = new Map()
  readonly meta: Map<string, string> = new Map()
  readonly #onChange: () => void

  /** @param onChange - Called after each change of the entries. */
  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  /** Creates the store that the loader gets. */
  toDataStore(): DataStore {
    const { entries } = this
    const changed = this.#onChange
    return {
      get: (id) => entries.get(String(id)) as EntryInput | undefined,
      has: (id) => entries.has(String(id)),
      keys: () => [...entries.keys()],
      values: () => [...entries.values()] as EntryInput[],
      entries: () => [...entries] as [string, EntryInput][],
      set: (input) => this.#set(input),
      delete(id) {
        if (entries.delete(String(id))) changed()
      },
      clear() {
        if (entries.size > 0) changed()
        entries.clear()
      },
      addModuleImport() {},
      addAssetImport() {},
      addAssetImports() {},
    }
  }

  /** Creates what the loader remembers things in. */
  toMetaStore(): MetaStore {
    const { meta } = this
    return {
      get: (key) => meta.get(key),
      set: (key, value) => void meta.set(key, value),
      has: (key) => meta.has(key),
      delete: (key) => void meta.delete(key),
    }
  }

  #set(input: EntryInput): boolean {
    const entry = toStored(input)
    const known = this.entries.get(entry.id)
    const isSame =
      entry.digest !== undefined &&
      known?.digest === entry.digest &&
      known.filePath === entry.filePath
    if (isSame) return false
    this.entries.set(entry.id, entry)
    this.#onChange()
    return true
  }
}

function toStored(input: EntryInput): StoredEntry {
  const { id, body, filePath, digest, rendered, deferredRender } = input
  if (id === undefined || id === null || String(id) === '') {
    throw new TypeError('store.set() needs an `id`, which is not empty')
  }
  if (filePath?.startsWith('/')) {
    throw new TypeError(`store.set() needs a \`filePath\` relative to the root (saw '${filePath}')`)
  }
  const found = readImages(String(id), input.data)
  const images = [...(input.imageImports ?? []), ...found.paths]
  const assets = new Set([...(input.assetImports ?? []), ...found.sources])
  return {
    id: String(id),
    data: found.data,
    ...(body && { body }),
    ...(filePath && { filePath }),
    ...(digest !== undefined && digest !== '' && { digest }),
    ...(rendered && { rendered }),
    ...(deferredRender && { deferredRender: true }),
    ...(assets.size > 0 && { assetImports: [...assets].filter(isImported) }),
    ...(images.length > 0 && { imageImports: images }),
  }
}

// Data modules and the cache are text.
function readImages(id: string, data: unknown): FoundImages {
  try {
    const found = findImages(data)
    stringify(found.data)
    return found
  } catch (error) {
    const path = String(property(error, 'path') ?? '').replace(/^\./, '')
    const where = path === '' ? '' : `, in ${path}`
    throw new TypeError(
      `the entry '${id}' has a value that cannot be stored${where}: ${String(property(error, 'message'))}`,
    )
  }
}

// Remote images and those of the public folder are printed as they are written.
function isImported(source: string): boolean {
  return !/^(?:[a-z][a-z\d+.-]*:|\/)/i.test(source)
}
