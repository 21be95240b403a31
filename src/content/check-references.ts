import type { StoredEntry } from '../shared/content.ts'
import type { CollectionStore } from './collection-store.ts'

/**
 * Finds references to entries that do not exist. Such a reference is no error: `getEntry()` finds
 * nothing.
 *
 * @returns One message for each of them, with the file and the field.
 */
export function findLostReferences(
  collections: ReadonlyMap<string, Pick<CollectionStore, 'entries'>>,
): string[] {
  const messages: string[] = []
  for (const [name, { entries }] of collections) {
    for (const entry of entries.values()) {
      const above = new Set<object>()
      visit(entry.data, '', (field, collection, id) => {
        const owner = describe(name, entry)
        messages.push(
          `${owner}: ${field || 'the data'} refers to the entry '${id}' of the collection '${collection}', which does not exist`,
        )
      })
      function visit(value: unknown, field: string, lost: Lost): void {
        if (typeof value !== 'object' || value === null || above.has(value)) return
        above.add(value)
        const found = toReference(value)
        const target = found && collections.get(found.collection)
        if (found && target) {
          if (!target.entries.has(found.id)) lost(field, found.collection, found.id)
          return
        }
        for (const [key, inner] of Object.entries(value)) {
          visit(inner, toField(field, key, Array.isArray(value)), lost)
        }
      }
    }
  }
  return messages
}

type Lost = (field: string, collection: string, id: string) => void

function toReference(value: object): { collection: string; id: string } | undefined {
  const { collection, id, slug } = value as Readonly<Record<string, unknown>>
  const found = id ?? slug
  return typeof collection === 'string' && typeof found === 'string'
    ? { collection, id: found }
    : undefined
}

function toField(field: string, key: string, isList: boolean): string {
  if (isList) return `${field}[${key}]`
  return field === '' ? key : `${field}.${key}`
}

function describe(collection: string, { id, filePath }: StoredEntry): string {
  const name = `the entry '${id}' of the collection '${collection}'`
  return filePath === undefined ? name : `${filePath} (${name})`
}
