import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { runCli } from '../support/cli.ts'
import { runWarmCli } from '../support/warm-cli.ts'
import { createContentProject } from './loaded-site.ts'

/** A project that a build refuses or warns of, and what it says. */
interface Case {
  readonly complaint: string
  /** `src/content.config.ts`; `collections` follows what is here. (default: a blog of `texts`) */
  readonly config?: string
  readonly files?: Readonly<Record<string, string>>
  readonly says: readonly string[]
  readonly saysNot?: string
}

const IMPORTS = `import { defineCollection, reference, z } from 'astro:content'
import { file, glob } from 'astro/loaders'
`
const BLOG = `const blog = defineCollection({
  loader: glob({ pattern: '**/*.{md,json,yaml,toml,txt}', base: 'texts' }),
  schema: z.object({ title: z.string(), author: z.object({ name: z.string(), tags: z.array(z.string()) }).optional() }),
})
export const collections = { blog }
`
const of = (definition: string) => `export const collections = { blog: ${definition} }\n`
const entry = (name: string) =>
  `The entry '${name}' of the collection 'blog' does not match its schema`

const refused: readonly Case[] = [
  {
    complaint:
      "fields of the frontmatter have other types: each with its line, and no mistake seems to have another's source",
    files: {
      'texts/a.md': '---\nauthor:\n  name: 5\n  tags:\n    - a\n    - 7\ntitle: 1\n---\nText',
      'texts/b.md': '---\nother: 1\n---\n',
    },
    says: [
      `error texts/a.md:3:3: ${entry('a')}: author.name: Invalid input: expected string, received number (saw 5)`,
      `texts/a.md:6:5: ${entry('a')}: author.tags.1: Invalid input: expected string, received number (saw 7)`,
      `texts/a.md:7:1: ${entry('a')}: title: Invalid input: expected string, received number (saw 1)`,
      `texts/b.md:1:1: ${entry('b')}: title: Invalid input: expected string, received undefined`,
      '[SSR_PAGES_CONTENT_INVALID]',
    ],
    saysNot: ' | ',
  },
  {
    complaint: 'fields of JSON, YAML and TOML files have their lines',
    files: {
      'texts/a.json': '{\n  "title": "a",\n  "author": { "name": "x", "tags": ["a",\n 7] }\n}',
      'texts/b.yaml': '# comment\ntitle: b\nauthor: { name: 1, tags: [] }\n',
      'texts/c.toml': 'title = "c"\n[author]\nname = "n"\ntags = [1]\n',
    },
    says: [
      `texts/a.json:4:2: ${entry('a')}: author.tags.1`,
      `texts/b.yaml:3:1: ${entry('b')}: author.name`,
      `texts/c.toml:4:1: ${entry('c')}: author.tags.0`,
    ],
  },
  {
    complaint: 'an item of file() does not match: the line is that of the item',
    config: of(
      `defineCollection({ loader: file('list.json'), schema: z.object({ id: z.string(), n: z.number() }) })`,
    ),
    files: { 'list.json': '[\n  { "id": "x", "n": 1 },\n  { "id": "y",\n    "n": "2" }\n]' },
    says: [
      `list.json:4:5: ${entry('y')}: n: Invalid input: expected number, received string (saw "2")`,
      '  4 |     "n": "2" }',
    ],
  },
  {
    complaint: 'a file is no JSON, no YAML or no TOML',
    files: {
      'texts/a.json': '{\n  "title": }',
      'texts/b.yaml': 'a: [\n',
      'texts/c.toml': 'a = = 1',
    },
    says: ['texts/a.json:2:12: Unexpected token', 'texts/b.yaml:2:1: ', 'texts/c.toml:1:5: '],
  },
  {
    complaint: 'the frontmatter is no YAML',
    files: { 'texts/a.md': '---\ntitle: a: b\n---\n' },
    says: ['error texts/a.md:2:9: The frontmatter is not valid YAML'],
  },
  {
    complaint: 'a data file contains no object',
    files: { 'texts/a.json': '[1]' },
    says: ['texts/a.json: the file contains no object (saw a list)'],
  },
  {
    complaint: 'an image of the frontmatter does not exist',
    config: of(
      `defineCollection({ loader: glob({ pattern: '*.md', base: 'texts' }), schema: ({ image }) => z.object({ cover: image() }) })`,
    ),
    files: { 'texts/a.md': '---\na: 1\ncover: ./gone.png\n---\n' },
    says: [`texts/a.md:3:1: ${entry('a')}: cover: The image './gone.png' does not exist`],
  },
  {
    complaint: 'a reference names an entry of another collection',
    config: of(
      `defineCollection({ loader: () => [{ id: 'a', to: { id: 'x', collection: 'other' } }], schema: z.object({ to: reference('blog') }) })`,
    ),
    says: [`${entry('a')}: to: expected an entry of 'blog', saw one of 'other'`],
  },
  {
    complaint: 'the file of file() does not exist',
    config: of(`defineCollection({ loader: file('gone.json') })`),
    says: ['error gone.json: The file does not exist'],
  },
  {
    complaint: 'an item of file() has no id',
    config: of(`defineCollection({ loader: file('list.json') })`),
    files: { 'list.json': '[{ "id": "a" }, { "n": 1 }]' },
    says: ['error list.json: The item 1 of the list has no `id` or `slug`'],
  },
  {
    complaint: 'a loader throws',
    config: of(
      `defineCollection({ loader: { name: 'feed', load() { throw new Error('no network') } } })`,
    ),
    says: [
      "The loader 'feed' of the collection 'blog' failed: no network",
      '[SSR_PAGES_CONTENT_LOADER_FAILED]',
    ],
  },
  {
    complaint: 'a loader returns entries without ids',
    config: of(`defineCollection({ loader: () => [{ id: 'a' }, { n: 1 }] })`),
    says: ["of the collection 'blog' failed: the item 1 of the list has no `id`"],
  },
  {
    complaint: 'a loader returns neither a list nor an object',
    config: of(`defineCollection({ loader: () => 'text' })`),
    says: ['the loader returned neither a list nor an object (saw string)'],
  },
  {
    complaint: 'a key and its entry have two ids',
    config: of(`defineCollection({ loader: () => ({ a: { id: 'b' } }) })`),
    says: ['the entry with the key \'a\' has the id "b"'],
  },
  {
    complaint: 'a collection has no loader',
    config: `export const collections = {\n  other: defineCollection({ loader: () => [] }),\n  blog: defineCollection({ schema: z.object({}) }) }\n`,
    says: [
      "src/content.config.ts:5:3: The collection 'blog' has no loader",
      "Give it `loader: glob({ pattern: '**/*.md', base: './src/content/blog' })`",
      '[SSR_PAGES_CONTENT_CONFIG_INVALID]',
    ],
  },
  {
    complaint: 'a collection has a type of Astro 4',
    config: of(`defineCollection({ type: 'content', schema: z.object({}) })`),
    says: [
      "The collection 'blog' has the type 'content' of Astro 4",
      'Remove `type`, and give it `loader: glob(',
    ],
  },
  {
    complaint: 'a live collection stands in the wrong file',
    config: of(`defineCollection({ loader: { name: 'x', loadEntry() {}, loadCollection() {} } })`),
    says: [
      "The collection 'blog' has a loader of a live collection",
      'Define it in src/live.config.ts.',
    ],
  },
  {
    complaint: 'a schema is none',
    config: of(`defineCollection({ loader: () => [], schema: { title: 'string' } })`),
    says: ["The collection 'blog' has a schema of an unknown kind (saw object)"],
  },
  {
    complaint: 'the configuration exports no collections',
    config: 'export default {}\n',
    says: ['src/content.config.ts: The file exports no object `collections`'],
  },
  {
    complaint: 'the configuration throws',
    config: 'const a = undefined\nexport const collections = a.b\n',
    says: ['src/content.config.ts:4:30: ', "Cannot read properties of undefined (reading 'b')"],
  },
  {
    complaint: 'the configuration has a syntax error',
    config: 'export const = 1\n',
    says: ['src/content.config.ts:3:14: ', '[SSR_PAGES_CONTENT_CONFIG_INVALID]'],
  },
  {
    complaint: 'the configuration imports what does not exist',
    config: "import './gone.js'\nexport const collections = {}\n",
    says: ["src/content.config.ts:3:8: Could not resolve './gone.js'"],
  },
  {
    complaint: 'a pattern leaves its folder',
    config: of(`defineCollection({ loader: glob({ pattern: '../*.md' }) })`),
    says: [
      'The pattern of glob() may not begin with `../` (saw "../*.md"). Name the folder by `base`.',
    ],
  },
  {
    complaint: 'file() gets a pattern',
    config: of(`defineCollection({ loader: file('*.json') })`),
    says: ['file() reads one file (saw "*.json"). Use glob() for a pattern.'],
  },
  {
    complaint: 'file() cannot read the kind',
    config: of(`defineCollection({ loader: file('a.csv') })`),
    says: ['file() does not know how to read "a.csv". Give it a `parser`'],
  },
  {
    complaint: 'a collection is read while it is loaded',
    config: `import { getCollection } from 'astro:content'\n${of(`defineCollection({ loader: () => getCollection('blog') })`)}`,
    says: ['getCollection() was called while collections are being loaded'],
  },
  {
    complaint: 'a loader stores an entry without id',
    config: of(
      `defineCollection({ loader: { name: 'x', load({ store }) { store.set({ data: {} }) } } })`,
    ),
    says: [
      "The loader 'x' of the collection 'blog' failed: store.set() needs an `id`, which is not empty",
    ],
  },
  {
    complaint: 'data has a value that cannot be stored',
    config: of(`defineCollection({ loader: () => [{ id: 'a', run: () => 1 }] })`),
    says: [
      "of the collection 'blog' failed: the entry 'a' has a value that cannot be stored, in run: Cannot stringify a function",
    ],
  },
]

