import { beforeEach, describe, expect, jest, test } from '@jest/globals'
import { entries, functionsOver } from './functions.ts'

const warn = jest.spyOn(console, 'warn').mockReturnValue()

beforeEach(() => void warn.mockClear())

const blog = entries({ first: { title: 'First' }, 'a/b': {}, 7: {}, __proto__: {} }).concat([
  { id: '__proto__', data: { title: 'odd' } },
])

describe('getEntry() finds an entry', () => {
  test.each<[string, unknown[], string]>([
    ['by collection and id', ['blog', 'first'], 'first'],
    ['by a reference', [{ collection: 'blog', id: 'first' }], 'first'],
    ['by an entry', [{ collection: 'blog', id: 'first', data: {} }], 'first'],
    ['by a slug', [{ collection: 'blog', slug: 'first' }], 'first'],
    ['in a folder', ['blog', 'a/b'], 'a/b'],
    ['by a number', ['blog', 7], '7'],
    ['of an odd name', ['blog', '__proto__'], '__proto__'],
  ])('%s', async (_, args, id) => {
    const { getEntry } = functionsOver({ blog })
    const found = await (getEntry as (...args: unknown[]) => Promise<unknown>)(...args)
    expect(found).toMatchObject({ id, collection: 'blog' })
  })
})

describe('an entry that does not exist', () => {
  test('is undefined, and warned of once', async () => {
    const { getEntry } = functionsOver({ blog })
    expect(await getEntry('blog', 'no\nsuch')).toBeUndefined()
    expect(await getEntry('blog', 'no\nsuch')).toBeUndefined()
    expect(warn.mock.calls).toEqual([['[content] The collection "blog" has no entry "no\\nsuch".']])
  })

  test('cannot fill the log of a server with ids of clients', async () => {
    const { getEntry, getCollection } = functionsOver({ blog })
    for (let count = 0; count < 100; count++) await getEntry('blog', `${count}x`.repeat(1000))
    expect(warn.mock.calls.length).toBeLessThan(30)
    expect(warn.mock.calls.flat().join('').length).toBeLessThan(10_000)
    // The author still learns of a wrong name.
    await getCollection('blgo')
    expect(warn).toHaveBeenLastCalledWith(expect.stringContaining('"blgo"'))
  })

  test.each(['constructor', 'toString', 'First', 'first/'])('%j is one of these', async (id) => {
    const { getEntry } = functionsOver({ blog })
    expect(await getEntry('blog', id)).toBeUndefined()
  })
})

test('getEntries() keeps the order, and gaps', async () => {
  const { getEntries } = functionsOver({ blog, other: entries({ x: 1 }) })
  const found = await getEntries([
    { collection: 'other', id: 'x' },
    { collection: 'blog', id: 'none' },
    { collection: 'blog', id: 'first' },
  ])
  expect(found.map((entry) => entry?.id)).toEqual(['x', undefined, 'first'])
})

describe('a call that cannot be right says what to write:', () => {
  const live = async () => ({
    collections: { stock: { loader: { loadCollection() {}, loadEntry() {} } } },
  })
  type Call = (functions: Record<string, (...args: unknown[]) => unknown>) => unknown

  test.each<[string, Call, RegExp]>([
    ['no id', ({ getEntry }) => getEntry?.('blog'), /getEntry\(\) .*"blog".* undefined as the id/],
    ['an empty id', ({ getEntry }) => getEntry?.('blog', ''), /an empty string/],
    ['an object as id', ({ getEntry }) => getEntry?.('blog', {}), /called with object/],
    ['a reference without id', ({ getEntry }) => getEntry?.({ collection: 'blog' }), /undefined/],
    [
      'getCollection of live',
      (it) => it['getCollection']?.('stock'),
      /getLiveCollection\("stock"\)/,
    ],
    ['getEntry of live', (it) => it['getEntry']?.('stock', 'a'), /getLiveEntry\("stock"\)/],
    ['getEntryBySlug', (it) => it['getEntryBySlug']?.('blog', 'a'), /Write getEntry\("blog", id\)/],
    [
      'getDataEntryById',
      (it) => it['getDataEntryById']?.('blog', 'a'),
      /Write getEntry\("blog", id\)/,
    ],
    [
      'render of nothing',
      ({ render }) => render?.(undefined),
      /render\(\) .*undefined.*getEntry\(\)/s,
    ],
    ['render of null', ({ render }) => render?.(null), /render\(\) was called with null/],
  ])('%s', async (_, call, message) => {
    const functions = functionsOver({ blog }, { live })
    const failed = Promise.resolve().then(() =>
      call(functions as unknown as Record<string, (...args: unknown[]) => unknown>),
    )
    await expect(failed).rejects.toMatchObject({
      code: 'SSR_PAGES_CONTENT_CALL_INVALID',
      message: expect.stringMatching(message),
    })
  })
})
