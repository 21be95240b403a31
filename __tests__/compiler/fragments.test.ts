import { describe, expect, test } from '@jest/globals'
import { readFragments } from '../../src/compiler/fragments.ts'
import { parseFrontmatter } from '../../src/compiler/prerender.ts'

function read(frontmatter: string): (readonly [string, string | undefined])[] | undefined {
  const source = `---\nimport Lines from './Lines.astro'\n${frontmatter}\n---\n<p>view</p>`
  const program = parseFrontmatter(source)
  if (program === undefined) throw new Error('no frontmatter')
  const found = readFragments(program, { file: 'src/views/cart.astro', source })
  return found?.map(({ name, module }) => [name, module])
}

describe('the fragments of a view are those that it lists', () => {
  test.each([
    ['const a = 1', undefined],
    ['const fragments = { a: A }', undefined],
    ['export type fragments = { a: string }', undefined],
    [
      'export const fragments = { lines: Lines, total: Total }',
      [
        ['lines', './Lines.astro'],
        ['total', undefined],
      ],
    ],
    ['export const fragments = { Lines }', [['Lines', './Lines.astro']]],
    [
      `export const fragments = { 'cart-lines': Lines } as const`,
      [['cart-lines', './Lines.astro']],
    ],
    [
      'export const fragments = ({ lines: Lines } satisfies Record<string, unknown>)',
      [['lines', './Lines.astro']],
    ],
    ['export const a = 1, fragments = { lines: cart.Lines }', [['lines', undefined]]],
  ] as const)('%s', (frontmatter, expected) => {
    expect(read(frontmatter)).toEqual(expected)
  })
})

describe('fragments whose names are known only at run time are an error with its place', () => {
  test.each([
    'export const fragments = {}',
    'export const fragments = list',
    'export const fragments = { ...others }',
    'export const fragments = { [name]: Lines }',
    'export const fragments = { lines() {} }',
    'export const fragments = { 1: Lines, a: Lines }',
    'export const fragments = { __proto__: Lines }',
    'export const fragments = { "a#b": Lines }',
    'export let fragments = { lines: Lines }',
    'export function fragments() {}',
    'const fragments = { lines: Lines }; export { fragments }',
    'export { all as fragments } from "./all"',
  ])('%s', (frontmatter) => {
    expect(() => read(`\n${frontmatter}`)).toThrow(
      expect.objectContaining({
        code: 'SSR_PAGES_FRAGMENTS_INVALID',
        message: expect.stringMatching(/^src\/views\/cart\.astro:4:\d+: /),
      }),
    )
  })
})