describe('a build is refused, and nothing is written, if', () => {
  test.each(refused)('$complaint', async ({ config = BLOG, files = {}, says, saysNot }) => {
    const root = createContentProject(['blog'], {
      'src/content.config.ts': IMPORTS + config,
      ...files,
    })
    const { code, stderr } = await runWarmCli(['build'], root)
    for (const text of says) expect(stderr).toContain(text)
    if (saysNot !== undefined) expect(stderr).not.toContain(saysNot)
    expect(code).toBe(1)
    expect(stderr).not.toContain(root)
    expect(existsSync(join(root, 'dist'))).toBe(false)
  })

  test('collections are configured in src/content/config.ts', async () => {
    const root = createContentProject(['blog'], { 'src/content/config.ts': IMPORTS + BLOG })
    const { code, stderr } = await runWarmCli(['build'], root)
    expect(code).toBe(1)
    expect(stderr).toContain(
      'error src/content/config.ts: Collections are configured in src/content.config.ts, not in this file',
    )
  })

  test.each([
    ['z', 'z.object({})'],
    ['reference()', "reference('blog')"],
  ])('%s is used without Zod', async (name, schema) => {
    const root = createContentProject(['blog'], {
      'src/content.config.ts': `${IMPORTS}${of(`defineCollection({ loader: () => [], schema: ${schema} })`)}`,
    })
    rmSync(join(root, 'node_modules/zod'))
    const { code, stderr } = await runWarmCli(['build'], root)
    expect(code).toBe(1)
    expect(stderr).toContain(`src/content.config.ts:3:`)
    expect(stderr).toContain(`${name} needs Zod, which does not come with this package`)
    expect(stderr).toContain('Run `npm install zod`.')
  })

  test('there are more mistakes than anybody reads: twenty of them are listed', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`texts/${index}.md`, '---\ntitle: 1\n---\n']),
    )
    const root = createContentProject(['blog'], {
      'src/content.config.ts': IMPORTS + BLOG,
      ...files,
    })
    const { stderr } = await runWarmCli(['build'], root)
    expect(stderr.match(/does not match its schema/g)).toHaveLength(20)
    expect(stderr).toContain('\nand 30 more\n')
  })
})

