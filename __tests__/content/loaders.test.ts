import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { ROOT } from '../support/root.ts'
import { write } from '../support/project.ts'
import { createContentProject, type PrintedEntry, readBuilt } from './loaded-site.ts'

const POST = '---\ntitle: A post\n---\n\nText of *it*.\n'
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

const CONFIG = `import { defineCollection, reference, z } from 'astro:content'
import { file, glob } from 'astro/loaders'
import * as v from 'valibot'
import { shout } from './shout'
import { lines } from 'lines-loader'

const ids = (options) => defineCollection({ loader: glob({ base: './texts', ...options }) })
const item = z.object({ title: z.string() }).passthrough()

export const collections = {
  ids: ids({ pattern: '**/*.md' }),
  some: ids({ pattern: ['*.md', '!By-Slug.md'], retainBody: false }),
  named: ids({ pattern: 'By-Slug.md', generateId: ({ entry, base, data }) => [entry, base.pathname.endsWith('/texts/'), data.slug].join('|') }),
  outside: defineCollection({ loader: glob({ pattern: '*.md', base: '../outside' }) }),
  linked: defineCollection({ loader: glob({ pattern: '**/*.md', base: 'linked' }) }),
  data: defineCollection({ loader: glob({ pattern: '*.{json,yaml,yml,toml}', base: 'data' }), schema: item }),
  list: defineCollection({ loader: file('files/list.json'), schema: item }),
  record: defineCollection({ loader: file('files/record.yaml'), schema: item }),
  tables: defineCollection({ loader: file('files/tables.toml', { parser: undefined }), schema: item }),
  csv: defineCollection({ loader: file('files/items.csv', { parser: (text) => text.trim().split('\\n').map((line) => ({ id: line, title: shout(line) })) }) }),
  values: defineCollection({
    loader: async () => [{ id: 'a', when: '2024-02-01', tags: ['x', 'x'], link: 'https://example.com/a', big: '12345678901234567890' }],
    schema: z.object({
      when: z.coerce.date(),
      tags: z.array(z.string()).transform((tags) => new Set(tags)),
      link: z.string().transform((text) => new URL(text)),
      big: z.string().transform(BigInt),
      map: z.string().default('k').transform((key) => new Map([[key, 1]])),
      late: z.string().default('x').transform(async (text) => text + '!'),
    }),
  }),
  keyed: defineCollection({ loader: () => ({ b: { n: 1 }, a: { id: 'a', n: 2 } }) }),
  valibot: defineCollection({
    loader: () => [{ id: 'a', n: '4' }],
    schema: v.object({ n: v.pipe(v.string(), v.transform(Number)) }),
  }),
  ark: defineCollection({
    loader: () => [{ id: 'a' }],
    schema: Object.assign((value) => value, { '~standard': { version: 1, vendor: 'ark', validate: async (value) => ({ value: { ...value, by: 'ark' } }) } }),
  }),
  refs: defineCollection({
    loader: () => [{ id: 'a', one: 'first', many: ['first', 2], back: { collection: 'ids', id: 'by-slug' } }],
    schema: z.object({ one: reference('ids'), many: z.array(reference('ids')), back: reference('ids') }),
  }),
  lost: defineCollection({
    loader: glob({ pattern: 'lost.yaml', base: 'more' }),
    schema: z.object({ friends: z.array(z.object({ who: reference('keyed') })) }),
  }),
  images: defineCollection({
    loader: glob({ pattern: '*.json', base: 'pictures' }),
    schema: ({ image }) => z.object({ cover: image(), more: z.array(z.object({ of: image() })), far: image(), root: image() }),
  }),
  own: defineCollection({ loader: lines('one two') }),
  ownSchema: defineCollection({ loader: { name: 'x', schema: z.object({ n: z.coerce.number() }), async load({ store, parseData }) { store.set({ id: 'a', data: await parseData({ id: 'a', data: { n: '5' } }) }) } } }),
  made: defineCollection({ loader: { name: 'x', createSchema: async () => ({ schema: z.object({ n: z.coerce.number() }), types: 'export interface Entry { n: number }' }), async load({ store, parseData }) { store.set({ id: 'a', data: await parseData({ id: 'a', data: { n: '6' } }) }) } } }),
  'a/b c': defineCollection({ loader: () => [{ id: '__proto__', n: 1 }, { id: 'constructor', n: 2 }] }),
  ['__proto__']: defineCollection({ loader: () => [{ id: 'a' }] }),
  deferred: ids({ pattern: 'first.md', deferRender: true }),
}
`

