import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { build } from '../support/cli.ts'
import { readTree, write } from '../support/project.ts'
import { createMarkdownProject, PNG } from './site.ts'

const LAYOUT = `---
const { content, frontmatter, file, url, headings, rawContent, compiledContent } = Astro.props
const facts = {
  names: Object.keys(Astro.props).sort(),
  isSame: content === frontmatter,
  frontmatter, file, url, headings,
  raw: rawContent().trim(), compiled: await compiledContent(),
}
---
<html><head><title>{frontmatter.title}</title></head><body><script is:inline type="application/json" set:html={JSON.stringify(facts)}></script><main><slot/></main></body></html>
`

const files = {
  'src/layouts/Base.astro': LAYOUT,
  'src/pages/index.md': 'Plain **text**\n',
  'src/pages/laid-out.md': `---
title: A "title"
layout: ../layouts/Base.astro
date: 2024-01-02
tags: [a, b]
---
# One

## Two *words*
`,
  'src/pages/toml.md': '+++\ntitle = "T"\nlayout = "../layouts/Base.astro"\ncount = 3\n+++\ntext\n',
  'src/pages/below/index.markdown': 'below\n',
  'src/pages/escaped.md':
    '`{a}` <b title="x">b</b> & &amp; {b}\n\n```js\nimport.meta.env.SITE\nconst a = `${b}`\n```\n',
  'src/pages/image.md':
    '![An *image*](./dot.png "t") ![](dot.png) ![r][ref]\n\n[ref]: https://a.test/b.png\n',
  'src/pages/list.json.ts': `const all = import.meta.glob('../texts/*.md', { eager: true })
const lazy = import.meta.glob('../texts/*.md')
const raw = import.meta.glob('../texts/*.md', { query: '?raw', import: 'default', eager: true })
export async function GET() {
  const [first] = Object.values(all)
  return Response.json({
    names: Object.keys(first).sort(),
    file: first.file, url: first.url ?? null, frontmatter: first.frontmatter,
    headings: first.getHeadings(), content: first.rawContent(), html: await first.compiledContent(),
    isDefault: first.default === first.Content,
    lazy: (await Object.values(lazy)[0]()).frontmatter, raw: Object.values(raw)[0],
  })
}`,
  'src/texts/one.md': '---\ntitle: One\n---\n# One & "two"\n',
  'src/pages/uses.astro': `---
import { Content as One, frontmatter } from '../texts/one.md'
import Other from '../texts/styled.md'
---
<html><head></head><body><One /><p>{frontmatter.title}</p><Other /></body></html>`,
  'src/texts/styled.md': '---\nlayout: ./Styled.astro\n---\ninside\n',
  'src/texts/Styled.astro': '<section><slot /></section><style>section { color: red }</style>',
  'src/pages/_hidden.md': 'hidden\n',
}

for (const extension of ['mdown', 'mkdn', 'mkd', 'mdwn', 'markdown', 'md']) {
  Object.assign(files, { [`src/pages/kinds/${extension}.${extension}`]: `*${extension}*\n` })
}

let built: ReadonlyMap<string, string>

beforeAll(() => {
  const root = createMarkdownProject(files)
  write(join(root, 'src/pages/dot.png'), PNG)
  build(root)
  built = readTree(join(root, 'dist/client'))
}, 60_000)

function page(path: string): string {
  return read(`${path}/index.html`)
}

function read(file: string): string {
  return Buffer.from(built.get(file) ?? '', 'latin1').toString()
}

function factsOf(path: string): Record<string, unknown> {
  const [, json = ''] = /json">(.*?)<\/script>/.exec(page(path)) ?? []
  return JSON.parse(json)
}