const warned: readonly Case[] = [
  {
    complaint: 'two entries have one id: the later file is used',
    files: { 'texts/A.md': '---\ntitle: first\n---\n', 'texts/a.json': '{ "title": "second" }' },
    says: [
      "two entries of the collection 'blog' have the id 'a': texts/a.json is used, texts/A.md is not",
    ],
  },
  {
    complaint: 'nothing reads a file',
    files: { 'texts/a.txt': 'x', 'texts/b.json': '{ "title": "b" }' },
    says: ['texts/a.txt is left out: nothing reads files of this kind'],
  },
  {
    complaint: 'the folder of a collection does not exist',
    says: ["the folder 'texts' of the collection 'blog' does not exist"],
  },
  {
    complaint: 'no file matches',
    files: { 'texts/readme': '' },
    says: [
      "no file in 'texts' matches '**/*.{md,json,yaml,toml,txt}': the collection 'blog' is empty",
    ],
  },
]

test('a project without Zod has schemas of another library', async () => {
  const root = createContentProject(['blog'], {
    'src/content.config.ts': `import { defineCollection } from 'astro:content'
import * as v from 'valibot'
export const collections = { blog: defineCollection({ loader: () => [{ id: 'a', n: 'x' }], schema: v.object({ n: v.number() }) }) }
`,
  })
  rmSync(join(root, 'node_modules/zod'))
  const { code, stderr } = await runWarmCli(['build'], root)
  expect(code).toBe(1)
  expect(stderr).toContain(`${entry('a')}: n: Invalid type: Expected number but received "x"`)
})

test.each(warned)('a build warns if $complaint', async ({ config = BLOG, files = {}, says }) => {
  const root = createContentProject(['blog'], {
    'src/content.config.ts': IMPORTS + config,
    ...files,
  })
  const { code, stderr } = await runWarmCli(['build'], root)
  for (const text of says) expect(stderr).toContain(text)
  expect(code).toBe(0)
})

test('a loader that never ends is named, instead of an exit code without a reason', async () => {
  const root = createContentProject(['blog'], {
    'src/content.config.ts': `import { defineCollection } from 'astro:content'
export const collections = {
  quick: defineCollection({ loader: () => [] }),
  blog: defineCollection({ loader: { name: 'feed', load: () => new Promise(() => {}) } }),
}
`,
  })
  const { code, printed } = await runCli('build', root)
  expect(code).toBe(1)
  expect(printed).toContain("The loader 'feed' of the collection 'blog' failed: it waits for")
  expect(printed).not.toContain("'quick'")
})
