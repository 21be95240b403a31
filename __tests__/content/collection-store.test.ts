import { expect, test } from '@jest/globals'
import { CollectionStore } from '../../src/content/collection-store.ts'

test('data that is nested too deeply is refused with the id of its entry', () => {
  let data: Record<string, unknown> = {}
  for (let depth = 0; depth < 100_000; depth++) data = { data }
  const store = new CollectionStore(() => {}).toDataStore()
  expect(() => store.set({ id: 'deep', data })).toThrow(
    /^the entry 'deep' has a value that cannot be stored: /,
  )
})
