import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { runWarmCli } from '../support/warm-cli.ts'
import { createProject, linkOwnPackage, write } from '../support/project.ts'
import { createMarkdownProject } from './site.ts'

interface Case {
  readonly name: string
  readonly files: Readonly<Record<string, string>>
  /** What the build prints. */
  readonly printed: readonly string[]
}

const page = (text: string) => ({ 'src/pages/a.md': text })
const config = (markdown: string) => ({
  ...page('# a\n'),
  'ssr-pages.config.mjs': `export default { output: 'static', markdown: ${markdown} }`,
})
const throwing = `{ name: 'p', options: {}, async createRenderer() { return { async render() { throw new Error('no such tag') } } } }`
const cyclic = `{ name: 'p', options: {}, async createRenderer() { return { async render(code) {
  const frontmatter = {}
  frontmatter.self = frontmatter
  return { code, metadata: { headings: [], localImagePaths: [], remoteImagePaths: [], frontmatter } } } } } }`

const cases: readonly Case[] = [
  {
    name: 'a mistake in YAML, at its place',
    files: page('---\ntitle: a\nb: [1\nc: 2\n---\n# a\n'),
    printed: ['src/pages/a.md:4:1: The frontmatter is not valid YAML: ', 'FRONTMATTER_INVALID'],
  },
  {
    name: 'a mistake in YAML of a file with blank lines, a mark and CRLF',
    files: page('\ufeff\r\n---\r\ntitle: a\r\ntitle: b\r\n---\r\n# a\r\n'),
    printed: ['src/pages/a.md:4:1: The frontmatter is not valid YAML: duplicated mapping key'],
  },
  {
    name: 'a mistake in TOML, at its place',
    files: page('+++\na = 1\nb = = 2\n+++\n# a\n'),
    printed: ['src/pages/a.md:3:5: The frontmatter is not valid TOML: '],
  },
  {
    name: 'a layout that does not exist, at its line',
    files: page('---\ntitle: a\nlayout: ../layouts/Absent.astro\n---\n# a\n'),
    printed: ['src/pages/a.md:3:9: The layout ../layouts/Absent.astro does not exist'],
  },
  {
    name: 'a layout that is no path',
    files: page('---\nlayout: { a: 1 }\n---\n# a\n'),
    printed: ['src/pages/a.md:2:1: `layout` must be the path of a component (saw {"a":1})'],
  },
  {
    name: 'an image that does not exist, at its place',
    files: page('# a\n\nSee ![b](./b%20c.png).\n'),
    printed: ['src/pages/a.md:3:10: The image ./b c.png does not exist', 'MARKDOWN_FAILED'],
  },
  {
    name: 'a processor that throws, with the file',
    files: config(`{ processor: ${throwing} }`),
    printed: ['src/pages/a.md: no such tag', 'MARKDOWN_FAILED'],
  },
  {
    name: 'a frontmatter that a plugin has made a value of its own',
    files: config(`{ processor: ${cyclic} }`),
    printed: ['src/pages/a.md: a plugin has put a value into the frontmatter that is not JSON'],
  },
  {
    name: 'a processor that is called wrongly',
    files: config('{ processor: () => {} }'),
    printed: ["ssr-pages.config.mjs:1:48: 'markdown.processor' must be a processor: satteri()"],
  },
  {
    name: 'an option with a typing mistake',
    files: config('{ shikiConfg: {} }'),
    printed: ["'markdown.shikiConfg' is not an option; did you mean shikiConfig? (saw {})"],
  },
  {
    name: 'a highlighter that does not exist',
    files: config("{ syntaxHighlight: 'highlightjs' }"),
    printed: ["'markdown.syntaxHighlight' must be 'shiki', 'prism', false, or an object"],
  },
  {
    name: 'a view and a Markdown view with one name',
    files: {
      'src/pages/index.md': 'a',
      'src/views/a.astro': '<p>a</p>',
      'src/views/a.md': 'a',
    },
    printed: ['src/views/a.astro', 'src/views/a.md', 'ROUTE_CONFLICT'],
  },
  {
    name: 'two pages with one path',
    files: { 'src/pages/a.astro': '<p>a</p>', 'src/pages/a.md': 'a' },
    printed: ['a.astro', 'a.md', 'ROUTE_CONFLICT'],
  },
]

