import { expect, jest, test } from '@jest/globals'
import { openSessionStore } from '../../src/session/open-store.ts'
import { toSessionSettings } from '../../src/session/settings.ts'

const stores: unknown[] = []
const blobs = new Map<string, string>()

// Replaces the package, which works only inside Netlify.
jest.unstable_mockModule(
  '@netlify/blobs',
  () => ({
    getDeployStore: () => undefined,
    getStore(options: object) {
      stores.push({ ...options, fetch: undefined })
      return {
        get: (key: string) => Promise.resolve(blobs.get(key) ?? null),
        set: (key: string, text: string) => Promise.resolve(void blobs.set(key, text)),
        delete: (key: string) => Promise.resolve(void blobs.delete(key)),
      }
    },
  }),
  { virtual: true },
)

test('sessions in Netlify Blobs are seen by the next request, wherever it is answered', async () => {
  const store = openSessionStore(toSessionSettings({ ttl: 60 }, 'netlify-blobs'), '')
  const id = '6f2c1b7e-9d3a-4c55-8a10-2b7d4e9f0a11'
  const entries = new Map([['user', { data: 'Ada', expires: undefined }]])
  expect(await store?.read(id)).toBeUndefined()
  await store?.write(id, entries)
  expect(await store?.read(id)).toEqual(entries)
  expect([...blobs.keys()]).toEqual([id])
  await store?.remove(id)
  expect(await store?.read(id)).toBeUndefined()
  expect(stores).toEqual([{ name: 'ssr-pages-sessions', consistency: 'strong' }])
})