describe('a Markdown page', () => {
  test('without a layout is its HTML, with its encoding in front', () => {
    expect(built.get('index.html')).toBe(
      '<!DOCTYPE html><meta charset="utf-8"><p>Plain <strong>text</strong></p>\n',
    )
  })

  test('is printed inside the component that its frontmatter names', () => {
    const html = page('laid-out')
    expect(html).toContain('<title>A &quot;title&quot;</title>')
    expect(html).toContain(
      '<main><h1 id="one">One</h1>\n<h2 id="two-words">Two <em>words</em></h2>\n</main>',
    )
  })

  test('gives its layout the props of Astro', () => {
    const fields = {
      title: 'A "title"',
      date: '2024-01-02T00:00:00.000Z',
      tags: ['a', 'b'],
      file: '/src/pages/laid-out.md',
      url: '/laid-out',
    }
    expect(factsOf('laid-out')).toEqual({
      names: ['compiledContent', 'content', 'file', 'frontmatter', 'headings', 'rawContent', 'url'],
      isSame: true,
      frontmatter: fields,
      file: fields.file,
      url: fields.url,
      headings: [
        { depth: 1, slug: 'one', text: 'One' },
        { depth: 2, slug: 'two-words', text: 'Two words' },
      ],
      raw: '# One\n\n## Two *words*',
      compiled: '<h1 id="one">One</h1>\n<h2 id="two-words">Two <em>words</em></h2>\n',
    })
  })

  test('may have frontmatter in TOML', () => {
    expect(factsOf('toml')['frontmatter']).toMatchObject({ title: 'T', count: 3 })
  })

  test.each(['mdown', 'mkdn', 'mkd', 'mdwn', 'markdown', 'md'])('may end in .%s', (extension) => {
    expect(page(`kinds/${extension}`)).toContain(`<p><em>${extension}</em></p>`)
  })

  test('of a folder answers the path of the folder', () => {
    expect(page('below')).toContain('<p>below</p>')
  })

  test('is no page if its name begins with an underscore', () => {
    expect([...built.keys()].filter((name) => name.includes('hidden'))).toEqual([])
  })

  test('keeps braces, character references and HTML as Markdown has them', () => {
    expect(page('escaped')).toContain('<p><code>{a}</code> <b title="x">b</b> &amp; &amp; {b}</p>')
  })

  test('shows code that reads import.meta.env, instead of its value', () => {
    expect(page('escaped').replaceAll(/<[^>]+>/g, '')).toContain(
      'import.meta.env.SITE\nconst a = `${b}`',
    )
  })

  test('prints local images with their sizes, and leaves others alone', () => {
    const src = /_assets\/dot\.[\w-]+\.webp/.exec(page('image'))?.[0] ?? ''
    expect(built.has(src)).toBe(true)
    expect(page('image')).toContain(
      `<img src="/${src}" alt="An image" title="t" loading="lazy" decoding="async" width="1" height="1"> <img src="/${src}" alt loading="lazy" decoding="async" width="1" height="1"> <img src="https://a.test/b.png" alt="r">`,
    )
  })
})

describe('an imported Markdown file', () => {
  test('has the exports of Astro', () => {
    expect(JSON.parse(read('list.json'))).toEqual({
      names: [
        'Content',
        'compiledContent',
        'default',
        'file',
        'frontmatter',
        'getHeadings',
        'rawContent',
        'url',
      ],
      file: '/src/texts/one.md',
      url: null,
      frontmatter: { title: 'One' },
      headings: [{ depth: 1, slug: 'one--two', text: 'One & “two”' }],
      content: expect.stringMatching(/^[ \n]+# One & "two"\n$/),
      html: '<h1 id="one--two">One &amp; “two”</h1>\n',
      isDefault: true,
      lazy: { title: 'One' },
      raw: files['src/texts/one.md'],
    })
  })

  test('is a component, with the styles of its layout', () => {
    expect(page('uses')).toMatch(
      /<head><link rel="stylesheet" href="\/_assets\/[^"]+\.css"><\/head>/,
    )
    expect(page('uses')).toContain('<h1 id="one--two">One &amp; “two”</h1>\n<p>One</p>')
    expect(page('uses')).toMatch(/<section class="[^"]+"><p>inside<\/p>\n<\/section>/)
  })
})
