import { describe, expect, test } from '@jest/globals'
import { parseAst } from 'vite'
import type { Node } from '../../src/compiler/syntax-tree.ts'
import { rendererOf, tagExports } from '../../src/plugin/tag-components.ts'

function tag(code: string): string | undefined {
  const program = parseAst(code) as unknown as Node
  const tagged = tagExports(code, program, '@astrojs/react')?.code
  if (tagged !== undefined) parseAst(tagged)
  return tagged
}

const T = '$$ssrPagesTag'
const R = '$$ssrPagesRenderer'

describe('a component carries its renderer if it is exported as', () => {
  test.each([
    ['a default function', 'export default function A() {}', `${T}(A, ${R});`],
    ['a default class', 'export default class A {}', `${T}(A, ${R});`],
    ['a default name', 'const A = 1\nexport default A', `${T}(A, ${R});`],
    [
      'a default call',
      'export default memo(() => 1);',
      `export default ${T}( memo(() => 1), ${R});`,
    ],
    [
      'a default without semicolon',
      'export default (a, b)\n',
      `export default ${T}( (a, b), ${R})`,
    ],
    ['a function without a name', 'export default function () {}', `${T}( function () {}, ${R})`],
    ['an arrow without a name', 'export default () => 1', `${T}( () => 1, ${R})`],
    ['a default object', 'export default{ a: 1 }', `${T}({ a: 1 }, ${R})`],
    ['a function', 'export function A() {}', `${T}(A, ${R});`],
    ['a class', 'export class A {}', `${T}(A, ${R});`],
    ['constants', 'export const A = 1, B = 2', `${T}(A, ${R});\n${T}(B, ${R});`],
    ['a local name', 'const A = 1\nexport { A as B }', `${T}(A, ${R});`],
    ['a local default', 'const A = 1\nexport { A as default }', `${T}(A, ${R});`],
    [
      'a name of another module',
      "export { A as B } from './a.js'",
      `import { A as ${T}0 } from "./a.js";\n${T}(${T}0, ${R});`,
    ],
    [
      'the default of another module',
      "export { default } from './a.js'",
      `import { default as ${T}0 } from "./a.js";\n${T}(${T}0, ${R});`,
    ],
  ])('%s', (_form, code, added) => {
    const tagged = tag(code)
    expect(tagged).toContain(added.replace('$$ssrPagesTag( {', '$$ssrPagesTag({'))
    expect(tagged).toContain('import { tagComponent as $$ssrPagesTag } from "ssr-pages/runtime";')
  })
})

test.each([
  ['nothing', 'const A = 1'],
  ['all names of another module', "export * from './a.js'"],
  ['a namespace', "export * as a from './a.js'"],
])('a module that exports %s stays as it is', (_what, code) => {
  expect(tag(code)).toBeUndefined()
})

const ALL = [
  '@astrojs/react',
  '@astrojs/preact',
  '@astrojs/solid-js',
  '@astrojs/vue',
  '@astrojs/svelte',
]

describe('the renderer of a module', () => {
  test.each([
    ['a.vue', '', ALL, '@astrojs/vue'],
    ['a.svelte', '', ALL, '@astrojs/svelte'],
    ['a.tsx', "import 'react/jsx-runtime'", ALL, '@astrojs/react'],
    ['a.tsx', "import 'react/jsx-dev-runtime'", ALL, '@astrojs/react'],
    ['a.tsx', "import 'preact/jsx-runtime'\nimport 'react'", ALL, '@astrojs/preact'],
    ['a.jsx', "import 'solid-js/web'", ALL, '@astrojs/solid-js'],
    ['a.jsx', "import 'preact/hooks'", ALL, '@astrojs/preact'],
    ['a.jsx', "import 'vue'", ALL, '@astrojs/vue'],
    ['a.tsx', "import 'react-dom'", ALL, undefined],
    ['a.tsx', '', ALL, undefined],
    ['a.tsx', '', ['@astrojs/vue', '@astrojs/preact'], '@astrojs/preact'],
    // `preact({ compat: true })`: what is written as React runs as Preact.
    ['a.tsx', "import 'react'", ['@astrojs/preact'], '@astrojs/preact'],
    ['a.vue', '', ['@astrojs/react'], undefined],
    ['a.tsx', '', ['@astrojs/react', 'my-jsx'], undefined],
  ])('%s with %j among %j is %s', (id, code, renderers, name) => {
    expect(rendererOf(id, parseAst(code) as unknown as Node, renderers)).toBe(name)
  })
})
