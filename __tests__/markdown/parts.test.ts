import { describe, expect, test } from '@jest/globals'
import { satteri } from '@astrojs/markdown-satteri'
import { createMarkdownRenderer } from '../../src/markdown/create-renderer.ts'
import { parseFrontmatter } from '../../src/markdown/frontmatter.ts'
import { splitAtImages } from '../../src/shared/image-marks.ts'
import { toPageUrl } from '../../src/markdown/page-url.ts'
import { toServerModule } from '../../src/markdown/to-module.ts'
import { createSite } from '../../src/project/site.ts'
import type { MarkdownProcessor } from '../../src/shared/markdown.ts'

describe('the frontmatter of a Markdown file', () => {
  test.each<readonly [string, string, object, string]>([
    ['is YAML', '---\na: 1\n---\nb', { a: 1 }, 'b'],
    ['is TOML', '+++\na = 1\n+++\nb', { a: 1 }, 'b'],
    ['may be empty', '---\n---\nb', {}, 'b'],
    ['may be a comment', '---\n# a\n---\nb', {}, 'b'],
    [
      'may come after blank lines and a byte order mark',
      '\ufeff\n \n---\na: 1\n---\nb',
      { a: 1 },
      'b',
    ],
    ['may have spaces behind its fences', '---  \na: 1\n---  \nb', { a: 1 }, 'b'],
    ['may have the line breaks of Windows', '---\r\na: 1\r\n---\r\nb', { a: 1 }, 'b'],
    ['has no fields if it is a text', '---\ntext\n---\nb', {}, 'b'],
    ['keeps a fence inside of a value', '---\na: |\n  x\n  ---\n---\nb', { a: 'x\n---\n' }, 'b'],
    ['does not end at the other fence', '+++\na = """\n---\n"""\n+++\nb', { a: '---\n' }, 'b'],
  ])('%s', (_name, text, frontmatter, content) => {
    const parsed = parseFrontmatter(text, 'a.md')
    expect(parsed.frontmatter).toEqual(frontmatter)
    expect(parsed.content.trim()).toBe(content)
    // Lines keep their numbers.
    expect(parsed.content.split('\n').length).toBe(text.split('\n').length)
  })

  test.each([
    ['a rule at the start', '----\na\n----\nb'],
    ['a rule after text', 'a\n\n---\nb: 1\n---\n'],
    ['a fence without an end', '---\na: 1\n'],
    ['no text', ''],
  ])('is not %s', (_name, text) => {
    expect(parseFrontmatter(text, 'a.md')).toEqual({
      frontmatter: {},
      content: text,
      rawFrontmatter: '',
    })
  })

  test('cannot change the prototype of an object', () => {
    const { frontmatter } = parseFrontmatter('---\n__proto__: { a: 1 }\n---\n', 'a.md')
    const code = toServerModule({
      file: '/a.md',
      url: undefined,
      isPage: false,
      content: '',
      images: new Map(),
      rendered: { html: '', headings: [], frontmatter, localImages: [], remoteImages: [] },
    })
    // In an object literal, the name would set the prototype.
    expect(code).toContain(
      String.raw`export const frontmatter = JSON.parse("{\"__proto__\":{\"a\":1}}")`,
    )
  })

  test('that has no end is read in a time that grows with its length', () => {
    const timeOf = (length: number) => {
      const text = `---\n${'a: 1\n\n'.repeat(length)}`
      const times = Array.from({ length: 5 }, () => {
        const start = performance.now()
        parseFrontmatter(text, 'a.md')
        return performance.now() - start
      })
      return Math.min(...times)
    }
    timeOf(1000)
    expect(timeOf(400_000) / Math.max(timeOf(50_000), 1)).toBeLessThan(40)
  })
})

describe('the images of a text', () => {
  test('are those that the processor has marked', () => {
    const html =
      '<p>a <img class="x" __ASTRO_IMAGE_="{&quot;src&quot;:&quot;./a.png&quot;,&quot;alt&quot;:&quot;&amp;quot; &#x27;&lt;&quot;,&quot;index&quot;:0}"> b</p>'
    expect(splitAtImages(html)).toEqual([
      '<p>a <img class="x"',
      { src: './a.png', attributes: { alt: "&quot; '<" } },
      '> b</p>',
    ])
  })

  test('are not texts that look like the mark of one', () => {
    const html = '<p>write __ASTRO_IMAGE_="{" or <b __ASTRO_IMAGE_="{}">b</b></p>'
    expect(splitAtImages(html)).toEqual([html])
  })
})

describe('the url of a page', () => {
  test.each([
    ['index.md', {}, '/'],
    ['a.md', {}, '/a'],
    ['a/index.markdown', {}, '/a'],
    ['a/b.md', { base: '/docs' }, '/docs/a/b'],
    ['index.md', { base: '/docs' }, '/docs'],
    ['a.md', { trailingSlash: 'always' }, '/a/'],
    ['a.md', { trailingSlash: 'never' }, '/a'],
    ['[slug].md', {}, '/[slug]'],
    ['../texts/a.md', {}, undefined],
  ] as const)('%s with %j', (file, config, expected) => {
    const site = createSite('/root', config)
    expect(
      toPageUrl(
        site,
        new URL(file, 'file:///root/src/pages/').pathname
          .replaceAll('%5B', '[')
          .replaceAll('%5D', ']'),
      ),
    ).toBe(expected)
  })
})

test('a text of 1 MB, and one that is nested 2,000 deep, are rendered', async () => {
  const processor = satteri() as MarkdownProcessor
  const renderer = createMarkdownRenderer(createSite('/root', { markdown: { processor } }))
  const render = async (text: string) =>
    (await renderer.render(text, { frontmatter: {}, file: '/root/a.md' })).html
  expect(await render('a *b* `c`\n\n'.repeat(100_000))).toMatch(
    /^<p>a <em>b<\/em> <code>c<\/code><\/p>/,
  )
  expect(await render(`${'> '.repeat(2000)}deep`)).toContain('deep')
}, 60_000)
