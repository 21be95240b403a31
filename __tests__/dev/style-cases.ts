/** A page, and its look in a browser, in development as in a build. */
export interface StyleCase {
  /** A sentence with which a user could complain. */
  readonly name: string
  /** Path of the page; its files are `src/pages/<page>.astro` and `src/<page>/...`. */
  readonly page: string
  /** The source of the page first, then the files that it imports. */
  readonly source: string
  readonly files?: Readonly<Record<string, string>>
  /** Computed colours by selector. */
  readonly colors: Readonly<Record<string, string>>
  /** The values that scripts of the page have added to `data-ran` of the body, sorted. */
  readonly ran?: string
}

const RED = 'rgb(200, 0, 0)'
const GREEN = 'rgb(0, 150, 0)'
const BLUE = 'rgb(0, 0, 250)'
const BLACK = 'rgb(0, 0, 0)'

/** A component with a scoped style and a script. */
function component(name: string, color: string): string {
  return `<b class="${name}">${name}<slot /></b>
<style>.${name} { color: ${color} }</style>
<script>document.body.dataset.ran = [document.body.dataset.ran, '${name}'].join(' ').trim()</script>`
}

const page = (frontmatter: string, body: string): string =>
  `---\n${frontmatter}\n---\n<html><head><title>page</title></head><body>${body}</body></html>`

/** Components that are imported when the page runs, or not at all. */
const dynamic: readonly StyleCase[] = [
  {
    name: 'a component that the frontmatter imports with await has its style and script',
    page: 'awaited',
    source: page("const One = (await import('../awaited/One.astro')).default", '<One />'),
    files: { 'One.astro': component('one', RED) },
    colors: { '.one': RED },
    ran: 'one',
  },
  {
    name: 'components of import.meta.glob have their styles and scripts',
    page: 'glob',
    source: page(
      `const files = import.meta.glob('../glob/*.astro')
const Parts = (await Promise.all(Object.values(files).map((load) => load()))).map((part) => part.default)`,
      '{Parts.map((Part) => <Part />)}',
    ),
    files: { 'One.astro': component('one', RED), 'Two.astro': component('two', GREEN) },
    colors: { '.one': RED, '.two': GREEN },
    ran: 'one two',
  },
  {
    name: 'components of an eager import.meta.glob have their styles and scripts',
    page: 'eager',
    source: page(
      "const Parts = Object.values(import.meta.glob('../eager/*.astro', { eager: true, import: 'default' }))",
      '{Parts.map((Part) => <Part />)}',
    ),
    files: { 'One.astro': component('one', RED), 'Two.astro': component('two', GREEN) },
    colors: { '.one': RED, '.two': GREEN },
    ran: 'one two',
  },
  {
    name: 'a component that is imported by a name made at run time has its style and script',
    page: 'named',
    source: page(
      "const name = ['One'].join('')\nconst Part = (await import(`../named/${name}.astro`)).default",
      '<Part />',
    ),
    files: { 'One.astro': component('one', RED) },
    colors: { '.one': RED },
    ran: 'one',
  },
  {
    name: 'a component that a function of a module imports has its style and script',
    page: 'lazy',
    source: page("import { load } from '../lazy/load.ts'\nconst Part = await load()", '<Part />'),
    files: {
      'load.ts': "export const load = async () => (await import('./One.astro')).default",
      'One.astro': component('one', RED),
    },
    colors: { '.one': RED },
    ran: 'one',
  },
  {
    name: 'a component that is imported inside the markup has its style and script',
    page: 'markup',
    source: page(
      "const parts = ['One']",
      "{parts.map(async () => { const { default: Part } = await import('../markup/One.astro'); return <Part /> })}",
    ),
    files: { 'One.astro': component('one', RED) },
    colors: { '.one': RED },
    ran: 'one',
  },
  {
    name: 'a component that a late component imports late has its style and script',
    page: 'nested',
    source: page("const One = (await import('../nested/One.astro')).default", '<One />'),
    files: {
      'One.astro': `---
const Two = (await import('./Two.astro')).default
---
<i class="in">in</i><Two /><style>.in { color: ${GREEN} }</style>`,
      'Two.astro': `---\nimport './two.css'\n---\n${component('two', RED)}<u class="three">three</u>`,
      'two.css': `.three { color: ${BLUE} }`,
    },
    colors: { '.in': GREEN, '.two': RED, '.three': BLUE },
    ran: 'two',
  },
  {
    name: 'the global style of a component that a page imports for some requests applies to all, as in a build',
    page: 'condition',
    source: page(
      "const Part = Astro.url.searchParams.has('part') ? (await import('../condition/One.astro')).default : 'i'",
      '<Part>part</Part><p>page</p>',
    ),
    files: { 'One.astro': `<b>one</b><style is:global>p { color: ${RED} }</style>` },
    colors: { p: RED },
  },
  {
    name: 'the global style of a component that a page imports but does not print applies, as in a build',
    page: 'unshown',
    source: page("import One from '../unshown/One.astro'", '{false && <One />}<p>page</p>'),
    files: { 'One.astro': `<b>one</b><style is:global>p { color: ${RED} }</style>` },
    colors: { p: RED },
  },
  {
    name: 'a stylesheet that is imported with await is linked',
    page: 'sheet',
    source: page("await import('../sheet/one.css')", '<p>page</p>'),
    files: { 'one.css': `p { color: ${RED} }` },
    colors: { p: RED },
  },
  {
    name: 'all components of a barrel file have their styles, used or not',
    page: 'barrel',
    source: page("import { One } from '../barrel/index.ts'", '<One /><p>page</p>'),
    files: {
      'index.ts':
        "export { default as One } from './One.astro'\nexport { default as Two } from './Two.astro'",
      'One.astro': component('one', RED),
      'Two.astro': `<b>two</b><style is:global>p { color: ${BLUE} }</style>`,
    },
    colors: { '.one': RED, p: BLUE },
    ran: 'one',
  },
  {
    name: 'the style of a page comes after that of a component it imports late',
    page: 'order',
    source: page(
      "const One = (await import('../order/One.astro')).default\nimport '../order/base.css'",
      `<One /><p>page</p><q>page</q><style is:global>p { color: ${GREEN} }</style>`,
    ),
    files: {
      'base.css': `p, q { color: ${BLUE} }`,
      'One.astro': `<b>one</b><style is:global>p, q { color: ${RED} }</style>`,
    },
    colors: { p: GREEN, q: RED },
  },
]

