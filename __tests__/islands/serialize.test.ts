import { describe, expect, test } from '@jest/globals'
import { serializeProps } from '../../src/render/island/serialize.ts'

const tag = { component: 'Box', file: 'src/pages/a.astro' }

class Point {
  x = 1
  method(): void {}
}

/** Astro 7.3.5 writes the same, except where the name says otherwise. */
const values: readonly (readonly [what: string, value: unknown, json: string | undefined])[] = [
  ['a string', 'a"<', String.raw`[0,"a\"<"]`],
  ['a number', -1.5, '[0,-1.5]'],
  ['NaN as null', NaN, '[0,null]'],
  ['infinity', Infinity, '[11,1]'],
  ['negative infinity', -Infinity, '[11,-1]'],
  ['a boolean', false, '[0,false]'],
  ['null', null, '[0,null]'],
  ['undefined', undefined, '[0]'],
  ['a bigint', 12n ** 20n, `[6,"${12n ** 20n}"]`],
  ['a date', new Date(0), '[3,"1970-01-01T00:00:00.000Z"]'],
  ['an invalid date, for which Astro throws', new Date(NaN), '[3,"Invalid Date"]'],
  ['a regular expression', /a\/"b/, String.raw`[2,"a\\/\"b"]`],
  ['its flags, which Astro loses', /a/gi, '[2,"a","gi"]'],
  ['a URL', new URL('http://a.b/?c'), '[7,"http://a.b/?c"]'],
  ['a map', new Map([['a', 1]]), '[4,[[1,[[0,"a"],[0,1]]]]]'],
  ['a set', new Set([1]), '[5,[[0,1]]]'],
  ['bytes', new Uint8Array([1, 255]), '[8,[1,255]]'],
  ['16-bit numbers', new Uint16Array([65535]), '[9,[65535]]'],
  ['32-bit numbers', new Uint32Array([4294967295]), '[10,[4294967295]]'],
  ['a list', [1, [2]], '[1,[[0,1],[1,[[0,2]]]]]'],
  ['an undefined item', Array.from({ length: 2, 1: 1 }), '[1,[[0],[0,1]]]'],
  ['an object', { a: { b: 1 } }, '[0,{"a":[0,{"b":[0,1]}]}]'],
  ['an object of a class as a plain one', new Point(), '[0,{"x":[0,1]}]'],
  ['a string object as a string', Object('a'), '[0,"a"]'],
  ['a function in a list as null', [() => {}], '[1,[[0,null]]]'],
  ['no function, which Astro writes as null', () => {}, undefined],
  ['no symbol', Symbol('a'), undefined],
  ['no member called __proto__', JSON.parse('{"__proto__":{"a":1},"b":1}'), '[0,{"b":[0,1]}]'],
  ['a fake Date as an object', { [Symbol.toStringTag]: 'Date', a: 1 }, '[0,{"a":[0,1]}]'],
  ['a fake Map as an object', { [Symbol.toStringTag]: 'Map' }, '[0,{}]'],
  ['a fake URL as an object', { [Symbol.toStringTag]: 'URL', a: 1 }, '[0,{"a":[0,1]}]'],
]

describe('props are written with', () => {
  test.each(values)('%s', (_what, value, json) => {
    expect(serializeProps({ value }, tag)).toBe(json === undefined ? '{}' : `{"value":${json}}`)
  })

  test('an object that occurs twice', () => {
    const shared = { a: 1 }
    expect(serializeProps({ x: shared, y: [shared, shared] }, tag)).toBe(
      '{"x":[0,{"a":[0,1]}],"y":[1,[[0,{"a":[0,1]}],[0,{"a":[0,1]}]]]}',
    )
  })
})

function nested(depth: number): unknown {
  let value: unknown = 1
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { a: value }
  return value
}

describe('props are refused that', () => {
  const cyclic: Record<string, unknown> = {}
  cyclic['a'] = new Map([['b', [cyclic]]])

  test.each([
    ['contain themselves', cyclic, 'value.a.0.1... contains itself'],
    ['are nested without end', nested(100_000), 'value.a.0.a... is nested more than 500 deep'],
  ])('%s', (_what, value, text) => {
    expect(() => serializeProps({ value }, tag)).toThrow(
      `The prop "value" of <Box> in src/pages/a.astro cannot be sent to the browser: ${text}.`,
    )
  })

  test('but not those of 400 levels', () => {
    expect(() => serializeProps({ value: nested(400) }, tag)).not.toThrow()
  })
})
