/** New texts of files of a project, by path. */
type Files = Readonly<Record<string, string>>

/** Saves while a page is open. */
export interface SaveCase {
  /** Description of the saves. */
  readonly name: string
  /** Name of the page, with which its files begin. */
  readonly page: string
  readonly before: Files
  /** The saves, each directly after the previous one is written. */
  readonly saves: readonly Files[]
  /** Milliseconds between the saves. (default: 0) */
  readonly pause?: number
  /** Text of the page's `<p>` afterwards. */
  readonly text: string
  /** Colours afterwards, by selector. */
  readonly colors: Readonly<Record<string, string>>
  readonly ran?: string
}

const OLD = 'rgb(1, 1, 1)'
const NEW = 'rgb(2, 2, 2)'
const LAST = 'rgb(3, 3, 3)'

/** A page that is one component. */
function source({ text = 'old', color = OLD, style = '', frontmatter = '', ran = '' }): string {
  const lang = style.includes('scss')
    ? `$color: ${color}; .box { color: $color }`
    : `.box { color: ${color} }`
  const script = ran && `<script>document.body.dataset.ran = '${ran}'</script>`
  const code = frontmatter && `---\n${frontmatter}\n---\n`
  return `${code}<p class="box">${text}</p><style ${style}>${lang}</style>${script}`
}

const changed = { text: 'new', color: NEW }

/** A save of one file with another style and something else. */
const together: readonly SaveCase[] = [
  { name: 'text', page: 'text', from: {}, to: changed },
  {
    name: 'frontmatter',
    page: 'frontmatter',
    from: { frontmatter: "const word = 'old'", text: '{word}' },
    to: { frontmatter: "const word = 'new'", text: '{word}', color: NEW },
  },
  { name: 'script', page: 'script', from: { ran: 'old' }, to: { ...changed, ran: 'new' } },
  {
    name: 'text, in Sass',
    page: 'sass',
    from: { style: 'lang="scss"' },
    to: { ...changed, style: 'lang="scss"' },
  },
  {
    name: 'text, globally',
    page: 'global',
    from: { style: 'is:global' },
    to: { ...changed, style: 'is:global' },
  },
  { name: 'lang', page: 'lang', from: {}, to: { ...changed, style: 'lang="scss"' } },
].map(({ name, page, from, to }) => {
  const file = `src/pages/${page}.astro`
  return {
    name: `another style and ${name} in one save`,
    page,
    before: { [file]: source(from) },
    saves: [{ [file]: source(to) }],
    text: 'new',
    colors: { '.box': NEW },
    ...(page === 'script' && { ran: 'new' }),
  }
})

const INDEX = (name: string): string => `src/pages/${name}.astro`

const others: readonly SaveCase[] = [
  {
    name: 'another style and text of a component in one save',
    page: 'component',
    before: {
      [INDEX('component')]: "---\nimport Box from '../parts/Box.astro'\n---\n<Box />",
      'src/parts/Box.astro': source({}),
    },
    saves: [{ 'src/parts/Box.astro': source(changed) }],
    text: 'new',
    colors: { '.box': NEW },
  },
  {
    name: 'another style and text of a component that is imported when the page runs',
    page: 'late',
    before: {
      [INDEX('late')]:
        "---\nconst Box = (await import('../parts/Late.astro')).default\n---\n<Box />",
      'src/parts/Late.astro': source({}),
    },
    saves: [{ 'src/parts/Late.astro': source(changed) }],
    text: 'new',
    colors: { '.box': NEW },
  },
  {
    name: 'a second style, and the first one with other text',
    page: 'second',
    before: { [INDEX('second')]: source({}) },
    saves: [
      { [INDEX('second')]: `${source({ text: 'new' })}<style>p.box { color: ${NEW} }</style>` },
    ],
    text: 'new',
    colors: { '.box': NEW },
  },
  {
    name: 'the second of two styles taken away, with other text',
    page: 'fewer',
    before: { [INDEX('fewer')]: `${source({})}<style>p.box { color: ${OLD} }</style>` },
    saves: [{ [INDEX('fewer')]: source(changed) }],
    text: 'new',
    colors: { '.box': NEW },
  },
  {
    name: 'two styles in another order, with other text',
    page: 'swapped',
    before: {
      [INDEX('swapped')]:
        `<p class="box">old</p><style>.box { color: ${NEW} }</style><style>.box { color: ${OLD} }</style>`,
    },
    saves: [
      {
        [INDEX('swapped')]:
          `<p class="box">new</p><style>.box { color: ${OLD} }</style><style>.box { color: ${NEW} }</style>`,
      },
    ],
    text: 'new',
    colors: { '.box': NEW },
  },
  {
    name: 'a stylesheet and the page that imports it at once',
    page: 'sheet',
    before: {
      [INDEX('sheet')]: '---\nimport \'../parts/sheet.css\'\n---\n<p class="box">old</p>',
      'src/parts/sheet.css': `.box { color: ${OLD} }`,
    },
    saves: [
      {
        'src/parts/sheet.css': `.box { color: ${NEW} }`,
        [INDEX('sheet')]: '---\nimport \'../parts/sheet.css\'\n---\n<p class="box">new</p>',
      },
    ],
    text: 'new',
    colors: { '.box': NEW },
  },
  {
    name: 'the page and the stylesheet that it imports at once',
    page: 'reverse',
    before: {
      [INDEX('reverse')]: '---\nimport \'../parts/reverse.css\'\n---\n<p class="box">old</p>',
      'src/parts/reverse.css': `.box { color: ${OLD} }`,
    },
    saves: [
      {
        [INDEX('reverse')]: '---\nimport \'../parts/reverse.css\'\n---\n<p class="box">new</p>',
        'src/parts/reverse.css': `.box { color: ${NEW} }`,
      },
    ],
    text: 'new',
    colors: { '.box': NEW },
  },
  {
    name: 'a partial, and the page whose style uses it, at once',
    page: 'partial',
    before: {
      [INDEX('partial')]:
        '<p class="box">old</p><style lang="scss">@use "../parts/paint"; .box { color: paint.$color }</style>',
      'src/parts/_paint.scss': `$color: ${OLD};`,
    },
    saves: [
      {
        'src/parts/_paint.scss': `$color: ${NEW};`,
        [INDEX('partial')]:
          '<p class="box">new</p><style lang="scss">@use "../parts/paint"; .box { color: paint.$color }</style>',
      },
    ],
    text: 'new',
    colors: { '.box': NEW },
  },
  {
    name: 'a partial alone',
    page: 'alone',
    before: {
      [INDEX('alone')]:
        '<p class="box">same</p><style lang="scss">@use "../parts/alone"; .box { color: alone.$color }</style>',
      'src/parts/_alone.scss': `$color: ${OLD};`,
    },
    saves: [{ 'src/parts/_alone.scss': `$color: ${NEW};` }],
    text: 'same',
    colors: { '.box': NEW },
  },
]

