/** Texts of files of a project, by path; `undefined` removes the file or the folder. */
export type Changes = Readonly<Record<string, string | undefined>>

/** A change while two pages are open: one that shows it, and another. */
export interface TextCase {
  /** Description of the change. */
  readonly name: string
  /** Path of the page that shows it. */
  readonly page: string
  readonly before: Readonly<Record<string, string>>
  readonly change: Changes
  /** Text of the page's `<main>`, before and afterwards. */
  readonly texts: readonly [before: string, after: string]
  /** True when the other page keeps its state. (default: false) */
  readonly isAlone?: boolean
}

/** A mistake while a page is open, which the overlay shows until it is corrected. */
export interface MistakeCase {
  readonly name: string
  readonly page: string
  readonly file: string
  readonly from: string
  readonly to: string
  /** What the overlay says, and where. */
  readonly message: RegExp
  readonly place: RegExp
}

const LAYOUT = `---
const { frontmatter } = Astro.props
---
<html><head><title>{frontmatter.title}</title></head>
<body><main>{frontmatter.title}: <slot /></main></body></html>`

const page = (title: string, text: string, layout = '../layouts/Page.astro'): string =>
  `---\nlayout: ${layout}\ntitle: ${title}\n---\n${text}\n`

/** Files that no case changes, and the other page. */
export const TEXT_FILES: Readonly<Record<string, string>> = {
  'src/layouts/Page.astro': LAYOUT,
  'src/pages/other.astro': '<html><head></head><body><main>other</main></body></html>',
}

const FETCHES = `<html><head></head><body><main></main>
<script type="module">
document.querySelector('main').innerHTML = await (await fetch('/rows')).text()
</script></body></html>`

export const textCases: readonly TextCase[] = [
  {
    name: 'the text of a Markdown page',
    page: 'text',
    before: { 'src/pages/text.md': page('Text', 'old') },
    change: { 'src/pages/text.md': page('Text', 'new') },
    texts: ['Text: old', 'Text: new'],
    isAlone: true,
  },
  {
    name: 'the frontmatter of a Markdown page',
    page: 'front',
    before: { 'src/pages/front.md': page('Old', 'text') },
    change: { 'src/pages/front.md': page('New', 'text') },
    texts: ['Old: text', 'New: text'],
    isAlone: true,
  },
  {
    name: 'a Markdown page that gets another layout',
    page: 'layout',
    before: {
      'src/pages/layout.md': page('Same', 'text'),
      'src/layouts/Loud.astro': LAYOUT.replaceAll('title}:', 'title}!'),
    },
    change: { 'src/pages/layout.md': page('Same', 'text', '../layouts/Loud.astro') },
    texts: ['Same: text', 'Same! text'],
    isAlone: true,
  },
  {
    name: 'the layout of a Markdown page',
    page: 'laid',
    before: {
      'src/pages/laid.md': page('Laid', 'text', '../layouts/Laid.astro'),
      'src/layouts/Laid.astro': LAYOUT,
    },
    change: { 'src/layouts/Laid.astro': LAYOUT.replaceAll('title}:', 'title}!') },
    texts: ['Laid: text', 'Laid! text'],
  },
  {
    name: 'Markdown that a page imports',
    page: 'imports',
    before: {
      'src/pages/imports.astro':
        "---\nimport { Content, frontmatter } from '../texts/part.md'\n---\n<html><head></head><body><main>{frontmatter.title}: <Content /></main></body></html>",
      'src/texts/part.md': '---\ntitle: Part\n---\nold',
    },
    change: { 'src/texts/part.md': '---\ntitle: Piece\n---\nnew' },
    texts: ['Part: old', 'Piece: new'],
    isAlone: true,
  },
  {
    name: 'Markdown of a glob that a page imports when it runs',
    page: 'glob',
    before: {
      'src/pages/glob.astro': `---
const files = import.meta.glob('../glob/*.md')
const texts = await Promise.all(Object.values(files).map((load) => load()))
---
<html><head></head><body><main>{texts.map(({ Content }) => <Content />)}</main></body></html>`,
      'src/glob/a.md': 'first',
    },
    change: { 'src/glob/a.md': 'changed' },
    texts: ['first', 'changed'],
    isAlone: true,
  },
  {
    name: 'new Markdown of a glob',
    page: 'grows',
    before: {
      'src/pages/grows.astro': `---
const files = import.meta.glob('../grows/*.md', { eager: true })
---
<html><head></head><body><main>{Object.values(files).map((one) => one.frontmatter.title)}</main></body></html>`,
      'src/grows/a.md': '---\ntitle: A\n---\n',
    },
    change: { 'src/grows/b.md': '---\ntitle: B\n---\n' },
    texts: ['A', 'AB'],
  },
  {
    name: 'Markdown of a glob that is removed',
    page: 'shrinks',
    before: {
      'src/pages/shrinks.astro': `---
const files = import.meta.glob('../shrinks/*.md', { eager: true })
---
<html><head></head><body><main>{Object.values(files).map((one) => one.frontmatter.title)}</main></body></html>`,
      'src/shrinks/a.md': '---\ntitle: A\n---\n',
      'src/shrinks/b.md': '---\ntitle: B\n---\n',
    },
    change: { 'src/shrinks/b.md': undefined },
    texts: ['AB', 'A'],
  },
  {
    name: 'a Markdown page whose HTML a script of another page fetches',
    page: 'fetches',
    before: { 'src/pages/fetches.astro': FETCHES, 'src/pages/rows.md': 'old' },
    change: { 'src/pages/rows.md': 'new' },
    texts: ['old', 'new'],
  },
]