describe('a build is refused for', () => {
  test.each(cases)('$name', async ({ files, printed }) => {
    const { 'ssr-pages.config.mjs': given, ...rest } = files
    const root = createMarkdownProject(given === undefined ? rest : files)
    const { code, stderr } = await runWarmCli(['build'], root)
    for (const text of printed) expect(stderr).toContain(text)
    expect(code).toBe(1)
    // The project's own folder is no news to its author, but messages are pasted elsewhere.
    expect(stderr).not.toContain(root)
  })

  const missing = (name: string) =>
    `src/pages/a.md: Markdown needs ${name}, which is not installed.`

  test('Markdown without a processor, with the command that installs it', async () => {
    const root = createProject({ ...page('# a\n'), 'yarn.lock': '' })
    const { code, stderr } = await runWarmCli(['build'], root)
    expect(stderr).toContain(missing('@astrojs/markdown-satteri'))
    expect(stderr).toContain('Run `yarn add --dev @astrojs/markdown-satteri`.')
    expect(code).toBe(1)
  })

  test('an integration that reads the processor, without one', async () => {
    const hooks = `{ 'astro:config:done': ({ config }) => config.markdown.processor.name }`
    const root = createProject({
      ...page('# a\n'),
      'ssr-pages.config.mjs': `export default { integrations: [{ name: 'acme', hooks: ${hooks} }] }`,
      'package-lock.json': '{}',
    })
    const { code, stderr } = await runWarmCli(['build'], root)
    expect(stderr).toContain('The integration "acme" failed in its hook astro:config:done')
    expect(stderr).toContain('run `npm install --save-dev @astrojs/markdown-satteri`.')
    expect(code).toBe(1)
  })

  test('@astrojs/mdx of an older Astro, with the command that updates it', async () => {
    const root = createProject({
      ...page('# a\n'),
      'ssr-pages.config.mjs': `export default { integrations: [{ name: '@astrojs/mdx', hooks: {} }] }`,
      'package-lock.json': '{}',
      'node_modules/@astrojs/mdx/package.json': '{"version":"7.0.8"}',
    })
    const { code, stderr } = await runWarmCli(['build'], root)
    expect(stderr).toContain('@astrojs/mdx 7.0.8 is installed, which is for an older Astro.')
    expect(stderr).toContain('Run `npm install --save-dev @astrojs/mdx@latest`.')
    expect(code).toBe(1)
  })

  test('plugins of remark without the processor that runs them', async () => {
    const root = createProject({
      ...config('{ remarkPlugins: [() => {}] }'),
      'package-lock.json': '{}',
    })
    const { stderr } = await runWarmCli(['build'], root)
    expect(stderr).toContain(missing('@astrojs/markdown-remark'))
    expect(stderr).toContain('Run `npm install --save-dev @astrojs/markdown-remark`.')
  })

  test('a processor of an older Astro, with the command that updates it', async () => {
    const root = createProject({ ...page('# a\n'), 'package-lock.json': '{}' })
    const folder = join(root, 'node_modules/@astrojs/markdown-satteri')
    write(join(folder, 'package.json'), '{"type":"module","exports":"./index.js"}')
    write(join(folder, 'index.js'), 'export const createMarkdownProcessor = () => {}\n')
    linkOwnPackage(root)
    const { stderr } = await runWarmCli(['build'], root)
    expect(stderr).toContain(
      'src/pages/a.md: Markdown needs @astrojs/markdown-satteri, which cannot be used: it has no function satteri() that creates a processor.',
    )
    expect(stderr).toContain('Run `npm install --save-dev @astrojs/markdown-satteri@latest`.')
  })
})
