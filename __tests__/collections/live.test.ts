import { describe, expect, test } from '@jest/globals'
import * as v from 'valibot'
import { z } from 'zod/v4'
import {
  LiveCollectionCacheHintError,
  LiveCollectionError,
  LiveCollectionValidationError,
  LiveEntryNotFoundError,
} from '../../src/collections/live-errors.ts'
import { functionsOver } from './functions.ts'

const OLD = new Date('2026-01-01')
const NEW = new Date('2026-02-01')

/** What a loader is asked for, and gives back. */
interface Loaded {
  readonly schema?: unknown
  readonly collection?: (context: object) => unknown
  readonly entry?: (context: object) => unknown
}

function live({ schema, collection = () => ({ entries: [] }), entry = () => undefined }: Loaded) {
  const loader = {
    name: 'test',
    loadCollection: async (context: object) => collection(context),
    loadEntry: async (context: object) => entry(context),
  }
  const collections = { stock: { type: 'live', loader, schema } }
  return functionsOver({}, { live: async () => ({ collections }) })
}

describe('getLiveCollection()', () => {
  test('asks the loader each time, with the filter', async () => {
    const asked: object[] = []
    const { getLiveCollection } = live({
      collection(context) {
        asked.push(context)
        return { entries: [{ id: String(asked.length), data: {} }] }
      },
    })
    await getLiveCollection('stock')
    expect(await getLiveCollection('stock', { size: 'L' })).toEqual({
      entries: [{ id: '2', data: {} }],
    })
    expect(asked).toEqual([{ collection: 'stock' }, { collection: 'stock', filter: { size: 'L' } }])
  })

  test.each<[string, unknown]>([
    ['Zod', z.object({ price: z.coerce.number() })],
    ['Valibot', v.object({ price: v.pipe(v.string(), v.transform(Number)) })],
    ['an asynchronous schema', z.object({ price: z.string().transform(async (it) => Number(it)) })],
  ])('gives data as %s has changed it', async (_, schema) => {
    const { getLiveCollection, getLiveEntry } = live({
      schema,
      collection: () => ({ entries: [{ id: 'a', data: { price: '3' } }] }),
      entry: () => ({ id: 'a', data: { price: '3' } }),
    })
    expect(await getLiveCollection('stock')).toEqual({ entries: [{ id: 'a', data: { price: 3 } }] })
    expect(await getLiveEntry('stock', 'a')).toEqual({ entry: { id: 'a', data: { price: 3 } } })
  })

  test.each<[string, unknown[], unknown, unknown]>([
    [
      'the tags of all, each once',
      [{ tags: ['a', 'b'] }, { tags: ['b', 'c'] }],
      { tags: ['all', 'a'] },
      { tags: ['all', 'a', 'b', 'c'] },
    ],
    [
      'the latest change of the entries',
      [{ lastModified: OLD }, { lastModified: NEW }],
      undefined,
      { lastModified: NEW },
    ],
    [
      'the change of the collection, if it is later',
      [{ lastModified: OLD }],
      { lastModified: NEW },
      { lastModified: NEW },
    ],
    ['only that of the collection', [undefined], { tags: ['all'] }, { tags: ['all'] }],
    ['none', [undefined], undefined, undefined],
  ])('joins hints for caches: %s', async (_, hints, own, merged) => {
    const entries = hints.map((cacheHint, index) => ({ id: String(index), data: {}, cacheHint }))
    const { getLiveCollection } = live({ collection: () => ({ entries, cacheHint: own }) })
    const { cacheHint } = (await getLiveCollection('stock')) as { cacheHint?: unknown }
    expect(cacheHint).toEqual(merged)
  })
})

describe('getLiveEntry()', () => {
  test.each<[string, unknown, unknown]>([
    ['an id', 'a', { id: 'a' }],
    ['a filter', { slug: 'b' }, { slug: 'b' }],
  ])('passes %s to the loader', async (_, lookup, filter) => {
    const { getLiveEntry } = live({ entry: (context) => ({ id: 'x', data: context }) })
    expect(await getLiveEntry('stock', lookup)).toEqual({
      entry: { id: 'x', data: { collection: 'stock', filter } },
    })
  })

  test('gives the hint of the entry', async () => {
    const cacheHint = { tags: ['x'], lastModified: NEW }
    const { getLiveEntry } = live({ entry: () => ({ id: 'x', data: {}, cacheHint }) })
    expect(await getLiveEntry('stock', 'x')).toMatchObject({ cacheHint })
  })
})

