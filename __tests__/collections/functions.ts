import { expect } from '@jest/globals'
import {
  createCollections,
  type ContentFunctions,
} from '../../src/collections/create-collections.ts'
import type { ContentSources } from '../../src/collections/sources.ts'
import type { DataModule } from '../../src/collections/data-module.ts'
import { listImages, toDataModule, toDevelopmentData } from '../../src/plugin/data-module.ts'
import type { StoredEntry } from '../../src/shared/content.ts'

/** What a test adds to the collections. */
export interface Given extends Omit<ContentSources, 'data' | 'images'> {
  /** What importing each image gives. (default: its address) */
  readonly toImage?: (source: string) => unknown
  /** True for the modules that development makes. (default: `false`) */
  readonly isDevelopment?: boolean
}

/** The functions of `astro:content` over the modules that a build would write, or development. */
export function functionsOver(
  collections: Readonly<Record<string, readonly StoredEntry[]>>,
  { toImage = (source) => source, isDevelopment = false, ...sources }: Given = {},
): ContentFunctions {
  const names = Object.keys(collections)
  const entriesOf = (name: string) => collections[name] ?? []
  return createCollections({
    ...sources,
    data: names.map((name) => {
      const entries = entriesOf(name)
      return [
        name,
        async () => (isDevelopment ? toDevelopmentData(entries) : runModule(toDataModule(entries))),
      ]
    }),
    images: names.map((name) => [
      name,
      async () => ({ default: listImages(entriesOf(name)).map(({ source }) => toImage(source)) }),
    ]),
  })
}

/** Reads a data module. */
export function runModule(code: string): DataModule {
  expect(code).not.toMatch(/[^\n -~]/)
  const parts = code.split(/^export const (\w+) = /m)
  const read = (name: string) => JSON.parse(parts[parts.indexOf(name) + 1] ?? '')
  return { records: read('records'), bodies: read('bodies'), rendered: read('rendered') }
}

/** Entries with nothing but data. */
export function entries(data: Readonly<Record<string, unknown>>): StoredEntry[] {
  return Object.entries(data).map(([id, value]) => ({ id, data: value }))
}
