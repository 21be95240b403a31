import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { type RemarkPlugin, unified } from '@astrojs/markdown-remark'
import { satteri } from '@astrojs/markdown-satteri'
import rehypeSlug from 'rehype-slug'
import remarkToc from 'remark-toc'
import { createMarkdownRenderer } from '../../src/markdown/create-renderer.ts'
import { createSite } from '../../src/project/site.ts'
import type { MarkdownOptions, MarkdownProcessor } from '../../src/shared/markdown.ts'
import { ROOT } from '../support/root.ts'

/** Renders as a project with these options does; resolves also with the warnings. */
async function render(markdown: MarkdownOptions, text: string) {
  const warnings: string[] = []
  const site = createSite(ROOT, { markdown })
  const renderer = createMarkdownRenderer(site, (message) => warnings.push(message))
  const file = join(ROOT, 'src/pages/a.md')
  const rendered = await renderer.render(text, { frontmatter: { title: 'A' }, file })
  return { ...rendered, warnings }
}

const CODE = '```js\nlet a\n```\n'

describe.each([
  ['satteri()', satteri],
  ['unified()', unified],
])('with %s', (_name, create) => {
  const processor = create() as MarkdownProcessor

  // Shiki stops after half a second, which a busy machine needs for the first line.
  beforeAll(async () => {
    for (let count = 0; count < 3; count++) await render({ processor }, CODE)
  })

  // Expected values: the GitHub Flavored Markdown Spec, and Shiki's own theme.
  test.each<readonly [string, MarkdownOptions, string, string]>([
    ['tables are tables', {}, '| a |\n|---|\n| b |\n', '<td>b</td>'],
    ['two tildes strike through', {}, '~~a~~', '<del>a</del>'],
    ['addresses are links', {}, 'https://a.test', '<a href="https://a.test">https://a.test</a>'],
    ['quotes are typographic', {}, '"a" b...', '“a” b…'],
    ['quotes stay plain if asked', { smartypants: false }, '"a"...', '<p>"a"...</p>'],
    ['tildes stay plain if asked', { gfm: false }, '~~a~~', '<p>~~a~~</p>'],
    ['code has the colors of the theme', {}, CODE, '<span style="color:#F97583">let</span>'],
    [
      'code has the colors of another theme',
      { shikiConfig: { theme: 'min-light' } },
      CODE,
      '<span style="color:#D32F2F">let</span>',
    ],
    [
      'code has the colors of two themes',
      { shikiConfig: { themes: { light: 'github-light', dark: 'github-dark' } } },
      CODE,
      '<span style="color:#D73A49;--shiki-dark:#F97583">let</span>',
    ],
    [
      'code has classes if asked',
      { codeStyles: 'classes' },
      CODE,
      '<span class="code-color-f97583">let</span>',
    ],
    [
      'code is left alone if asked',
      { syntaxHighlight: false },
      CODE,
      '<code class="language-js">let a\n</code>',
    ],
    [
      'code is marked by Prism if asked',
      { syntaxHighlight: 'prism' },
      CODE,
      '<span class="token keyword">let</span>',
    ],
    [
      'languages are left alone if asked',
      { syntaxHighlight: { type: 'shiki', excludeLangs: ['js'] } },
      CODE,
      '<code class="language-js">let a\n</code>',
    ],
    [
      'a language has another name',
      { shikiConfig: { langAlias: { mine: 'js' } } },
      '```mine\nlet a\n```',
      '<span style="color:#F97583">let</span>',
    ],
    [
      'transformers of Shiki run',
      {
        shikiConfig: {
          transformers: [
            {
              pre: (node: { properties: object }) =>
                void Object.assign(node.properties, { id: 'mine' }),
            },
          ],
        },
      },
      CODE,
      'id="mine"',
    ],
    ['HTML is not escaped', {}, '<b title="a">b</b> &amp; &', '<b title="a">b</b> &amp; &amp;'],
  ])('%s', async (_what, options, text, expected) => {
    const { html, warnings } = await render({ processor, ...options }, text)
    // The processors spell a character reference differently.
    expect(html.replaceAll('&#x26;', '&amp;')).toContain(expected)
    expect(warnings).toEqual([])
  })

  test('headings have ids, each of its own', async () => {
    const { html, headings } = await render({ processor }, '# A *b*\n\n## A b\n')
    expect(headings).toEqual([
      { depth: 1, slug: 'a-b', text: 'A b' },
      { depth: 2, slug: 'a-b-1', text: 'A b' },
    ])
    expect(html).toContain('<h2 id="a-b-1">A b</h2>')
  })

  test('only images that can be imported are listed', async () => {
    const text = '![a](./a.png) ![b](b.png) ![c](/c.png) ![d](https://a.test/d.png)'
    const { localImages, remoteImages } = await render({ processor }, text)
    expect([...localImages].toSorted()).toEqual(['./a.png', 'b.png'])
    expect(remoteImages).toEqual([])
  })

  describe('a language that does not exist', () => {
    const warn = jest.spyOn(console, 'warn')
    beforeEach(() => {
      warn.mockImplementation(() => {})
    })
    afterEach(() => {
      warn.mockReset()
    })

    test('is a warning, and plain text', async () => {
      const { html } = await render({ processor }, '```nosuch\nlet a\n```')
      expect(html).toContain('<span>let a</span>')
      expect(warn).toHaveBeenCalledWith(expect.stringContaining('"nosuch" doesn\'t exist'))
    })
  })
})