describe('what goes wrong is returned, not thrown:', () => {
  const boom = () => {
    throw new Error('no connection')
  }
  const own = new Error('out of stock')
  const BAD = { id: 'a', data: { price: 'x' } }
  const schema = z.object({ price: z.number() })

  test.each<[string, Loaded, new (...args: never[]) => Error, RegExp]>([
    ['no entry', {}, LiveEntryNotFoundError, /^Entry stock → a was not found\.$/],
    [
      'an error that the loader returns',
      { entry: () => ({ error: own }) },
      Error,
      /^out of stock$/,
    ],
    [
      'an error that the loader throws',
      { entry: boom },
      LiveCollectionError,
      /^Unexpected error loading entry stock → a$/,
    ],
    [
      'data of another shape',
      { schema, entry: () => BAD },
      LiveCollectionValidationError,
      /^\*\*stock → a\*\* data does not match the collection schema\.\n\n {2}\*\*price\*\*: Invalid input: expected number, received string\n$/,
    ],
    [
      'a hint that is none',
      { entry: () => ({ id: 'a', data: {}, cacheHint: { tags: 'x' } }) },
      LiveCollectionCacheHintError,
      /^\*\*stock → a\*\* returned an invalid cache hint\.\n\n {2}\*\*tags\*\*: /,
    ],
    [
      'a schema that throws',
      { schema: z.any().transform(boom), entry: () => BAD },
      LiveCollectionError,
      /^Unexpected error parsing entry a in collection stock$/,
    ],
  ])('%s (of an entry)', async (_, loaded, kind, message) => {
    const result = await live(loaded).getLiveEntry('stock', 'a')
    const { error } = result as { error: Error }
    expect(error).toBeInstanceOf(kind)
    expect(error.message).toMatch(message)
    expect(result).not.toHaveProperty('entry')
  })

  test.each<[string, Loaded, new (...args: never[]) => Error, RegExp]>([
    [
      'an error that the loader returns',
      { collection: () => ({ error: own }) },
      Error,
      /^out of stock$/,
    ],
    [
      'an error that the loader throws',
      { collection: boom },
      LiveCollectionError,
      /^Unexpected error loading collection stock: no connection$/,
    ],
    [
      'nothing',
      { collection: () => undefined },
      LiveCollectionError,
      /^Unexpected error loading collection stock/,
    ],
    [
      'data of another shape',
      { schema, collection: () => ({ entries: [BAD] }) },
      LiveCollectionValidationError,
      /price/,
    ],
    [
      'a hint that is none',
      { collection: () => ({ entries: [], cacheHint: { lastModified: 'now' } }) },
      LiveCollectionCacheHintError,
      /^\*\*stock\*\* returned.*\n\n {2}\*\*lastModified\*\*: /,
    ],
  ])('%s (of a collection)', async (_, loaded, kind, message) => {
    const { error } = (await live(loaded).getLiveCollection('stock')) as { error: Error }
    expect(error).toBeInstanceOf(kind)
    expect(error.message).toMatch(message)
  })

  test.each(['blog', '__proto__', 'constructor'])(
    'a collection that is not live: %s',
    async (name) => {
      const { getLiveCollection, getLiveEntry } = live({})
      for (const result of [await getLiveCollection(name), await getLiveEntry(name, 'a')]) {
        const { error } = result as { error: Error }
        expect(LiveCollectionError.is(error)).toBe(true)
        expect(error.message).toContain(`"${name}" is not a live collection`)
      }
    },
  )

  test('a filter that is not JSON', async () => {
    const circular: Record<string, unknown> = {}
    circular['self'] = circular
    const { error } = (await live({}).getLiveEntry('stock', circular)) as { error: Error }
    expect(error.message).toContain('was not found')
  })
})

test('errors of another copy of the package are known by their names', () => {
  const foreign = { name: 'LiveEntryNotFoundError' }
  expect(LiveEntryNotFoundError.is(foreign)).toBe(true)
  expect(LiveCollectionValidationError.is(foreign)).toBe(false)
  expect(LiveEntryNotFoundError.is(undefined)).toBe(false)
})

describe('src/live.config', () => {
  const loader = { loadCollection() {}, loadEntry() {} }

  test.each<[string, object, RegExp]>([
    ['without collections', {}, /src\/live\.config exports no `collections`/],
    [
      'with a collection without loader',
      { collections: { a: {} } },
      /"a" of src\/live\.config has no loader/,
    ],
    [
      'with a loader for builds',
      { collections: { a: { loader: { load() {} } } } },
      /has no loader with loadCollection\(\)/,
    ],
    [
      'with a function as schema',
      { collections: { a: { loader, schema: () => 1 } } },
      /a function as its schema/,
    ],
  ])('%s is refused', async (_, module, message) => {
    const { getLiveCollection } = functionsOver({}, { live: async () => module })
    await expect(getLiveCollection('a')).rejects.toThrow(message)
  })

  test('is imported when a live collection is first asked for, and again after a failure', async () => {
    let imports = 0
    const { getCollection, getLiveEntry } = functionsOver(
      { blog: [] },
      {
        async live() {
          imports += 1
          if (imports === 1) throw new Error('the database sleeps')
          return { collections: { stock: { loader } } }
        },
      },
    )
    await getCollection('blog')
    expect(imports).toBe(0)
    await expect(getLiveEntry('stock', 'a')).rejects.toThrow('the database sleeps')
    expect(await getLiveEntry('stock', 'a')).toHaveProperty('error')
    expect(await getLiveEntry('stock', 'a')).toHaveProperty('error')
    expect(imports).toBe(2)
  })
})
