import { SsrPagesError } from '../shared/errors.ts'
import {
  type LiveCollectionResult,
  type LiveEntryResult,
  loadLiveCollection,
  loadLiveEntry,
} from './get-live.ts'
import { readLiveConfig } from './live-config.ts'
import { createReader } from './read-collection.ts'
import { createRender } from './render-entry.ts'
import type { RenderedContent } from './rendered-content.ts'
import type { ContentSources } from './sources.ts'
import type { Entry } from './stored-collection.ts'

/** Where an entry is: what `reference()` gives, an entry itself, or an address with a slug. */
export type EntryLookup =
  | { readonly collection: string; readonly id: string }
  | { readonly collection: string; readonly slug: string }

/** The functions that pages import from `astro:content`. */
export interface ContentFunctions {
  getCollection(name: string, filter?: (entry: Entry) => unknown): Promise<Entry[]>
  getEntry(nameOrLookup: string | EntryLookup, id?: string): Promise<Entry | undefined>
  getEntries(lookups: readonly EntryLookup[]): Promise<(Entry | undefined)[]>
  render(entry: Entry): Promise<RenderedContent>
  getLiveCollection(name: string, filter?: unknown): Promise<LiveCollectionResult>
  getLiveEntry(name: string, lookup: unknown): Promise<LiveEntryResult>
  getEntryBySlug(name: string): never
  getDataEntryById(name: string): never
}

/**
 * Creates the functions of `astro:content` for one site.
 *
 * @param sources - What the build knows of its content.
 */
export function createCollections(sources: ContentSources): ContentFunctions {
  const live = readLiveConfig(sources.live)
  const reader = createReader(sources, live)
  return {
    async getCollection(name, filter) {
      const collection = await reader.open(name, 'getLiveCollection')
      if (collection === undefined) return []
      const entries: Entry[] = []
      for (const id of collection.ids) {
        const entry = collection.get(id)
        if (entry && (typeof filter !== 'function' || filter(entry))) entries.push(entry)
      }
      return entries
    },
    getEntry,
    getEntries: (lookups) => Promise.all(lookups.map((lookup) => getEntry(lookup))),
    render: createRender(sources, reader),
    getLiveCollection: async (name, filter) => loadLiveCollection(await live(), name, filter),
    getLiveEntry: async (name, lookup) => loadLiveEntry(await live(), name, lookup),
    getEntryBySlug: (name) => refuseOld('getEntryBySlug', name),
    getDataEntryById: (name) => refuseOld('getDataEntryById', name),
  }

  async function getEntry(
    nameOrLookup: string | EntryLookup,
    given?: string,
  ): Promise<Entry | undefined> {
    const { name, id } = toAddress(nameOrLookup, given)
    const collection = await reader.open(name, 'getLiveEntry')
    const entry = collection?.get(id)
    if (collection && !entry) reader.warnOfEntry(name, id)
    return entry
  }
}

function toAddress(
  nameOrLookup: string | EntryLookup,
  given: unknown,
): { readonly name: string; readonly id: string } {
  if (typeof nameOrLookup === 'string') {
    return { name: nameOrLookup, id: checkId(given, nameOrLookup) }
  }
  const { collection, ...rest } = nameOrLookup
  return { name: collection, id: checkId('id' in rest ? rest.id : rest.slug, collection) }
}

// Ids are strings. As in Astro, the number 7 finds the entry '7'.
function checkId(id: unknown, name: string): string {
  if (typeof id === 'string' && id !== '') return id
  if (typeof id === 'number') return String(id)
  const seen = id === '' ? 'an empty string' : id === null ? 'null' : typeof id
  const what = `getEntry() of the collection ${JSON.stringify(name)} was called with ${seen} as the id.`
  const hint =
    "Write getEntry('blog', id), or getEntry(reference) with the value of a reference() field."
  throw new SsrPagesError('CONTENT_CALL_INVALID', what, { collection: name }, hint)
}

function refuseOld(removed: string, name: unknown): never {
  const what = `${removed}() was called for the collection ${JSON.stringify(name)}, but it has been removed.`
  const hint = `Write getEntry(${JSON.stringify(name)}, id).`
  throw new SsrPagesError('CONTENT_CALL_INVALID', what, { function: removed }, hint)
}