// A loader of a package uses all of its context. The package is written for Astro.
const LOADER = `import { AstroError } from 'astro/errors'
import { z } from 'astro/zod'
export const lines = (text) => ({
  name: 'lines-loader',
  schema: z.object({ line: z.string() }),
  async load(context) {
    const { collection, store, meta, logger, config, parseData, renderMarkdown, generateDigest, entryTypes } = context
    logger.info('reads ' + collection)
    meta.set('runs', String(Number(meta.get('runs') ?? 0) + 1))
    for (const line of text.split(' ')) {
      const data = await parseData({ id: line, data: { line } })
      const digest = generateDigest(data)
      const rendered = await renderMarkdown('---\\na: 1\\n---\\n*' + line + '*')
      const isNew = store.set({ id: line, data, digest, rendered, body: line })
      if (store.set({ id: line, data: {}, digest })) throw new AstroError('the same digest was stored twice')
      if (!store.has(line) || !store.keys().includes(line) || store.get(line).body !== line) throw new Error('not stored')
      logger.info(line + ' is new: ' + isNew)
    }
    store.set({ id: 'gone', data: {} })
    store.delete('gone')
    store.addModuleImport('x.mdx')
    const facts = [config.root instanceof URL, config.srcDir.href.endsWith('/src/'), [...entryTypes.keys()].includes('.md'), meta.get('runs'), store.values().length, store.entries()[0][0], context.watcher, context.refreshContextData]
    store.set({ id: 'facts', data: { facts: JSON.stringify(facts) } })
  },
})
`

const FILES: Readonly<Record<string, string>> = {
  'src/content.config.ts': CONFIG,
  'src/shout.ts': 'export const shout = (text: string): string => text.toUpperCase()\n',
  'node_modules/lines-loader/package.json':
    '{ "name": "lines-loader", "type": "module", "exports": "./index.js", "peerDependencies": { "astro": "^7" } }',
  'node_modules/lines-loader/index.js': LOADER,
  'texts/first.md': POST,
  'texts/2.md': POST,
  'texts/By-Slug.md': '---\nslug: by-slug\n---\n',
  'texts/With Space/Index File.md': POST,
  'texts/folder/index.md': POST,
  'texts/index.md': POST,
  'texts/über/straße & 100%.md': POST,
  'texts/percent%20.md': POST,
  'texts/dots...md': POST,
  'texts/v1.2.md': POST,
  'texts/.hidden.md': POST,
  'texts/_x.md': POST,
  'texts/empty.md': '',
  'texts/toml.md': '+++\ntitle = "In TOML"\n+++\nText',
  'real/a.md': POST,
  'data/a.json': '{ "title": "in JSON", "$schema": "x" }',
  'data/b.yaml': 'title: in YAML\nwhen: 2024-02-01\n',
  'data/c.yml': 'title: in YML\n',
  'data/d.toml': 'title = "in TOML"\nwhen = 2024-02-01\n',
  'files/list.json': '[{ "id": 1, "title": "by id" }, { "slug": "s", "title": "by slug" }]',
  'files/record.yaml': '$schema: ./x.json\nb:\n  title: B\na:\n  title: A\n',
  'files/tables.toml': '[x]\ntitle = "X"\n[y]\ntitle = "Y"\n',
  'files/items.csv': 'one\ntwo\n',
  'more/lost.yaml': 'friends:\n  - who: a\n  - who: nobody\n',
  'pictures/p.json': JSON.stringify({
    cover: './pixel.png',
    more: [{ of: 'sub/pixel.png' }],
    far: 'https://example.com/x.png',
    root: '/x.png',
  }),
}

const NAMES = [
  ...'ids some named outside linked data list record tables csv values keyed valibot ark refs lost'.split(
    ' ',
  ),
  ...'images own ownSchema made'.split(' '),
  'a/b c',
  '__proto__',
]

let root = ''
let built: Awaited<ReturnType<typeof readBuilt>>

beforeAll(async () => {
  root = createContentProject(NAMES, FILES)
  write(join(dirname(root), 'outside/o.md'), POST)
  for (const name of ['pixel.png', 'sub/pixel.png']) write(join(root, 'pictures', name), PIXEL)
  symlinkSync(join(root, 'real'), join(root, 'linked'))
  built = await readBuilt(root)
}, 60_000)

function entriesOf(name: string): readonly PrintedEntry[] {
  return new Map(Object.entries(built.collections)).get(name) ?? []
}

const idsOf = (name: string) => entriesOf(name).map(({ id }) => id)
const dataOf = (name: string) => entriesOf(name).map(({ id, data }) => [id, data])

describe('the ids of entries are those of Astro', () => {
  test.each([
    [
      'ids',
      [
        '_x',
        '2',
        'by-slug',
        'dots',
        'empty',
        'first',
        'folder',
        'index',
        'percent20',
        'toml',
        'über/straße--100',
        'v12',
        'with-space/index-file',
      ],
    ],
    ['some', ['_x', '2', 'dots', 'empty', 'first', 'index', 'percent20', 'toml', 'v12']],
    ['named', ['By-Slug.md|true|by-slug']],
    ['outside', ['o']],
    ['linked', ['a']],
    ['list', ['1', 's']],
    ['record', ['a', 'b']],
    ['a/b c', ['__proto__', 'constructor']],
    ['__proto__', ['a']],
  ])('of %s', (name, ids) => {
    expect(idsOf(name).toSorted()).toEqual(ids.toSorted())
  })
})

