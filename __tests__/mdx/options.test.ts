import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import { ssrPages } from '../../src/index.ts'
import { buildWarm } from '../support/warm-cli.ts'
import { createProjectInRepository } from '../support/project.ts'
import { shared } from './site.ts'

interface Case {
  readonly name: string
  /** Imports of the configuration. (default: none) */
  readonly imports?: string
  /** The options of the configuration, where `mdx` and `react` are imported. */
  readonly config: string
  /** The page, in MDX. */
  readonly mdx: string
  readonly files?: Readonly<Record<string, string>>
  readonly shows: readonly (string | RegExp)[]
  readonly hides?: readonly (string | RegExp)[]
}

const UNIFIED = "import { unified } from '@astrojs/markdown-remark'"
const code = '```js\nconst a = 1\n```\n'

const cases: readonly Case[] = [
  {
    name: 'the highlighting of Markdown is that of MDX, too',
    config: 'integrations: [mdx()], markdown: { syntaxHighlight: false }',
    mdx: code,
    shows: ['<pre><code class="language-js">const a = 1\n</code></pre>'],
  },
  {
    name: 'extendMarkdownConfig: false leaves the options of Markdown to Markdown',
    config:
      'integrations: [mdx({ extendMarkdownConfig: false })], markdown: { syntaxHighlight: false }',
    mdx: code,
    shows: ['<pre class="astro-code github-dark"', 'data-language="js"'],
  },
  {
    name: 'a processor of MDX replaces that of Markdown',
    imports: `${UNIFIED}\nimport toc from 'remark-toc'`,
    config: 'integrations: [mdx({ processor: unified({ remarkPlugins: [toc] }) })]',
    mdx: '## Contents\n\n## Two\n',
    shows: ['<li><a href="#two">Two</a></li>'],
  },
  {
    name: 'a plugin for its code changes what a text prints',
    imports: `${UNIFIED}
const rename = () => (tree) => void JSON.stringify(tree, (key, value) => {
  if (value?.type === 'Literal' && value.value === 'before') Object.assign(value, { value: 'after', raw: '"after"' })
  return value
})`,
    config: 'integrations: [mdx({ recmaPlugins: [rename] })], markdown: { processor: unified() }',
    mdx: '# before\n',
    shows: ['>after</h1>'],
  },
  {
    name: 'gfm: false leaves out tables',
    config: 'integrations: [mdx({ gfm: false })]',
    mdx: '| a |\n| - |\n| b |\n',
    shows: ['| a |'],
    hides: ['<table'],
  },
  {
    name: 'optimize joins elements that never change, and keeps the others',
    imports: UNIFIED,
    config: 'integrations: [react(), mdx({ optimize: true, processor: unified() })]',
    mdx: `import Counter from '../Counter.jsx'

# One *two*

<Counter start={3}>*x*</Counter>

{1 + 1}
`,
    shows: ['<h1 id="one-two">One <em>two</em></h1>', '<button class="count">3</button><em>x</em>'],
  },
  {
    name: 'packages that add imports, code blocks and videos work as in Astro',
    imports: `${UNIFIED}
import AutoImport from 'astro-auto-import'
import expressiveCode from 'astro-expressive-code'
import math from 'remark-math'
import slug from 'rehype-slug'
import autolink from 'rehype-autolink-headings'
import katex from 'rehype-katex'`,
    config: `integrations: [AutoImport({ imports: ['./src/Auto.astro'] }), expressiveCode(), mdx()],
  markdown: { processor: unified({ remarkPlugins: [math], rehypePlugins: [slug, autolink, katex] }) }`,
    files: { 'src/Auto.astro': '<b class="auto"><slot /></b>' },
    mdx: `import { YouTube } from 'astro-embed'

## One

<Auto>auto</Auto>

$a^2$

<YouTube id="hi8Z2-Xw4E8" />

\`\`\`js title="a.js"
const a = 1
\`\`\`
`,
    shows: [
      /<h2 id="one"><a [^>]*href="#one">.*One<\/h2>/,
      '<b class="auto">auto</b>',
      '<span class="katex">',
      '<lite-youtube videoid="hi8Z2-Xw4E8"',
      '<div class="expressive-code"><link rel="stylesheet" href="/_assets/ec.',
      '<span class="title">a.js</span>',
    ],
  },
  {
    name: 'what an integration injects into every page is in pages of MDX',
    imports: `const own = { name: 'own', hooks: { 'astro:config:setup'({ injectScript }) {
  injectScript('page-ssr', 'import "/src/all.css"')
} } }`,
    config: 'integrations: [own, mdx()]',
    files: { 'src/all.css': 'h1 { top: 4px }' },
    mdx: '---\ntitle: T\n---\n\n# {frontmatter.title}\n',
    shows: [
      /^<!DOCTYPE html><link rel="stylesheet" href="[^"]*"><meta charset="utf-8"\/><h1 .*>T</,
    ],
  },
  {
    name: 'functions of the file are its own, beside three frameworks that compile JSX',
    imports: "import preact from '@astrojs/preact'\nimport solid from '@astrojs/solid-js'",
    config:
      "integrations: [react({ include: ['**/Counter.jsx'] }), preact({ include: ['**/preact/**'] }), solid({ include: ['**/solid/**'] }), mdx()]",
    files: {
      'src/preact/P.jsx': 'export default ({ children }) => <i>preact {children}</i>',
      'src/solid/S.jsx': 'export default (props) => <i>solid {props.children}</i>',
      'src/plain.js': 'export const Plain = ({ children }) => children',
    },
    mdx: `import { Named } from '../Counter.jsx'
import P from '../preact/P.jsx'
import S from '../solid/S.jsx'
import { Plain } from '../plain.js'

export const Own = ({ children }) => <b>own {children}</b>

<Own><Named>1</Named></Own>
<P><Own>2</Own></P>
<S>3</S>
<Plain><u>4</u></Plain>
`,
    shows: [
      '<b>own <i>named 1</i></b>',
      '<i>preact <b>own 2</b></i>',
      /<i[^>]*>solid (?:<!--.*?-->)?3/,
      '<u>4</u>',
    ],
  },
]

let root = ''

afterEach(() => rmSync(root, { recursive: true, force: true }))

test.each(cases)('$name', async ({ imports = '', config, mdx, files, shows, hides = [] }) => {
  root = createProjectInRepository({
    ...shared,
    ...files,
    'ssr-pages.config.mjs': `import mdx from '@astrojs/mdx'
import react from '@astrojs/react'
${imports}
export default { ${config} }`,
    'src/pages/index.mdx': mdx,
  })
  // In the project's folder: packages resolve paths from there.
  await buildWarm(root)
  const pages = ssrPages({ dir: join(root, 'dist/pages') })
  const response = await pages.fetch(new Request('http://localhost/'))
  const html = ((await response?.text()) ?? '').replaceAll('<!-- -->', '')
  for (const shown of shows) {
    if (typeof shown === 'string') expect(html).toContain(shown)
    else expect(html).toMatch(shown)
  }
  for (const hidden of hides) expect(html).not.toContain(hidden)
})
