import { describe, expect, test } from '@jest/globals'
import { reachableModules, shareStyles } from '../../src/plugin/cascade.ts'

const STYLE = 'page?astro&type=style&index=0&lang.css'

type Graph = Readonly<Record<string, readonly [imports: string, dynamic?: string]>>

describe('reachableModules()', () => {
  const cases: [string, Graph, string][] = [
    [
      'imports come before the importer',
      { page: ['a b'], a: ['c'], b: [''], c: [''] },
      'c a b page',
    ],
    [
      'a shared import comes once, at its first place',
      { page: ['a b'], a: ['c'], b: ['c'] },
      'c a b page',
    ],
    ['circular imports end', { page: ['a'], a: ['page'] }, 'a page'],
    [
      'dynamic imports come after static ones, and before the module itself',
      { page: ['own', 'lazy'], lazy: ['x'] },
      'own x lazy page',
    ],
    [
      'the own styles of a component come last',
      { page: [`${STYLE} layout`, 'lazy'], [STYLE]: [''] },
      `layout lazy ${STYLE} page`,
    ],
  ]
  test.each(cases)('%s', (_name, graph, expected) => {
    const found = reachableModules('page', (id) => toImports(graph[id]))
    expect(found.join(' ')).toBe(expected)
  })
})

describe('shareStyles()', () => {
  const cases: [string, string[], string][] = [
    ['no page', [], ''],
    ['one page is one file', ['a b c'], 'a b c'],
    ['equal pages share one file', ['a b', 'a b'], 'a b'],
    ['a common start is a file of its own', ['a b c', 'a b d'], 'a b|c|d'],
    ['a common end is a file of its own', ['c a b', 'd a b'], 'c|a b|d'],
    ['a page that is part of another', ['a b c', 'b'], 'a|b|c'],
    ['pages that disagree share single styles', ['a b', 'b a'], 'a|b'],
    ['a style that only one page has between two others', ['a b c', 'a c'], 'a|b|c'],
    ['a page without styles', ['', 'a'], 'a'],
  ]
  test.each(cases)('%s', (_name, lists, expected) => {
    const groups = shareStyles(lists.map(split))
    expect(groups.map((group) => group.join(' ')).join('|')).toBe(expected)
  })

  test('no list of styles is ever reordered', () => {
    const lists = ['a b c d', 'b c', 'd c', 'a c b', 'e a b c d'].map(split)
    const groups = shareStyles(lists)
    for (const list of lists) {
      const files = [...new Set(list.map((id) => groups.find((group) => group.includes(id))))]
      expect(files.flat()).toEqual(list)
    }
  })
})

function toImports(entry: Graph[string] = ['']): {
  importedIds: string[]
  dynamicallyImportedIds: string[]
} {
  const [imports, dynamic = ''] = entry
  return { importedIds: split(imports), dynamicallyImportedIds: split(dynamic) }
}

function split(text: string): string[] {
  return text.split(' ').filter(Boolean)
}