/** Stylesheets that import others, or are not linked by the page. */
const sheets: readonly StyleCase[] = [
  {
    name: 'a partial that a style uses is not linked by the page',
    page: 'partial',
    source: page(
      '',
      '<p class="used">used</p><q>page</q><style lang="scss">@use "../partial/mixins";\n.used { @include mixins.paint }</style>',
    ),
    files: { '_mixins.scss': `@mixin paint { color: ${RED} }\np, q { color: ${BLUE} }` },
    // The rules of the partial are scoped like the style, and come before its own rules.
    colors: { '.used': RED, q: BLUE },
  },
  {
    name: 'a partial that a style of a component uses does not colour the rest of the page',
    page: 'scoped',
    source: page("import One from '../scoped/One.astro'", '<One /><q>page</q>'),
    files: {
      'One.astro':
        '<p>one</p><style lang="scss">@use "./mixins"; p { @include mixins.paint }</style>',
      '_mixins.scss': `@mixin paint { color: ${RED} }\nq { color: ${BLUE} }`,
    },
    colors: { p: RED, q: BLACK },
  },
  {
    name: 'a partial that an imported stylesheet uses appears once, where it is used',
    page: 'used',
    source: page(
      "import '../used/first.css'\nimport '../used/site.scss'",
      '<p>page</p><q>page</q>',
    ),
    files: {
      'first.css': `p { color: ${GREEN} }`,
      'site.scss': `@use './parts'; q { color: parts.$color }`,
      '_parts.scss': `$color: ${RED};\np:not(.none) { color: ${BLUE} }`,
    },
    colors: { p: BLUE, q: RED },
  },
  {
    name: 'a stylesheet that is imported by a page and by another stylesheet is linked once for each',
    page: 'twice',
    source: page("import '../twice/all.css'\nimport '../twice/part.css'", '<p>page</p>'),
    files: {
      'all.css': `@import './part.css';\np { color: ${RED} }`,
      'part.css': `p { color: ${BLUE} }`,
    },
    colors: { p: BLUE },
  },
  {
    name: 'a stylesheet that a stylesheet imports with a media query applies only for that query',
    page: 'imported',
    source: page("import '../imported/all.css'", '<p>page</p><q>page</q>'),
    files: {
      'all.css': "@import './print.css' print;\n@import './part.css';",
      'print.css': `p { color: ${BLUE} }`,
      'part.css': `q { color: ${RED} }`,
    },
    colors: { p: BLACK, q: RED },
  },
  {
    name: 'a CSS module that composes another has the class names of both',
    page: 'composed',
    source: page(
      "import styles from '../composed/one.module.css'",
      '<p class={styles.one}>page</p>',
    ),
    files: {
      'one.module.css': ".one { composes: base from './base.module.css' }",
      'base.module.css': `.base { color: ${RED} }`,
    },
    colors: { p: RED },
  },
  ...['inline', 'raw', 'url'].map((query) => ({
    name: `a stylesheet that is imported with ?${query} is not linked`,
    page: `as-${query}`,
    source: page(
      `import text from '../as-${query}/one.css?${query}'`,
      '<p>page</p><q>{typeof text}</q>',
    ),
    files: { 'one.css': `p { color: ${RED} }` },
    colors: { p: BLACK },
  })),
  {
    name: 'an import of a scoped style applies to its own component only',
    page: 'scoped-import',
    source: page("import Box from '../scoped-import/Box.astro'", '<p>page</p><Box />'),
    files: {
      'Box.astro': "<i>box</i><style>@import './one.css';</style>",
      'one.css': `p, i { color: ${RED} }`,
    },
    colors: { p: BLACK, i: RED },
  },
  {
    name: 'a stylesheet that is imported as text and as a sheet is linked once',
    page: 'both',
    source: page(
      "import text from '../both/one.css?inline'\nimport '../both/one.css'",
      '<p>{text.length > 0}</p>',
    ),
    files: { 'one.css': `p { color: ${RED} }` },
    colors: { p: RED },
  },
]

