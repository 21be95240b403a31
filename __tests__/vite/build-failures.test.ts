import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { build, createProject, readTree, runCli, write } from './project.ts'

const SOURCE_HINT = 'Correct the source named above; the last build is untouched.'
const COMPILE_HINT = 'Correct the source at the place shown. [SSR_PAGES_COMPILE_FAILED]'

/** What is wrong: files to add, and the exact text on the terminal. */
const cases: [string, Readonly<Record<string, string>>, string][] = [
  [
    'a syntax error in a page',
    { 'src/pages/a.astro': '---\n\tconst a = ;\n---\n<p/>\n' },
    `src/pages/a.astro:2:12: Unexpected token\n  2 | \tconst a = ;\n    | \t          ^\n${COMPILE_HINT}`,
  ],
  [
    'a syntax error in TypeScript',
    { 'src/pages/a.ts': 'export const a = 1\nexport const b: = 2\n' },
    `src/pages/a.ts:2:17: Unexpected token\n  2 | export const b: = 2\n    |                 ^\n${built()}`,
  ],
  [
    'an import of a file that is not there',
    { 'src/pages/a.astro': '---\nimport X from "./X.astro"\n---\n<X/>\n' },
    `src/pages/a.astro:2:15: Could not resolve './X.astro'\n` +
      `  2 | import X from "./X.astro"\n    |               ^\n${built()}`,
  ],
  [
    'an import of a package that is not there',
    { 'src/pages/a.ts': "import x from 'no-such'\nexport const GET = () => x\n" },
    `src/pages/a.ts:1:15: Could not resolve 'no-such'\n` +
      `  1 | import x from 'no-such'\n    |               ^\n${built()}`,
  ],
  [
    'a script that imports what is not there',
    { 'src/pages/a.astro': '<p/>\n<script src="./no.ts"></script>\n' },
    `src/pages/a.astro:2:13: Could not resolve './no.ts'\n` +
      `  2 | <script src="./no.ts"></script>\n    |             ^\n${built()}`,
  ],
  [
    'a broken stylesheet',
    { 'src/pages/a.ts': 'import "./_a.css"', 'src/pages/_a.css': 'a { b {{ ' },
    `bundled styles:1:6: Unexpected token CurlyBracketBlock\n` +
      `  1 | a { b {{ \n    |      ^\n${built()}`,
  ],
  [
    'a broken stylesheet that PostCSS reads',
    { 'src/pages/a.ts': 'import "./_a.css"', 'src/pages/_a.css': 'a { b: url(#x) {{ ' },
    `src/pages/_a.css:1:17: Unclosed block\n  1 | a { b: url(#x) {{ \n    |                 ^\n${built()}`,
  ],
  [
    'an error of Sass in a style',
    { 'src/pages/a.astro': '<p/>\n<style lang="scss">\np { color: $no }\n</style>' },
    `src/pages/a.astro:3:12: Undefined variable.\n  3 | p { color: $no }\n    |            ^\n${COMPILE_HINT}`,
  ],
  [
    'a preprocessor that is not installed',
    { 'src/pages/a.astro': '<style lang="less">p { a: b }</style>' },
    `src/pages/a.astro: <style lang="less"> needs the package less: npm install --save-dev less\n${COMPILE_HINT}`,
  ],
  [
    'two files of one route',
    { 'src/pages/a.astro': '<p/>', 'src/pages/a/index.ts': 'export const GET = 1' },
    'Two files answer /a: a.astro and a/index.ts\n' +
      'Rename or remove one of the two files. [SSR_PAGES_ROUTE_CONFLICT]',
  ],
  [
    'a file name that is no route',
    { 'src/pages/[a.astro': '<p/>' },
    "The file name [a.astro is not a route: a bracket has no partner (saw '[a')\n" +
      'Rename the file. [SSR_PAGES_ROUTE_NAME_INVALID]',
  ],
  [
    'a wrong configuration',
    { 'ssr-pages.config.mjs': 'export default { outdir: 1 }' },
    "ssr-pages.config.mjs: 'outdir' is not an option; there are srcDir, outDir, publicDir, base, " +
      'site, scopedStyleStrategy, adapter, vite (saw 1)\n' +
      'Correct ssr-pages.config. [SSR_PAGES_CONFIG_INVALID]',
  ],
  [
    'a configuration that throws',
    { 'ssr-pages.config.mjs': 'throw new Error("no luck")' },
    'ssr-pages.config.mjs did not load: no luck\n' +
      'Correct ssr-pages.config. [SSR_PAGES_CONFIG_INVALID]',
  ],
  [
    'an adapter that fails',
    {
      'ssr-pages.config.mjs':
        'export default { outDir: "other", adapter: { name: "x", done() { throw "no disk" } } }',
    },
    'no disk',
  ],
]

let last = new Map<string, string>()
const page = {
  'src/pages/index.astro': '<h1>fine</h1>',
  'public/a.txt': 'a',
  'dist/mine.txt': 'keep me',
}

beforeAll(() => {
  const root = createProject(page)
  build(root)
  last = readTree(join(root, 'dist'))
}, 30_000)

describe('a build that fails says where and why, and the last build stays as it was', () => {
  test.each(cases)('%s', (_name, files, expected) => {
    const root = createProject(page)
    for (const [name, text] of last) write(join(root, 'dist', name), text)
    for (const [name, text] of Object.entries(files)) write(join(root, name), text)

    const { code, stderr } = runCli(['build'], root)

    expect({ code, stderr }).toEqual({ code: 1, stderr: `error ${expected}\n` })
    expect(readTree(join(root, 'dist'))).toEqual(last)
    expect(readdirSync(join(root, 'dist')).toSorted()).toEqual(['client', 'mine.txt', 'pages'])
  })
})

describe('a project without pages is told so, and nothing is made', () => {
  const empty: [string, Readonly<Record<string, string>>, string][] = [
    ['no folder', {}, 'There is no folder src/pages in '],
    ['a folder without routes', { 'src/pages/_a.astro': '' }, 'The folder src/pages in '],
  ]
  test.each(empty)('%s', (_name, files, expected) => {
    const root = createProject(files)
    const { code, stderr } = runCli(['build'], root)
    expect(code).toBe(1)
    expect(stderr).toContain(`error ${expected}${root}`)
    expect(existsSync(join(root, 'dist'))).toBe(false)
  })
})

test('a folder left by a killed build is taken away by the next', () => {
  const root = createProject(page)
  mkdirSync(join(root, 'dist/.ssr-pages-Ab12/new/pages'), { recursive: true })
  build(root)
  expect(readdirSync(join(root, 'dist')).toSorted()).toEqual(['client', 'mine.txt', 'pages'])
})

test('a build replaces pages and client as wholes', () => {
  const root = createProject({ ...page, 'dist/pages/old.mjs': '', 'dist/client/old.css': '' })
  build(root)
  expect([...readTree(join(root, 'dist')).keys()]).toEqual([...last.keys()])
})

function built(): string {
  return `${SOURCE_HINT} [SSR_PAGES_BUILD_FAILED]`
}
