import { describe, expect, test } from '@jest/globals'
import { parseSync } from 'vite'
import { findField } from '../../src/content/field-places.ts'
import { findJsonError } from '../../src/content/json-error.ts'
import { findImages } from '../../src/content/find-images.ts'
import { parseData } from '../../src/content/parse-data.ts'
import { property } from '../../src/shared/property.ts'
import { expectLinear } from '../support/growth.ts'

const none = () => ({ program: undefined })

describe('the place of a field', () => {
  const yaml = `# comment
"quoted key": 1
list:
- a
- name: b
  deep:
    - x
    -   y: 1
url: http://x:1/
text: |
  title: not a key
title: "a: b"
'it''s': 2
- odd
`
  test.each([
    [['quoted key'], 2, 1],
    [['list'], 3, 1],
    [['list', 0], 4, 1],
    [['list', 1], 5, 1],
    [['list', 1, 'name'], 5, 3],
    [['list', 1, 'deep', 1, 'y'], 8, 9],
    [['url'], 9, 1],
    [['list', 1, 'gone'], 5, 1],
    [['gone'], 1, 1],
  ])('%j of YAML is in line %i, column %i', (path, line, column) => {
    expect(findField({ file: 'a.yaml', text: yaml }, path, none)).toEqual({ line, column })
  })

  test.each([
    [['a'], 2, 1],
    [['t', 'b'], 4, 3],
    [['l', 1, 'c'], 8, 1],
    [['x', 'y', 'z'], 9, 1],
    [['t', 'gone'], 3, 1],
  ])('%j of TOML is in line %i, column %i', (path, line, column) => {
    const text = '# x\na = 1\n[t]\n  b = 2\n[[l]]\nc = 1\n[[l]]\nc = 2\nx.y.z = 3\n'.replace(
      'x.y.z = 3',
      '',
    )
    const found = findField(
      { file: 'a.toml', text: path[0] === 'x' ? '\n\n\n\n\n\n\n\nx.y.z = 3' : text },
      path,
      none,
    )
    expect(found).toEqual({ line, column })
  })

  test.each([
    ['---\na: 1\nb: 2\n---\nb: 3', ['b'], 3],
    ['+++\na = 1\n[b]\nc = 1\n+++\n', ['b', 'c'], 4],
    ['\uFEFF---\r\na: 1\r\nb: 2\r\n---\r\n', ['b'], 3],
  ])('in the frontmatter of %j, %j is in line %i', (text, path, line) => {
    expect(findField({ file: 'a.md', text }, path, none).line).toBe(line)
  })
})

describe('the place of a field of JSON', () => {
  const json = '[\n  { "id": "a", "b": [1, { "c": 2 }] },\n  null,\n  { "d": {} }\n]\n'
  test.each([
    [[0, 'b', 1, 'c'], 2, 27],
    [[2, 'd'], 4, 5],
    [[2, 'd', 'gone'], 4, 5],
    [['gone'], 1, 1],
  ])('%j is in line %i, column %i', (path, line, column) => {
    expect(findField({ file: 'a.json', text: json }, path, parseSync)).toEqual({ line, column })
  })
})

test('the places of fields are found in linear time', async () => {
  const items = (count: number) =>
    JSON.stringify(
      Array.from({ length: count }, () => ({ a: [1] })),
      null,
      1,
    )
  await expectLinear('many items', (times) =>
    findField({ file: 'a.json', text: items(5000 * times) }, [1], parseSync),
  )
  await expectLinear('lists in lists', (times) =>
    findField({ file: 'a.yaml', text: '- '.repeat(3000 * times) }, [1], none),
  )
  const text = items(5000)
  await expectLinear('many mistakes in one file', (times) => {
    for (let index = 0; index < 2000 * times; index++) {
      findField({ file: 'a.json', text: `${text} ` }, [index, 'a'], parseSync)
    }
  })
})

describe('the place of a mistake in JSON', () => {
  test.each([
    ['{"a": }', 6],
    ['{"a": 1,}', 8],
    ['[1, 2', 5],
    ['[1 2]', 3],
    ['{a: 1}', 1],
    ['{"a" 1}', 5],
    ["['a']", 1],
    ['{"a": 01}', 7],
    ['{"a": tru}', 6],
    ['[1]]', 3],
    ['"a\nb"', 0],
    ['', 0],
    [' \n {"a": [1, {"b": nul}]}', 19],
  ])('in %j is at %i', (text, offset) => {
    expect(() => JSON.parse(text)).toThrow()
    expect(findJsonError(text)).toBe(offset)
  })

  test('is found in linear time, and without depth', async () => {
    await expectLinear('findJsonError', (times) => findJsonError(`${'['.repeat(1e5 * times)}}`))
    await expectLinear('blanks', (times) => findJsonError(' '.repeat(1e6 * times)))
  })
})

test.each([
  ['a.json', '{ "a": }', { line: 1, column: 8 }, /^Unexpected token/],
  ['a.yaml', 'a: b: c', { line: 1, column: 5 }, /^bad indentation of a mapping entry$/],
  ['a.toml', 'a = 1\nb = ', { line: 2, column: 5 }, /./],
])('a mistake in %s has its place and one line of text', (file, text, place, message) => {
  let thrown: unknown
  try {
    parseData(file, text)
  } catch (error) {
    thrown = error
  }
  expect(thrown).toMatchObject({ file, ...place })
  expect(property(thrown, 'message')).toMatch(message)
  expect(String(property(thrown, 'message'))).not.toContain('\n')
})

test('images are found in lists and objects, and other data stays the same object', () => {
  const when = new Date()
  const plain = { a: [1, { when }], b: null }
  expect(findImages(plain).data).toBe(plain)
  const cyclic: Record<string, unknown> = { src: '__ASTRO_IMAGE_./a.png' }
  cyclic['self'] = cyclic
  const found = findImages({
    ...plain,
    list: ['x', '__ASTRO_IMAGE_../b.png'],
    far: '__ASTRO_IMAGE_https://x.example/c.png',
    deep: { cyclic },
  })
  expect(found.paths).toEqual([
    ['list', 1],
    ['deep', 'cyclic', 'src'],
  ])
  expect(found.sources).toEqual(['../b.png', './a.png'])
  expect(found.data).toMatchObject({ list: ['x', '../b.png'], far: 'https://x.example/c.png' })
})

test('aliases of YAML that double at each level are searched for images in linear time', () => {
  let doubled: unknown = { text: 'x' }
  for (let level = 0; level < 60; level++) doubled = [doubled, doubled]
  expect(findImages(doubled)).toMatchObject({ data: doubled, paths: [] })
})
