import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { createProject, readTree } from '../support/project.ts'
import { runWarmCli } from '../support/warm-cli.ts'

/** Broken CSS, the place as line:column, and the message. */
const broken: [name: string, css: string, place: string, text: string][] = [
  ['a block without an end', 'p { color: red', '1:1', 'Unclosed block'],
  ['an extra bracket', 'p { color: red }}\nb { color: blue }', '1:17', 'Unexpected }'],
  [
    'a declaration without a name',
    'p { color: red }\n  b { : x }',
    '2:11',
    'Unexpected end of input',
  ],
  ['two brackets', 'p {{ color: red }', '1:1', 'Unclosed block'],
  ['two combinators', 'p > > b { color: red }', '1:5', 'Invalid dangling combinator in selector'],
  [
    'an unclosed media query',
    '@media (min-width { p { color: red } }',
    '1:19',
    'Unexpected token CurlyBracketBlock',
  ],
  ['a declaration without a colon', 'p {\n  color red\n}', '2:3', 'Unknown word color'],
  ['a comment without an end', 'p { color: red; /* x }', '1:17', 'Unclosed comment'],
  ['a string without an end', 'p { content: "x }', '1:14', 'Unclosed string'],
  ['a comment of JavaScript', 'p { color: red; // c\n }', '1:17', 'Unknown word //'],
  ['a selector without a block', 'p, { color: red }', '1:4', 'Invalid empty selector'],
  [
    'a variable of Sass',
    'b { color: red }\n$a: red;\np { color: $a }',
    '2:1',
    'Invalid empty selector',
  ],
  ['an expression', '{`p { color: red }`}', '1:19', 'Unknown word `'],
]

// A stylesheet of its own is minified by another tool, which reports other places.
const unended = broken.filter(([, , , text]) => /^(?:Unclosed|Unknown|Unexpected \})/.test(text))

const sound = [
  'p { color: red }',
  'p { &:hover { color: red } }',
  '@tailwind base;\n@theme { --a: 1 }\np { @apply flex }',
  ':global(.a) b { color: red }\np:nope(1) {}',
  '@container (min-width: 1px) { p { color: red } }\n@layer a, b;\n@scope (a) to (b) { p { color: red } }',
  '@custom-media --a (min-width: 1px);\n@media (--a) { p { color: red } }',
  'p { width: calc(1px + var(--a)); color: rgb(from red r g b); content: "\\201C" }',
  '@charset "utf-8";\n/* { */\np { filter: progid:x(a="#1", b=0) }',
  '',
]

describe('a build refuses, with file and line,', () => {
  test.each(broken)('%s in a <style>', async (_name, css, place, text) => {
    const root = createProject({ 'src/pages/a.astro': `<p>a</p>\n<style>\n${css}\n</style>\n` })
    const { code, stderr } = await runWarmCli(['build'], root)
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining(`error src/pages/a.astro:${below(place)}: ${text}`),
    })
  })

  test.each(unended)('%s in a stylesheet', async (_name, css, place, text) => {
    const root = createProject({
      'src/pages/a.astro': "---\nimport '../a.css'\n---\n<p>a</p>\n",
      'src/a.css': css,
    })
    const { code, stderr } = await runWarmCli(['build'], root)
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining(`error src/a.css:${place}: ${text}`),
    })
  })

  test('a mistake in a global style, and in a style after an expression', async () => {
    for (const style of ['<style is:global>', '<p /><style lang="css">']) {
      const source = `<i>{1 && <b>x</b>}</i>${style}p { color: red</style>`
      const { code, stderr } = await runWarmCli(
        ['build'],
        createProject({ 'src/pages/a.astro': source }),
      )
      expect([code, stderr]).toEqual([1, expect.stringContaining('Unclosed block')])
    }
  })
})

test.each(sound)('a build accepts %j unchanged', async (css) => {
  const root = createProject({
    'src/pages/a.astro': `---\nimport '../a.css'\n---\n<p>a</p>\n<style>\n${css}\n</style>\n`,
    'src/a.css': css.replaceAll(/@custom-media[^;]*;|@media \(--a\)/g, (text) =>
      text.startsWith('@media') ? '@media all' : '',
    ),
  })
  const { code, stderr } = await runWarmCli(['build'], root)
  // Lightning CSS warns about these, but keeps them.
  expect([
    code,
    stderr
      .replaceAll(/^warning \[?(?:lightningcss|vite:css).*$(?:\n(?!error|warning).*)*/gm, '')
      .trim(),
  ]).toEqual([0, ''])
})

describe('a mistake that browsers skip is a warning in a build', () => {
  test.each([
    ['that recovers from errors', '{ css: { lightningcss: { errorRecovery: true } } }'],
    ['that does not minify', '{ build: { cssMinify: false } }'],
  ])('%s', async (_name, vite) => {
    const root = createProject({
      'src/pages/a.astro': '<p>a</p>\n<style>p > > b { color: red }</style>\n',
      'ssr-pages.config.mjs': `export default { vite: ${vite} }`,
    })
    const { code, stderr } = await runWarmCli(['build'], root)
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining('warning src/pages/a.astro:2:12: Invalid dangling combinator'),
    ])
  })
})

test('a mistake in an unchanged style, which may be a template, is a warning', async () => {
  const source = '<style is:inline>\n.a { color: {{ brand }} }</style><p>a</p>\n'
  const root = createProject({ 'src/pages/a.astro': source })
  const { code, stderr } = await runWarmCli(['build'], root)
  const place = 'warning src/pages/a.astro:2:16: Unknown word brand'
  expect([code, stderr]).toEqual([0, expect.stringContaining(place)])
  expect(readTree(join(root, 'dist')).get('pages/a.mjs')).toContain('{{ brand }}')
})

test('an unclosed block in a stylesheet of a package is a warning', async () => {
  const root = createProject({
    'src/pages/a.astro': "---\nimport 'p/a.css'\n---\n<p>a</p>\n",
    'node_modules/p/package.json': '{"name":"p"}',
    'node_modules/p/a.css': 'p { color: red',
  })
  const { code, stderr } = await runWarmCli(['build'], root)
  expect([code, stderr]).toEqual([0, expect.stringContaining('node_modules/p/a.css:1:1: Unclosed')])
  expect(readTree(join(root, 'dist')).size).toBeGreaterThan(2)
})

// The page has two lines before the style.
function below(place: string): string {
  const [line, column] = place.split(':')
  return `${Number(line) + 2}:${column}`
}
