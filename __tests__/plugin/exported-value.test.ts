import { describe, expect, test } from '@jest/globals'
import { parseSync } from 'vite'
import { judgeExport } from '../../src/plugin/exported-value.ts'

const judge = (code: string, name: string) =>
  judgeExport(parseSync('a.tsx', code).program as never, name)

describe('a build does not refuse as an island', () => {
  test.each([
    ['a function', 'export function A() {}', 'A'],
    ['a class', 'export class A {}', 'A'],
    ['an arrow', 'export const A = () => 1', 'A'],
    ['a call', 'export const A = memo(1)', 'A'],
    ['a variable that changes', 'export let A = 1; A = () => 1', 'A'],
    ['an object with a method', 'export default { setup() {} }', 'default'],
    ['an object with a function', 'export default { render: () => 1 }', 'default'],
    ['an object with a name of unknown value', 'export default { components }', 'default'],
    ['an object with a spread', 'export default { ...base }', 'default'],
    ['a name of another module', "export { A } from './a'", 'A'],
    ['all names of another module', "export * from './a'", 'A'],
    ['another module as a whole', "export * as A from './a'", 'A'],
    ['an import that is exported', "import A from './a'; export { A }", 'A'],
    ['an import that is the default', "import A from './a'; export default A", 'default'],
    ['a name of a pattern', 'export const { A, b: { B } } = make()', 'B'],
    ['an enum', 'export enum A {}', 'A'],
    ['an export of CommonJS', 'export = make()', 'default'],
  ])('%s', (_, code, name) => {
    expect(judge(code, name)).toEqual({ kind: 'unknown' })
  })
})

describe('a build refuses as an island', () => {
  test.each([
    ['a number', 'export const A = 1', 'A', 'a number'],
    ['a string', "const a = 'x'; export { a as A }", 'A', 'a string'],
    ['a template', 'export default `x`', 'default', 'a string'],
    ['a constant by its name', 'const A = true; export default A', 'default', 'a boolean'],
    ['a list', 'export const A = [1] as const', 'A', 'a list'],
    [
      'plain values',
      'export default { a: { b: 1 } } satisfies X',
      'default',
      'an object of plain values',
    ],
    ['markup', 'export default <b />', 'default', 'an element, not the function that returns it'],
  ])('%s', (_, code, name, what) => {
    expect(judge(code, name)).toEqual({ kind: 'no component', what })
  })

  test.each([
    ['no default export', 'export const A = 1', 'default'],
    ['no default export beside all names of a module', "export * from './a'", 'default'],
    ['another name', 'export const B = 1', 'A'],
    ['only a type', 'export interface A {}; export type B = 1', 'A'],
  ])('%s', (_, code, name) => {
    expect(judge(code, name)).toEqual({ kind: 'missing' })
  })
})
