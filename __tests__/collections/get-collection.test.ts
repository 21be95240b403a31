import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { createCollections } from '../../src/collections/create-collections.ts'
import type { StoredEntry } from '../../src/shared/content.ts'
import { toDataModule } from '../../src/plugin/data-module.ts'
import { entries, functionsOver, runModule } from './functions.ts'

const warn = jest.spyOn(console, 'warn').mockReturnValue()

beforeEach(() => void warn.mockClear())
afterEach(() => expect(warn.mock.calls.flat().join('\n')).not.toMatch(/undefined|\[object/))

const POST: StoredEntry = {
  id: 'first',
  data: { title: 'First', date: new Date('2026-01-02') },
  body: '# First\n\nIt’s “here”  \\n',
  filePath: 'src/content/blog/first.md',
  digest: 'abc',
  rendered: {
    html: '<h1 id="first">First</h1>\n<p>It’s “here” </p>',
    metadata: { headings: [{ depth: 1, slug: 'first', text: 'First' }] },
  },
}

test('an entry has all that the loader has stored', async () => {
  const { getCollection } = functionsOver({ blog: [POST] })
  expect(await getCollection('blog')).toEqual([{ ...POST, collection: 'blog' }])
})

test('entries come in the order in which the build has stored them', async () => {
  const { getCollection } = functionsOver({ blog: entries({ b: 1, 10: 2, 2: 3, a: 4 }) })
  const found = await getCollection('blog')
  expect(found.map(({ id }) => id)).toEqual(['2', '10', 'b', 'a'])
})

describe('data keeps its kind:', () => {
  test.each<[string, unknown]>([
    ['dates', { at: new Date(86_400_000), list: [new Date(0)] }],
    ['sets and maps', { set: new Set([1, new Date(5)]), map: new Map([['a', [1]]]) }],
    ['addresses', { url: new URL('https://example.com/a?b#c') }],
    ['big and odd numbers', { big: 12n ** 40n, nan: Number.NaN, zero: -0, inf: -Infinity }],
    ['undefined and null', { a: undefined, b: null, list: [undefined, null] }],
    ['expressions', { pattern: /a\/b/gi }],
    ['lines and quotes', { text: 'a\nb\r\u2028\u2029"\'`${x}</script>\\' }],
    ['all characters', { text: 'ä € 𝒳 \ud800 \u0000' }],
    ['texts alone', 'only a text'],
    ['numbers alone', 7],
    ['nothing at all', undefined],
    ['empty lists', []],
    ['names that objects have', { constructor: 1, toString: 2, hasOwnProperty: 3 }],
  ])('%s', async (_, data) => {
    for (const isDevelopment of [false, true]) {
      const { getEntry } = functionsOver({ all: [{ id: 'it', data }] }, { isDevelopment })
      expect((await getEntry('all', 'it'))?.data).toStrictEqual(data)
    }
  })
})

test('data may contain itself', async () => {
  const data: Record<string, unknown> = { list: [] }
  data['self'] = data
  data['map'] = new Map([['back', data]])
  const { getEntry } = functionsOver({ all: [{ id: 'it', data }] })
  const found = (await getEntry('all', 'it'))?.data as typeof data
  expect(found['self']).toBe(found)
  expect((found['map'] as Map<string, unknown>).get('back')).toBe(found)
})

describe('what a page changes in an entry is not there for the next request:', () => {
  const data = () => ({
    title: 'First',
    tags: ['a'],
    links: [{ to: '/a' }],
    author: { name: 'Ann', seen: new Date(0) },
    set: new Set([1]),
    map: new Map([['a', { b: 1 }]]),
    url: new URL('https://example.com/'),
  })
  type Data = ReturnType<typeof data>

  test.each<[string, (own: Data) => unknown]>([
    ['a field', (own) => (own.title = 'changed')],
    ['a list', (own) => own.tags.push('b')],
    ['an object in a list', (own) => own.links.forEach((link) => (link.to = '/b'))],
    ['a field of an object', (own) => (own.author.name = 'Bob')],
    ['a date', (own) => own.author.seen.setFullYear(1999)],
    ['a set', (own) => own.set.add(2)],
    ['an object in a map', (own) => ((own.map.get('a') ?? { b: 0 }).b = 2)],
    ['an address', (own) => (own.url.pathname = '/changed')],
  ])('%s', async (_, change) => {
    const blog = [{ ...POST, data: data() }]
    const built = functionsOver({ blog })
    const live = functionsOver({ blog }, { isDevelopment: true })
    for (const read of [
      () => built.getEntry('blog', 'first'),
      async () => (await built.getCollection('blog'))[0],
      () => live.getEntry('blog', 'first'),
    ]) {
      change((await read())?.data as Data)
      expect((await read())?.data).toStrictEqual(data())
    }
  })

  test('its headings', async () => {
    const { getEntry, render } = functionsOver({ blog: [POST] })
    const entry = await getEntry('blog', 'first')
    if (!entry) throw new Error('not found')
    const { headings } = await render(entry)
    ;(headings as unknown[]).length = 0
    expect(Object.isFrozen(entry.rendered?.metadata?.headings)).toBe(true)
    const again = await getEntry('blog', 'first')
    expect(again?.rendered?.metadata?.headings).toHaveLength(1)
  })
})

test('development leaves what loaders have stored as it is', async () => {
  const rendered = { html: '<p>', metadata: { headings: [] } }
  const blog = [{ id: 'it', data: { list: [1] }, rendered }]
  const { getEntry } = functionsOver({ blog }, { isDevelopment: true })
  const entry = await getEntry('blog', 'it')
  expect(entry?.rendered?.metadata).toEqual(rendered.metadata)
  expect([rendered, rendered.metadata, blog[0]?.data].some(Object.isFrozen)).toBe(false)
})

describe('data that a build cannot store is refused, with its file and field:', () => {
  test.each<[string, unknown, RegExp]>([
    [
      'a function',
      { a: [{ b() {} }] },
      /^src\/a\.md: .*Cannot stringify a function \(data\.a\[0\]\.b\)/,
    ],
    ['an object of a class', { own: new (class Own {})() }, /^src\/a\.md: .*\(data\.own\)/],
    ['a symbol', { own: Symbol('x') }, /^src\/a\.md: /],
  ])('%s', (_, data, message) => {
    const entry = { id: 'a', data, filePath: 'src/a.md' }
    expect(() => toDataModule([entry])).toThrow(message)
  })
})

test('a copy of an entry by a spread has its text', async () => {
  const { getEntry } = functionsOver({ blog: [POST] })
  const copy = { ...(await getEntry('blog', 'first')) }
  expect(copy).toEqual({ ...POST, collection: 'blog' })
  expect(JSON.parse(JSON.stringify(copy))).toMatchObject({ body: POST.body })
})

test('a page may replace the text of its own entry', async () => {
  const { getEntry } = functionsOver({ blog: [POST] })
  const entry = await getEntry('blog', 'first')
  Object.assign(entry ?? {}, { body: 'shorter' })
  expect(entry?.body).toBe('shorter')
  expect((await getEntry('blog', 'first'))?.body).toBe(POST.body)
})

test('an entry without a text has no fields for it', async () => {
  const { getEntry } = functionsOver({ blog: entries({ it: {} }) })
  expect(Object.keys((await getEntry('blog', 'it')) ?? {})).toEqual(['id', 'data', 'collection'])
})

describe('a filter', () => {
  const numbers = entries({ one: 1, two: 2, three: 3 })

  test('chooses entries by what it returns, as Astro reads it', async () => {
    const { getCollection } = functionsOver({ numbers })
    const ids = async (filter: (entry: { data: unknown }) => unknown) =>
      (await getCollection('numbers', filter)).map(({ id }) => id)
    expect(await ids(({ data }) => data === 2)).toEqual(['two'])
    expect(await ids(({ data }) => (data === 2 ? 'yes' : ''))).toEqual(['two'])
    // A promise is true, whatever it resolves to.
    expect(await ids(async () => false)).toHaveLength(3)
  })

  test('gets the name of the collection, and its error is that of the call', async () => {
    const { getCollection } = functionsOver({ numbers })
    const filter = ({ collection, id }: { collection: string; id: string }) => {
      throw new Error(`${collection} ${id}`)
    }
    await expect(getCollection('numbers', filter)).rejects.toThrow('numbers one')
  })
})

describe('a collection that does not exist', () => {
  test('is empty, and warned of once', async () => {
    const { getCollection, getEntry } = functionsOver({ blog: [POST] })
    expect(await getCollection('blgo')).toEqual([])
    expect(await getCollection('blgo')).toEqual([])
    expect(await getEntry('blgo', 'first')).toBeUndefined()
    expect(warn.mock.calls).toEqual([
      [expect.stringContaining('[content] The collection "blgo" does not exist or is empty.')],
    ])
  })

  test.each(['__proto__', 'constructor', 'toString', ''])('%j is one of these', async (name) => {
    const { getCollection } = functionsOver({ blog: [POST] })
    expect(await getCollection(name)).toEqual([])
  })

  test('cannot fill the log of a server with names of clients', async () => {
    const { getCollection } = functionsOver({})
    for (let count = 0; count < 100; count++) await getCollection(`name\n${count}`)
    expect(warn.mock.calls.length).toBeLessThan(30)
    expect(warn.mock.calls.flat().join('')).not.toContain('\n')
  })
})

test('a collection whose module could not be imported is there for the next request', async () => {
  let imports = 0
  async function load() {
    imports += 1
    if (imports === 1) throw new Error('too many open files')
    return runModule(toDataModule([POST]))
  }
  const { getCollection } = createCollections({ data: [['blog', load]], images: [] })
  await expect(getCollection('blog')).rejects.toThrow('too many open files')
  expect(await getCollection('blog')).toHaveLength(1)
  expect(await getCollection('blog')).toHaveLength(1)
  expect(imports).toBe(2)
})

test('an empty collection is not warned of as one that does not exist', async () => {
  const { getCollection } = functionsOver({ blog: [] })
  expect(await getCollection('blog')).toEqual([])
})
