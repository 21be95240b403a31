import { SsrPagesError } from '../shared/errors.ts'
import type { DataModule } from './data-module.ts'
import type { ContentSources, LiveCollections } from './sources.ts'
import { StoredCollection } from './stored-collection.ts'

/** Reads collections, each when it is first needed. */
export interface Reader {
  /**
   * Returns a collection.
   *
   * @param liveCall - The function to call instead, if the collection is a live one.
   * @returns `undefined`, after a warning, if the collection does not exist or is empty.
   * @throws {SsrPagesError} CONTENT_CALL_INVALID: for a live collection
   */
  open(name: string, liveCall: string): Promise<StoredCollection | undefined>
  /** Finds the collection of an entry, without a warning. */
  find(name: string): Promise<StoredCollection | undefined>
  /** Warns of an entry that does not exist. */
  warnOfEntry(name: string, id: string): void
}

const EMPTY: DataModule = { records: '[]', bodies: [], rendered: '' }

/** How many different warnings of one kind a process prints. */
const MAX_WARNINGS = 20

/** @param live - Returns the live collections, which can only be asked. */
export function createReader(
  sources: ContentSources,
  live: () => Promise<LiveCollections>,
): Reader {
  const data = new Map(sources.data)
  const images = new Map(sources.images)
  const opened = new Map<string, Promise<StoredCollection>>()
  const warnOfName = createWarning()
  const warnOfId = createWarning()

  async function load(name: string): Promise<StoredCollection> {
    const [module, own] = await Promise.all([data.get(name)?.(), images.get(name)?.()])
    return new StoredCollection(name, module ?? EMPTY, own?.default ?? [])
  }
  async function find(name: string): Promise<StoredCollection | undefined> {
    if (!data.has(name)) return undefined
    const known = opened.get(name)
    if (known !== undefined) return known
    const collection = load(name)
    opened.set(name, collection)
    // A failed import is tried again.
    collection.catch(() => opened.delete(name))
    return collection
  }
  return {
    find,
    async open(name, liveCall) {
      const collection = await find(name)
      if (collection !== undefined) return collection
      if ((await live()).has(name)) throw isLive(name, liveCall)
      warnOfName(
        `The collection ${toShort(name)} does not exist or is empty. Check src/content.config.`,
      )
      return undefined
    },
    warnOfEntry: (name, id) => {
      warnOfId(`The collection ${toShort(name)} has no entry ${toShort(id)}.`)
    },
  }
}

// Once for each text, and not without end: names and ids may come from clients.
function createWarning(): (text: string) => void {
  const warned = new Set<string>()
  return (text) => {
    if (warned.has(text) || warned.size >= MAX_WARNINGS) return
    warned.add(text)
    console.warn(`[content] ${text}`)
  }
}

function toShort(name: unknown): string {
  const text = String(name)
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}...` : text)
}

function isLive(name: string, liveCall: string): SsrPagesError {
  const what = `The collection ${JSON.stringify(name)} is a live collection.`
  const hint = `Write ${liveCall}(${JSON.stringify(name)}) instead.`
  return new SsrPagesError('CONTENT_CALL_INVALID', what, { collection: name }, hint)
}
