import { describe, expect, test } from '@jest/globals'
import { parseFrontmatter } from '../../src/compiler/prerender.ts'
import { propsTypeOf } from '../../src/compiler/props-type.ts'

function write(frontmatter: string): string | undefined {
  const source = `---\n${frontmatter}\n---\n<p>view</p>`
  const program = parseFrontmatter(source)
  if (program === undefined) throw new Error('no frontmatter')
  const toSpecifier = (name: string) => (name.endsWith('.astro') ? undefined : `at:${name}`)
  return propsTypeOf({ program, source, toSpecifier })
}

describe('the type of props is written so that it means the same in another file', () => {
  test.each([
    ['interface Props { a: string; b?: Date[] }', '{ a: string; b?: Date[] }'],
    ['export interface Props { a: App.Locals }', '{ a: App.Locals }'],
    ['type Props = { a: 1 } | { b: 2 }', '{ a: 1 } | { b: 2 }'],
    ['interface Item { a: 1 }\ninterface Props { items: Item[] }', '{ items: { a: 1 }[] }'],
    ['type Id = string | number\ntype Props = { ids: Id[] }', '{ ids: (string | number)[] }'],
    [
      "import type { A } from './a'\ninterface Props { a: A<string> }",
      '{ a: import("at:./a").A<string> }',
    ],
    [
      "import { type A as B } from 'a'\ninterface Props { b: Map<B, B[]> }",
      '{ b: Map<import("at:a").A, import("at:a").A[]> }',
    ],
    [
      "import type A from 'a'\nimport type * as N from 'n'\ntype Props = A & N.B.C",
      'import("at:a").default & import("at:n").B.C',
    ],
    ["import type { Props } from './props'", 'import("at:./props").Props'],
    [
      "import type { A } from 'a'\ninterface B { b: 1 }\ninterface Props extends A, B { c: 1 }",
      'import("at:a").A & { b: 1 } & { c: 1 }',
    ],
    [
      "interface Props { map<A>(a: A): A; m: { [A in 'x']: A } }",
      "{ map<A>(a: A): A; m: { [A in 'x']: A } }",
    ],
    ['const é = "😀"; interface Props { a: 1 }', '{ a: 1 }'],
    ['interface Props {\r\n  a: 1 // one\r\n}', '{\n  a: 1 // one\n}'],
  ])('%s', (frontmatter, expected) => {
    expect(write(frontmatter)).toBe(expected)
  })
})

describe('a type that means something only in its own file is not written', () => {
  test.each([
    'const { a } = Astro.props',
    'const a = 1; interface Props { a: typeof a }',
    "import type { A } from 'a'; interface Props { map<A>(a: A): A; a: A }",
    'enum Color { Red } interface Props { color: Color }',
    'class A {} interface Props { a: A }',
    'interface Props<T> { a: T }',
    'interface Props { a: 1 } interface Props { b: 2 }',
    'interface Tree { children: Tree[] } interface Props { tree: Tree }',
    'type Box<T> = { value: T }; interface Props { a: Box<1> }',
    'const key = "a"; interface Props { [key]: 1 }',
    "interface Props { a: import('./a').A }",
    "import type { Props as Other } from './Other.astro'; interface Props { a: Other }",
    `type A0 = { a: ${'1 | '.repeat(99)}1 }
${Array.from({ length: 40 }, (_, at) => `type A${at + 1} = [A${at}, A${at}]`).join('\n')}
interface Props { a: A40 }`,
  ])('%#: %s', (frontmatter) => {
    expect(write(frontmatter)).toBeUndefined()
  })
})
