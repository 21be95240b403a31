import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Encoded, decode, encode } from '../../src/session/values.ts'
import { runs } from '../support/runs.ts'

/** Sends a value through a store, that is, through text. */
function stored(value: unknown): unknown {
  return decode(JSON.parse(JSON.stringify(encode(value, 'value'))) as Encoded)
}

const same: [name: string, value: unknown][] = [
  ['undefined', undefined],
  ['null', null],
  ['NaN', Number.NaN],
  ['negative zero', -0],
  ['infinity', [Infinity, -Infinity]],
  ['a bigint', 12345678901234567890n],
  ['a date', new Date('2026-11-25T10:00:00.123Z')],
  ['a URL', new URL('https://example.com/a?b=c#d')],
  ['a regular expression', /a\/b[\n]/giu],
  ['a map with objects as keys', new Map<unknown, unknown>([[{ a: 1 }, new Set([1, undefined])]])],
  ['a set of arrays', new Set([[1], []])],
  ['an array that looks like what is written', ['Date', 0]],
  ['arrays in arrays', [[['Array']], [[]]]],
  ['an object that looks like a kind', { Date: ['Date', 1] }],
  ['a key that is undefined', { a: undefined, b: 1 }],
  ['an empty key', { '': { '': '' } }],
  ['half a surrogate pair', '\uD800'],
]

describe('a stored value comes back as it was:', () => {
  test.each(same)('%s', (_, value) => {
    expect(stored(value)).toStrictEqual(value)
  })

  test('an invalid date', () => {
    const date = stored(new Date(Number.NaN))
    expect([date instanceof Date, Number(date)]).toEqual([true, Number.NaN])
  })

  test('whatever it is', () => {
    const value = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
    })
    // Jest does not consider two invalid dates equal.
    const isComparable = (any: unknown): boolean => !fc.stringify(any).includes('Date(NaN)')
    fc.assert(
      fc.property(value.filter(isComparable), (any) => expect(stored(any)).toStrictEqual(any)),
      runs(100),
    )
  })
})

test('data with a key __proto__ changes no prototype', () => {
  const data: unknown = JSON.parse('{"__proto__":{"isAdmin":true},"constructor":{"prototype":1}}')
  const copy = stored(data) as Record<string, unknown>
  expect(Object.keys(copy)).toEqual(['__proto__', 'constructor'])
  expect(Object.getPrototypeOf(copy)).toBe(Object.prototype)
  expect(copy['isAdmin']).toBeUndefined()
})

test('holes of an array are undefined', () => {
  // oxlint-disable-next-line no-sparse-arrays -- the point
  expect(stored([, 1])).toStrictEqual([undefined, 1])
})

test('an object that occurs twice comes back twice', () => {
  const shared = { a: 1 }
  expect(stored([shared, shared])).toStrictEqual([{ a: 1 }, { a: 1 }])
})

class Cart {
  readonly items: string[] = []
}

function loop(): object {
  const node: { next?: object } = {}
  node.next = { node }
  return node
}

function nest(depth: number): unknown {
  return depth === 0 ? 1 : [nest(depth - 1)]
}

const refused: [name: string, value: unknown, message: string][] = [
  ['a function', () => 1, 'keep cart, which is a function.'],
  ['a symbol', Symbol('a'), 'keep cart, which is a symbol.'],
  ['a promise', Promise.resolve(1), 'keep cart, which is an object of Promise.'],
  ['an instance of a class', new Cart(), 'keep cart, which is an object of Cart.'],
  ['an error', new TypeError('x'), 'keep cart, which is an object of TypeError.'],
  ['bytes', new Uint8Array(1), 'keep cart, which is an object of Uint8Array.'],
  ['form data', new FormData(), 'keep cart, which is an object of FormData.'],
  ['a symbol as a key', { [Symbol('a')]: 1 }, 'keep cart, which is an object of Object.'],
  ['a part of a part', { items: [{ price: () => 1 }] }, 'keep cart.items[0].price, which'],
  ['an object that contains itself', loop(), 'keep cart.next.node, which contains itself.'],
  ['a list that is nested too deep', nest(600), 'which is nested too deep.'],
]

test.each(refused)('%s is refused with its name', (_, value, message) => {
  expect(() => encode(value, 'cart')).toThrow(message)
})
