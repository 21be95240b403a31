import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { ssrPages } from '../../src/index.ts'
import { runWarmCli } from '../support/warm-cli.ts'
import { createProjectInRepository } from '../support/project.ts'
import { page, shared } from './site.ts'

interface Case {
  readonly name: string
  readonly mdx: string
  /** (default: both) */
  readonly processor?: 'satteri' | 'unified'
  /** `line:column` */
  readonly at: string
  readonly text: string
}

const counter = "import Counter from '../Counter.jsx'\n\n"

const failing: readonly Case[] = [
  {
    name: 'an expression that is not JavaScript',
    mdx: '---\ntitle: T\n---\n\n# Hi\n\ntext {1 + } more\n',
    at: '7:11',
    text: 'Could not parse expression',
  },
  { name: 'an element that is not closed', mdx: '# Hi\n\n<div>\ntext\n', at: '3:1', text: '<div>' },
  {
    name: 'TypeScript',
    mdx: 'export const items: string[] = []\n',
    processor: 'unified',
    at: '1:19',
    text: 'JavaScript without types',
  },
  {
    name: 'an import of a file that does not exist',
    mdx: "import X from './nowhere.astro'\n\n<X />\n",
    at: '1:15',
    text: './nowhere.astro',
  },
  {
    name: 'a component of a framework that the site does not have',
    mdx: "import Toggle from '../Toggle.vue'\n\n<Toggle />\n",
    processor: 'satteri',
    at: '1:21',
    text: 'a component of Vue, and no integration of the site renders it',
  },
  {
    name: 'an unknown directive',
    mdx: `${counter}# Hi\n\n<Counter client:lod />\n`,
    at: '5:1',
    text: 'did you mean client:load?',
  },
  {
    name: 'an island that is no import',
    mdx: 'export const Local = () => <b />\n\n# Hi\n\n<Local client:load />\n',
    at: '5:1',
    text: 'move Local into a file of its own',
  },
  {
    name: 'frontmatter that is not YAML',
    mdx: '---\ntitle: T\na: [b\n---\n\n# Hi\n',
    processor: 'satteri',
    at: '4:1',
    text: 'unexpected end',
  },
]

const both = failing.flatMap((one) =>
  (['satteri', 'unified'] as const)
    .filter((processor) => one.processor === undefined || one.processor === processor)
    .map((processor) => ({ ...one, processor })),
)

let root = ''

afterEach(() => rmSync(root, { recursive: true, force: true }))

function create(mdx: string, processor: string = 'satteri'): string {
  return createProjectInRepository({
    ...shared,
    'src/Toggle.vue': '<template><b>x</b></template>',
    'src/texts/a.mdx': mdx,
    'src/pages/index.astro': page().replace('TEXT', '../texts/a.mdx'),
    'ssr-pages.config.mjs': `import mdx from '@astrojs/mdx'
import react from '@astrojs/react'
import { unified } from '@astrojs/markdown-remark'
export default { integrations: [react(), mdx({ processor: ${processor === 'unified' ? 'unified()' : 'undefined'} })] }`,
  })
}

describe('a build stops at the place of', () => {
  test.each(both)('$name, compiled by $processor()', async ({ mdx, processor, at, text }) => {
    root = create(mdx, processor)
    const { code, stderr: printed } = await runWarmCli(['build'], root)
    expect(code).toBe(1)
    expect(printed).toContain(`src/texts/a.mdx:${at}: `)
    expect(printed).toContain(text)
    expect(printed).toMatch(/\n +\d+ \| .*\n +\| +\^/)
    expect(existsSync(join(root, 'dist'))).toBe(false)
  })
})

test('a component that the file neither imports nor gets is named with its place when it is printed', async () => {
  root = create('# Hi\n\ntext\n\n  <Missing a="1" />\n')
  const { code, stderr: printed } = await runWarmCli(['build'], root)
  if (code !== 0) throw new Error(printed)
  const pages = ssrPages({ dir: join(root, 'dist/pages') })
  await expect(pages.fetch(new Request('http://localhost/'))).rejects.toMatchObject({
    code: 'SSR_PAGES_COMPONENT_UNDEFINED',
    message: expect.stringContaining('<Missing> in src/texts/a.mdx:5:3 cannot be rendered'),
    details: { component: 'Missing', file: 'src/texts/a.mdx', line: 5, column: 3 },
  })
})
