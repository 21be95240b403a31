import type { MistakeCase, TextCase } from './text-cases.ts'

const CONFIG = `import { defineCollection } from 'astro:content'
import { file, glob } from 'astro/loaders'
import { z } from 'astro/zod'
import { extra } from './extra.ts'
import { word } from './schemas.ts'
const texts = (name) => glob({ pattern: '**/*.md', base: './src/content/' + name })
const schema = z.object({ title: z.string() })
const NAMES = ['blog', 'news', 'deep', 'grows', 'shrinks', 'named', 'variable', 'component']
export const collections = {
  ...Object.fromEntries(NAMES.map((name) => [name, defineCollection({ loader: texts(name), schema })])),
  dated: defineCollection({ loader: texts('dated'), schema: z.object({ title: z.string(), day: z.coerce.date() }) }),
  people: defineCollection({ loader: file('src/content/people.json'), schema: z.object({ name: z.string() }) }),
  spelt: defineCollection({ loader: texts('spelt'), schema: z.object({ title: word }) }),
  ...extra,
}
`

const SCHEMAS = `import { z } from 'astro/zod'
export const word = z.string()
`

const list = (code: string): string => `---
import { getCollection, getEntry, render } from 'astro:content'
${code}
---
<html><head></head><body><main>{shown}</main></body></html>
`

const titles = (name: string): string =>
  list(`const shown = (await getCollection('${name}')).map(({ data }) => data.title).join(', ')`)

const entry = (title: string, text = ''): string => `---\ntitle: ${title}\n---\n${text}\n`

/** Files that no case changes, and the other page, which reads another collection. */
export const CONTENT_FILES: Readonly<Record<string, string>> = {
  'src/content.config.ts': CONFIG,
  'src/schemas.ts': SCHEMAS,
  'src/extra.ts': 'export const extra = {}\n',
  'src/content/dated/a.md': '---\ntitle: A\nday: 2024-01-01\n---\n',
  'src/content/news/n.md': entry('other'),
  'src/pages/other.astro': titles('news'),
}

