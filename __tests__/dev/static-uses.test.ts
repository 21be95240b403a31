import { expect, test } from '@jest/globals'
import { transform } from '@astrojs/compiler-rs'
import { parseAst } from 'vite'
import type { Node } from '../../src/compiler/syntax-tree.ts'
import { readStaticImports } from '../../src/dev/vite/static-uses.ts'

const COUNTER = "import Counter from './Counter.jsx'"
const BOTH = `${COUNTER}\nimport Other from './Other.jsx'`

test.each<[what: string, frontmatter: string, template: string, expected: string[]]>([
  ['an island', COUNTER, '<Counter client:load start={5} />', []],
  ['a component without a directive', COUNTER, '<Counter />', ['./Counter.jsx']],
  ['both', COUNTER, '<Counter client:load /><Counter />', ['./Counter.jsx']],
  ['an island that the server does not render', COUNTER, '<Counter client:only="react" />', []],
  ['an island in a list', COUNTER, '{[1].map((x) => <Counter client:idle>{x}</Counter>)}', []],
  [
    'an island in the slot of an island',
    BOTH,
    '<Counter client:load><Other client:load /></Counter>',
    [],
  ],
  [
    'a component in the slot of an island',
    BOTH,
    '<Counter client:load><Other /></Counter>',
    ['./Other.jsx'],
  ],
  [
    'a component in a prop of an island',
    BOTH,
    '<Counter client:load of={Other} />',
    ['./Other.jsx'],
  ],
  [
    'an island of a namespace',
    "import * as all from './all.jsx'",
    '<all.Counter client:visible />',
    [],
  ],
  [
    'a call of a function beside an island',
    "import Counter, { count } from './Counter.jsx'\nconst total = count()",
    '<Counter client:load total={total} />',
    ['./Counter.jsx'],
  ],
  ['a module that is exported again', "export { a } from './a.ts'", '<p>x</p>', ['./a.ts']],
  ['an import that comes later', "const a = await import('./a.ts')", '{a.b}', ['./a.ts']],
  ['a module without names', "import './a.css'", '<p>x</p>', []],
])('the page prints %s by itself or not', (_what, frontmatter, template, expected) => {
  const options = {
    filename: '/a.astro',
    internalURL: 'ssr-pages/runtime',
    resolvePath: (path: string) => path,
  }
  const { code } = transform(`---\n${frontmatter}\n---\n${template}`, options)
  const found = readStaticImports(parseAst(code) as unknown as Node)
  expect(found.filter((specifier) => specifier.startsWith('.'))).toEqual(expected)
})