describe('plugins', () => {
  test('of remark and rehype run in unified(), in their order', async () => {
    const setMinutes: RemarkPlugin = () => (_tree, file) => {
      Object.assign(file.data.astro?.frontmatter ?? {}, { minutes: 3 })
    }
    const processor = unified({
      remarkPlugins: [remarkToc, setMinutes],
      rehypePlugins: [[rehypeSlug, { prefix: 'my-' }]],
    }) as MarkdownProcessor
    const { html, frontmatter } = await render({ processor }, '## Contents\n\n## One\n')
    expect(html).toContain('<li><a href="#one">One</a></li>')
    expect(html).toContain('<h2 id="my-one">One</h2>')
    expect(frontmatter).toEqual({ title: 'A', minutes: 3 })
  })

  test('of remark in the option of older versions choose unified()', async () => {
    const { html, warnings } = await render(
      { remarkPlugins: [remarkToc] },
      '## Contents\n\n## One\n',
    )
    expect(html).toContain('<li><a href="#one">One</a></li>')
    expect(warnings).toEqual([])
  })

  test('in both places run once each', async () => {
    let count = 0
    const counts = () => () => void (count += 1)
    const processor = unified({ remarkPlugins: [counts] }) as MarkdownProcessor
    await render({ processor, remarkPlugins: [counts] }, 'a')
    await render({ processor, remarkPlugins: [counts] }, 'a')
    expect(count).toBe(2)
  })

  test('of remark beside satteri() are a warning that says where they belong', async () => {
    const { warnings } = await render(
      { processor: satteri() as MarkdownProcessor, remarkPlugins: [remarkToc] },
      '## Contents\n\n## One\n',
    )
    expect(warnings).toEqual([
      '`markdown.remarkPlugins`, `rehypePlugins` and `remarkRehype` do not run in the processor "satteri": pass them to unified() of @astrojs/markdown-remark, and set `markdown.processor` to its result',
    ])
  })

  test('of satteri() run', async () => {
    const plugin = {
      name: 'shout',
      text: (node: { value: string }) => ({ ...node, value: node.value.toUpperCase() }),
    }
    const processor = satteri({ mdastPlugins: [plugin] as never }) as MarkdownProcessor
    const { html } = await render({ processor }, 'a *b*')
    expect(html).toContain('<p>A <em>B</em></p>')
  })
})

test('a processor is created once, however many texts are rendered', async () => {
  let count = 0
  const processor: MarkdownProcessor = {
    name: 'mine',
    async createRenderer() {
      count += 1
      return {
        render: async (content) => ({
          code: content,
          metadata: { headings: [], localImagePaths: [], remoteImagePaths: [], frontmatter: {} },
        }),
      }
    },
  }
  const renderer = createMarkdownRenderer(createSite(ROOT, { markdown: { processor } }))
  const file = join(ROOT, 'a.md')
  await Promise.all(['a', 'b', 'c'].map((text) => renderer.render(text, { frontmatter: {}, file })))
  expect(count).toBe(1)
})