export const contentCases: readonly TextCase[] = [
  {
    name: 'the frontmatter of an entry',
    page: 'titles',
    before: { 'src/pages/titles.astro': titles('blog'), 'src/content/blog/a.md': entry('Old') },
    change: { 'src/content/blog/a.md': entry('New') },
    texts: ['Old', 'New'],
    isAlone: true,
  },
  {
    name: 'the text of an entry that a page renders',
    page: 'rendered',
    before: {
      'src/pages/rendered.astro': list(
        `const { Content } = await render(await getEntry('deep', 'text'))`,
      ).replace('{shown}', '<Content />'),
      'src/content/deep/text.md': entry('Text', 'old'),
    },
    change: { 'src/content/deep/text.md': entry('Text', 'new') },
    texts: ['old', 'new'],
    isAlone: true,
  },
  {
    name: 'an entry of JSON',
    page: 'people',
    before: {
      'src/pages/people.astro': list(`const shown = (await getEntry('people', 'ada')).data.name`),
      'src/content/people.json': '{\n  "ada": { "name": "Ada" }\n}\n',
    },
    change: { 'src/content/people.json': '{\n  "ada": { "name": "Ada L." }\n}\n' },
    texts: ['Ada', 'Ada L.'],
    isAlone: true,
  },
  {
    name: 'a new entry in a new folder',
    page: 'grows',
    before: {
      'src/pages/grows.astro': titles('grows'),
      'src/content/grows/a.md': entry('Old'),
    },
    change: { 'src/content/grows/2026/fresh.md': entry('Fresh') },
    texts: ['Old', 'Fresh, Old'],
    isAlone: true,
  },
  {
    name: 'a folder of entries that is removed',
    page: 'shrinks',
    before: {
      'src/pages/shrinks.astro': titles('shrinks'),
      'src/content/shrinks/a.md': entry('A'),
      'src/content/shrinks/old/b.md': entry('B'),
      'src/content/shrinks/old/c.md': entry('C'),
    },
    change: { 'src/content/shrinks/old': undefined },
    texts: ['A, B, C', 'A'],
    isAlone: true,
  },
  {
    name: 'an entry with another name',
    page: 'named',
    before: {
      'src/pages/named.astro': list(
        `const shown = (await getCollection('named')).map(({ id }) => id).join(', ')`,
      ),
      'src/content/named/a.md': entry('Named'),
    },
    change: { 'src/content/named/a.md': undefined, 'src/content/named/b.md': entry('Named') },
    texts: ['a', 'b'],
    isAlone: true,
  },
  {
    name: 'a collection whose name is a variable',
    page: 'variable',
    before: {
      'src/pages/variable.astro': list(
        `const name = 'variable'\nconst shown = (await getCollection(name)).map(({ data }) => data.title)`,
      ),
      'src/content/variable/a.md': entry('Old'),
    },
    change: { 'src/content/variable/a.md': entry('New') },
    texts: ['Old', 'New'],
    isAlone: true,
  },
  {
    name: 'a collection that a component of the page reads',
    page: 'component',
    before: {
      'src/pages/component.astro':
        "---\nimport List from '../List.astro'\n---\n<html><head></head><body><main><List /></main></body></html>",
      'src/List.astro':
        "---\nimport { getCollection } from 'astro:content'\nconst all = await getCollection('component')\n---\n{all.map(({ data }) => data.title)}",
      'src/content/component/a.md': entry('Old'),
    },
    change: { 'src/content/component/a.md': entry('New') },
    texts: ['Old', 'New'],
    isAlone: true,
  },
  {
    name: 'the schema of a collection, in a module that the configuration imports',
    page: 'spelt',
    before: {
      'src/pages/spelt.astro': titles('spelt'),
      'src/content/spelt/a.md': entry('Quiet'),
    },
    change: {
      'src/schemas.ts': SCHEMAS.replace('string()', 'string().transform((text) => text + "!")'),
    },
    texts: ['Quiet', 'Quiet!'],
  },
  {
    name: 'a new collection',
    page: 'added',
    before: { 'src/pages/added.astro': titles('added'), 'src/content/added/a.md': entry('Added') },
    change: {
      'src/extra.ts': `import { defineCollection } from 'astro:content'
import { glob } from 'astro/loaders'
export const extra = { added: defineCollection({ loader: glob({ pattern: '*.md', base: 'src/content/added' }) }) }
`,
    },
    texts: ['', 'Added'],
  },
]

export const mistakes: readonly MistakeCase[] = [
  {
    name: 'a field that the schema refuses',
    page: 'dated',
    file: 'src/content/dated/a.md',
    from: 'day: 2024-01-01',
    to: 'day: soon',
    message: /day/,
    place: /^src\/content\/dated\/a\.md:3:/,
  },
  {
    name: 'frontmatter that is not YAML',
    page: 'dated',
    file: 'src/content/dated/a.md',
    from: 'title: A',
    to: 'title: "A',
    message: /./,
    place: /^src\/content\/dated\/a\.md:\d+:/,
  },
  {
    name: 'a configuration that does not parse',
    page: 'dated',
    file: 'src/content.config.ts',
    from: 'export const collections = {',
    to: 'export const collections = = {',
    message: /Unexpected token/,
    place: /^src\/content\.config\.ts:\d+:/,
  },
  {
    name: 'a module of the configuration that does not parse',
    page: 'dated',
    file: 'src/schemas.ts',
    from: 'export const word = ',
    to: 'export const word = = ',
    message: /Unexpected token/,
    place: /^src\/schemas\.ts:2:/,
  },
  {
    name: 'JSON that does not parse',
    page: 'people',
    file: 'src/content/people.json',
    from: '"ada":',
    to: '"ada" =',
    message: /./,
    place: /^src\/content\/people\.json/,
  },
]

/** The page of most mistakes. */
export const MISTAKE_FILES: Readonly<Record<string, string>> = {
  'src/pages/dated.astro': list(
    `const shown = (await getCollection('dated')).map(({ data }) => data.title + data.day.getFullYear()).join()`,
  ),
}
