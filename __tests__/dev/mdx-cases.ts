import type { MistakeCase, TextCase } from './text-cases.ts'

const page = (code: string, main: string): string =>
  `---\n${code}\n---\n<html><head></head><body><main>${main}</main></body></html>\n`

/** A page that renders an entry. */
const shows = (id: string): string =>
  page(
    `import { getEntry, render } from 'astro:content'
const entry = await getEntry('posts', '${id}')
const { Content } = await render(entry)`,
    '{entry.data.title}: <Content />',
  )

const entry = (title: string, text: string): string => `---\ntitle: ${title}\n---\n${text}\n`

/** Files that no case changes, and the other page, which renders nothing. */
export const MDX_FILES: Readonly<Record<string, string>> = {
  'ssr-pages.config.mjs': `import mdx from '@astrojs/mdx'
export default { integrations: [mdx()] }`,
  'src/content.config.ts': `import { defineCollection } from 'astro:content'
import { glob } from 'astro/loaders'
export const collections = {
  posts: defineCollection({ loader: glob({ pattern: '**/*.mdx', base: './src/posts' }) }),
  notes: defineCollection({ loader: glob({ pattern: '**/*.md', base: './src/notes' }) }),
}`,
  'src/notes/other.md': entry('other', ''),
  'src/pages/other.astro': page(
    `import { getCollection } from 'astro:content'
const [note] = await getCollection('notes')`,
    '{note.data.title}',
  ),
  'src/Box.astro':
    '<p class="box"><slot /></p>\n<style>.box { outline-color: rgb(1, 1, 1) }</style>\n',
  'src/posts/styled.mdx': entry('Styled', "import Box from '../Box.astro'\n\n<Box>text</Box>"),
  'src/pages/styled.astro': shows('styled'),
}

export const mdxCases: readonly TextCase[] = [
  {
    name: 'the text of an MDX page',
    page: 'mdx-page',
    before: { 'src/pages/mdx-page.mdx': '<main>{"old"}</main>\n' },
    change: { 'src/pages/mdx-page.mdx': '<main>{"new"}</main>\n' },
    texts: ['old', 'new'],
    isAlone: true,
  },
  {
    name: 'MDX that a page imports',
    page: 'mdx-part',
    before: {
      'src/pages/mdx-part.astro': page("import Part from '../part.mdx'", '<Part />'),
      'src/part.mdx': 'old',
    },
    change: { 'src/part.mdx': 'new' },
    texts: ['old', 'new'],
    isAlone: true,
  },
  {
    name: 'text and frontmatter of an MDX entry',
    page: 'mdx-entry',
    before: {
      'src/pages/mdx-entry.astro': shows('entry'),
      'src/posts/entry.mdx': entry('Old', '{frontmatter.title} text'),
    },
    change: { 'src/posts/entry.mdx': entry('New', '{frontmatter.title} words') },
    texts: ['Old: Old text', 'New: New words'],
    isAlone: true,
  },
  {
    name: 'a new MDX entry',
    page: 'mdx-new',
    before: {
      'src/pages/mdx-new.astro': page(
        `import { getEntry, render } from 'astro:content'
const entry = await getEntry('posts', 'new')
const { Content } = entry ? await render(entry) : { Content: 'i' }`,
        '<Content />',
      ),
    },
    change: { 'src/posts/new.mdx': entry('New', 'new') },
    texts: ['', 'new'],
    isAlone: true,
  },
  {
    name: 'MDX that an entry imports',
    page: 'mdx-deep',
    before: {
      'src/pages/mdx-deep.astro': shows('deep'),
      'src/posts/deep.mdx': entry('Deep', "import Inner from '../inner.mdx'\n\n<Inner />"),
      'src/inner.mdx': 'old',
    },
    change: { 'src/inner.mdx': 'new' },
    texts: ['Deep: old', 'Deep: new'],
  },
  {
    name: 'a component that an MDX entry imports',
    page: 'mdx-component',
    before: {
      'src/pages/mdx-component.astro': shows('component'),
      'src/posts/component.mdx': entry('Part', "import Part from '../Part.astro'\n\n<Part />"),
      'src/Part.astro': '<b>old</b>',
    },
    change: { 'src/Part.astro': '<b>new</b>' },
    texts: ['Part: old', 'Part: new'],
  },
]

export const mdxMistakes: readonly MistakeCase[] = [
  {
    name: 'an MDX entry that does not parse',
    page: 'mdx-entry',
    file: 'src/posts/entry.mdx',
    from: 'words',
    to: 'words {',
    message: /./,
    place: /^src\/posts\/entry\.mdx:4:/,
  },
  {
    name: 'an MDX entry that imports a missing component',
    page: 'styled',
    file: 'src/posts/styled.mdx',
    from: '../Box.astro',
    to: '../Bax.astro',
    message: /Bax\.astro/,
    place: /^src\/posts\/styled\.mdx/,
  },
]