/** Added files that a page finds by a pattern. */
const found: readonly SaveCase[] = [
  {
    name: 'a new component for import.meta.glob, with its style',
    page: 'glob',
    before: {
      [INDEX('glob')]: `---
const Parts = Object.values(import.meta.glob('../glob/*.astro', { eager: true, import: 'default' }))
---
{Parts.map((Part) => <Part />)}`,
      'src/glob/One.astro': '<i>one</i>',
    },
    saves: [{ 'src/glob/Two.astro': source(changed) }],
    text: 'new',
    colors: { '.box': NEW },
  },
  {
    name: 'a new text for import.meta.glob, outside the sources',
    page: 'texts',
    before: {
      [INDEX('texts')]: `---
const texts = Object.values(import.meta.glob('/texts/*.txt', { eager: true, query: '?raw', import: 'default' }))
---
<p class="box">{texts}</p>`,
      'texts/one.txt': 'n',
    },
    saves: [{ 'texts/two.txt': 'ew' }],
    text: 'new',
    colors: { '.box': 'rgb(0, 0, 0)' },
  },
]

/** A file that a page uses in two ways at once. Both show the change. */
const shared: readonly SaveCase[] = [
  {
    name: 'a partial of a scoped style and of a stylesheet',
    page: 'two-roles',
    before: {
      [INDEX('two-roles')]: `---
import '../parts/two-roles.scss'
---
<p class="box">same</p><style lang="scss">@use "../parts/two-paint"; .box { color: two-paint.$color }</style>`,
      'src/parts/two-roles.scss': '@use "two-paint"; body { color: two-paint.$color }',
      'src/parts/_two-paint.scss': `$color: ${OLD};`,
    },
    saves: [{ 'src/parts/_two-paint.scss': `$color: ${NEW};` }],
    text: 'same',
    colors: { '.box': NEW, body: NEW },
  },
  {
    name: 'a partial of a scoped style and of a stylesheet of a script',
    page: 'script-sheet',
    before: {
      [INDEX('script-sheet')]: `<p class="box">same</p>
<style lang="scss">@use "../parts/script-paint"; .box { color: script-paint.$color }</style>
<script>import '../parts/script-sheet.scss'</script>`,
      'src/parts/script-sheet.scss': '@use "script-paint"; body { color: script-paint.$color }',
      'src/parts/_script-paint.scss': `$color: ${OLD};`,
    },
    saves: [{ 'src/parts/_script-paint.scss': `$color: ${NEW};` }],
    text: 'same',
    colors: { '.box': NEW, body: NEW },
  },
  {
    name: 'a partial that gives a CSS module its class names',
    page: 'names',
    before: {
      [INDEX('names')]: `---
import names from '../parts/names.module.scss'
---
<p class={names.box}>{Object.keys(names).join()}</p>`,
      'src/parts/names.module.scss': '@use "names-paint";',
      'src/parts/_names-paint.scss': `.box { color: ${OLD} }`,
    },
    saves: [{ 'src/parts/_names-paint.scss': `.box { color: ${NEW} } .new { color: ${NEW} }` }],
    text: 'box,new',
    colors: { p: NEW },
  },
  {
    name: 'a partial of a scoped style that also gives a CSS module its class names',
    page: 'names-too',
    before: {
      [INDEX('names-too')]: `---
import names from '../parts/names-too.module.scss'
---
<p class={names.box}>{Object.keys(names).join()}</p><style lang="scss">@use "../parts/names-too";</style>`,
      'src/parts/names-too.module.scss': '@use "names-too";',
      'src/parts/_names-too.scss': `.box { color: ${OLD} }`,
    },
    saves: [{ 'src/parts/_names-too.scss': `.box { color: ${NEW} } .new { color: ${NEW} }` }],
    text: 'box,new',
    colors: { p: NEW },
  },
  ...['raw', 'inline'].map((query) => ({
    name: `a stylesheet that is linked, and printed with ?${query}`,
    page: `printed-${query}`,
    before: {
      [INDEX(`printed-${query}`)]: `---
import '../parts/printed-${query}.css'
import text from '../parts/printed-${query}.css?${query}'
---
<p class="box">{text.includes('new') ? 'new' : 'old'}</p>`,
      [`src/parts/printed-${query}.css`]: `.box { color: ${OLD}; --is: old }`,
    },
    saves: [{ [`src/parts/printed-${query}.css`]: `.box { color: ${NEW}; --is: new }` }],
    text: 'new',
    colors: { '.box': NEW },
  })),
  {
    name: 'a partial of a scoped style that is printed with ?raw',
    page: 'raw-partial',
    before: {
      [INDEX('raw-partial')]: `---
import text from '../parts/_raw-paint.scss?raw'
---
<p class="box">{text.includes('new') ? 'new' : 'old'}</p><style lang="scss">@use "../parts/raw-paint"; .box { color: raw-paint.$color }</style>`,
      'src/parts/_raw-paint.scss': `$color: ${OLD}; $is: old;`,
    },
    saves: [{ 'src/parts/_raw-paint.scss': `$color: ${NEW}; $is: new;` }],
    text: 'new',
    colors: { '.box': NEW },
  },
  {
    name: 'a partial of a stylesheet that is printed with ?inline',
    page: 'inline-partial',
    before: {
      [INDEX('inline-partial')]: `---
import '../parts/inline-partial.scss'
import text from '../parts/inline-partial.scss?inline'
---
<p class="box">{text.includes('new') ? 'new' : 'old'}</p>`,
      'src/parts/inline-partial.scss':
        '@use "inline-paint"; .box { color: inline-paint.$color; --is: #{inline-paint.$is} }',
      'src/parts/_inline-paint.scss': `$color: ${OLD}; $is: old;`,
    },
    saves: [{ 'src/parts/_inline-paint.scss': `$color: ${NEW}; $is: new;` }],
    text: 'new',
    colors: { '.box': NEW },
  },
  {
    name: 'a component that is printed with ?raw, with another style',
    page: 'raw-component',
    before: {
      [INDEX('raw-component')]: `---
import Part from '../parts/RawPart.astro'
import text from '../parts/RawPart.astro?raw'
---
<Part /><p>{text.includes('new') ? 'new' : 'old'}</p>`,
      'src/parts/RawPart.astro': `<i class="box">i</i><style>.box { color: ${OLD}; --is: old }</style>`,
    },
    saves: [
      {
        'src/parts/RawPart.astro': `<i class="box">i</i><style>.box { color: ${NEW}; --is: new }</style>`,
      },
    ],
    text: 'new',
    colors: { '.box': NEW },
  },
]