describe('the data of entries', () => {
  test.each([
    [
      'data',
      [
        ['a', { title: 'in JSON', $schema: 'x' }],
        ['b', { title: 'in YAML', when: { Date: '2024-02-01T00:00:00.000Z' } }],
        ['c', { title: 'in YML' }],
        ['d', { title: 'in TOML', when: { Date: '2024-02-01T00:00:00.000Z' } }],
      ],
    ],
    [
      'list',
      [
        ['1', { id: 1, title: 'by id' }],
        ['s', { slug: 's', title: 'by slug' }],
      ],
    ],
    [
      'tables',
      [
        ['x', { title: 'X' }],
        ['y', { title: 'Y' }],
      ],
    ],
    [
      'csv',
      [
        ['one', { id: 'one', title: 'ONE' }],
        ['two', { id: 'two', title: 'TWO' }],
      ],
    ],
    [
      'keyed',
      [
        ['a', { id: 'a', n: 2 }],
        ['b', { n: 1 }],
      ],
    ],
    ['valibot', [['a', { n: 4 }]]],
    ['ark', [['a', { id: 'a', by: 'ark' }]]],
    ['ownSchema', [['a', { n: 5 }]]],
    ['made', [['a', { n: 6 }]]],
    [
      'values',
      [
        [
          'a',
          {
            when: { Date: '2024-02-01T00:00:00.000Z' },
            tags: { Set: ['x'] },
            link: { URL: 'https://example.com/a' },
            big: { BigInt: '12345678901234567890' },
            map: { Map: [['k', 1]] },
            late: 'x!',
          },
        ],
      ],
    ],
    [
      'refs',
      [
        [
          'a',
          {
            one: { id: 'first', collection: 'ids' },
            many: [
              { id: 'first', collection: 'ids' },
              { id: '2', collection: 'ids' },
            ],
            back: { id: 'by-slug', collection: 'ids' },
          },
        ],
      ],
    ],
  ])('of %s is what the schema makes of it', (name, expected) => {
    expect(dataOf(name)).toEqual(expected)
  })

  test('has what an import of an image gives where the schema says image()', () => {
    const [picture] = entriesOf('images')
    const { cover, more, far, root: ofRoot } = picture?.data ?? {}
    const image = { width: 1, height: 1, format: 'png' }
    expect(cover).toMatchObject(image)
    expect(more).toEqual([{ of: expect.objectContaining(image) }])
    expect([far, ofRoot]).toEqual(['https://example.com/x.png', '/x.png'])
  })
})

test('an entry of Markdown has its text, its file and its HTML', () => {
  const first = entriesOf('ids').find(({ id }) => id === 'first')
  expect(first).toMatchObject({
    collection: 'ids',
    data: { title: 'A post' },
    body: 'Text of *it*.',
    filePath: 'texts/first.md',
    digest: expect.any(String),
    rendered: { html: expect.stringContaining('<p>Text of <em>it</em>.</p>') },
  })
  expect(entriesOf('some')[0]).not.toHaveProperty('body')
  expect(entriesOf('outside')[0]?.filePath).toBe('../outside/o.md')
  expect(entriesOf('ids').find(({ id }) => id === 'toml')?.data).toEqual({ title: 'In TOML' })
})

test('a loader of a package that was written for Astro gets its whole context', () => {
  const entries = new Map(entriesOf('own').map((entry) => [entry.id, entry]))
  expect(JSON.parse(String(entries.get('facts')?.data['facts']))).toEqual([
    true,
    true,
    true,
    '1',
    2,
    'one',
    null,
    null,
  ])
  expect(entries.get('one')).toMatchObject({ data: { line: 'one' }, body: 'one' })
  expect(entries.get('one')?.rendered?.html).toContain('<em>one</em>')
  expect(built.stdout).toContain('[lines-loader] reads own')
})

test('a reference to an entry that does not exist is reported with its file and field', () => {
  expect(built.stderr).toContain(
    "more/lost.yaml (the entry 'lost' of the collection 'lost'): friends[1].who refers to the entry 'nobody' of the collection 'keyed', which does not exist",
  )
  expect(built.stderr.match(/which does not exist/g)).toHaveLength(1)
})

test('editors get a JSON schema of each collection with a schema of Zod', () => {
  const read = (name: string) =>
    JSON.parse(readFileSync(join(root, '.ssr-pages/collections', name), 'utf8'))
  expect(read('data.schema.json')).toMatchObject({
    type: 'object',
    properties: { $schema: { type: 'string' }, title: { type: 'string' } },
    required: ['title'],
  })
  expect(read('values.schema.json').properties.when).toMatchObject({ format: 'date-time' })
  expect(read('list.schema.json').anyOf[0]).toMatchObject({ type: 'array' })
  expect(existsSync(join(root, '.ssr-pages/collections/valibot.schema.json'))).toBe(false)
  expect(readFileSync(join(root, '.ssr-pages/.gitignore'), 'utf8')).toBe('*\n')
  expect(ROOT).not.toBe(root)
})