/** Stylesheets that plugins generate. */
const linked: readonly StyleCase[] = [
  ['nul', 'virtual:nul.css', '.nul'],
  ['plain', 'virtual:plain.css', '.plain'],
  ['rooted', 'virtual:rooted.css', '.rooted'],
  ['query', 'virtual:query.css?theme=dark', '.query'],
  ['sass', 'virtual:sass.scss', '.sass'],
  ['media', 'virtual:media.css', '.media'],
].map(([name = '', specifier = '', selector = '']) => ({
  name: `the stylesheet ${specifier} of a plugin is linked`,
  page: `virtual-${name}`,
  source: page(`import '${specifier}'`, `<p class="${name}">page</p>`),
  colors: { [selector]: RED },
}))

/** Components that plugins generate. */
const made: readonly StyleCase[] = ['nul', 'plain', 'rooted'].map((name) => ({
  name: `the styles of virtual:${name}.astro, a component of a plugin, are linked`,
  page: `made-${name}`,
  source: page(`import Made from 'virtual:${name}.astro'`, '<p>page</p><Made />'),
  colors: { p: BLACK, i: RED },
}))

const virtual: readonly StyleCase[] = [
  ...linked,
  ...made,
  {
    name: 'a CSS module of a plugin has the class names of the page',
    page: 'virtual-names',
    source: page(
      "import styles from 'virtual:names.module.css'",
      '<p class={styles.names}>page</p>',
    ),
    colors: { p: RED },
  },
  {
    name: 'a stylesheet of a plugin that is imported as text is not linked',
    page: 'virtual-text',
    source: page("import text from 'virtual:nul.css?inline'", '<p class="nul">{typeof text}</p>'),
    colors: { p: BLACK },
  },
]

/** The plugin that generates them. */
export const STYLE_CONFIG: string = `const ids = {
  'virtual:nul.css': ['\\0virtual:nul.css', '.nul { color: ${RED} }'],
  'virtual:plain.css': ['virtual:plain.css', '.plain { color: ${RED} }'],
  'virtual:rooted.css': ['/__rooted.css', '.rooted { color: ${RED} }'],
  'virtual:query.css?theme=dark': ['\\0virtual:query.css?theme=dark', '.query { color: ${RED} }'],
  'virtual:sass.scss': ['\\0virtual:sass.scss', '$color: ${RED}; .sass { color: $color }'],
  'virtual:media.css': ['\\0virtual:media.css', '@media screen { .media { color: ${RED} } }'],
  'virtual:names.module.css': ['\\0virtual:names.module.css', '.names { color: ${RED} }'],
  'virtual:nul.astro': ['\\0virtual:nul.astro', '<i>made</i><style>i { color: ${RED} }</style>'],
  'virtual:plain.astro': ['virtual:plain.astro', '<i>made</i><style>i { color: ${RED} }</style>'],
  'virtual:rooted.astro': ['/__made.astro', '<i>made</i><style lang="scss">i { & { color: ${RED} } }</style>'],
  'virtual:nul.css?inline': ['\\0virtual:nul.css?inline', '.nul { color: ${RED} }'],
}
const texts = new Map(Object.values(ids))
export default { vite: { plugins: [{
  name: 'made-styles',
  resolveId: (id) => ids[id]?.[0],
  load: (id) => texts.get(id),
}] } }
`

/** All pages of one project. */
export const styleCases: readonly StyleCase[] = [...dynamic, ...sheets, ...virtual]

/** Its files. */
export const STYLE_FILES: Readonly<Record<string, string>> = Object.fromEntries([
  ['ssr-pages.config.mjs', STYLE_CONFIG],
  ...styleCases.flatMap(({ page: name, source, files = {} }) => [
    [`src/pages/${name}.astro`, source],
    ...Object.entries(files).map(([file, text]) => [`src/${name}/${file}`, text]),
  ]),
])