/** Two saves of a file in quick succession: what changes, and the content of each save. */
const twice: readonly (readonly [string, string, object, object])[] = [
  ['style and text twice', 'both', { color: NEW, text: 'mid' }, { color: LAST, text: 'new' }],
  ['a style, then text', 'style', { color: LAST }, { color: LAST, text: 'new' }],
  ['text, then a style', 'words', { text: 'new' }, { color: LAST, text: 'new' }],
  ['a style, then another with text', 'again', { color: NEW }, { text: 'new', color: LAST }],
]

const fast: readonly SaveCase[] = [0, 20, 60, 130].flatMap((pause) =>
  twice.map(([name, kind, first, second]) => {
    const page = `${kind}-${pause}`
    return {
      name: `${name}, ${pause} ms apart`,
      page,
      before: { [INDEX(page)]: source({}) },
      saves: [first, second].map((save) => ({ [INDEX(page)]: source(save) })),
      pause,
      text: 'new',
      colors: { '.box': LAST },
    }
  }),
)

/** All of them, pages of one project. */
export const saveCases: readonly SaveCase[] = [...together, ...others, ...found, ...shared, ...fast]

/** The project before the saves. */
export const SAVE_FILES: Files = Object.fromEntries(
  saveCases.flatMap(({ before }) => Object.entries(before)),
)
