import { describe, expect, test } from '@jest/globals'
import { mergeAstroConfig } from '../../src/integrations/merge-config.ts'
import { isObject } from '../../src/shared/is-object.ts'

type Fields = Readonly<Record<string, unknown>>

const vite = { mergeConfig: (before: object, after: object) => ({ before, after }) } as never
const [a, b] = [new URL('file:///a/'), new URL('file:///b/')]

/** A configuration, changes, and what Astro 7.3.5 makes of them. */
const rows: [Fields, Fields, Fields][] = [
  [{ a: { b: 1, c: [1] } }, { a: { b: 2, c: [2] } }, { a: { b: 2, c: [1, 2] } }],
  [{ a: 1 }, { a: null }, { a: 1 }],
  [{ a: 1 }, { a: undefined }, { a: 1 }],
  [{ a: null }, { a: 2 }, { a: 2 }],
  [{ a: [1] }, { a: 2 }, { a: [1, 2] }],
  [{ a: 1 }, { a: [2] }, { a: [1, 2] }],
  [{ u: a }, { u: b }, { u: b }],
  [
    { server: { port: 1, allowedHosts: ['a'] } },
    { server: { allowedHosts: true } },
    { server: { port: 1, allowedHosts: true } },
  ],
  [
    { server: { allowedHosts: true } },
    { server: { allowedHosts: ['a'] } },
    { server: { allowedHosts: true } },
  ],
  [{ a: { b: 1 } }, { a: 'x' }, { a: 'x' }],
  [{ a: 'x' }, { a: { b: 1 } }, { a: { b: 1 } }],
  [
    { image: { domains: ['a'] } },
    { image: { domains: ['b'] } },
    { image: { domains: ['a', 'b'] } },
  ],
]

describe('updateConfig() merges as Astro does', () => {
  test.each(rows)('%j and %j', (config, changes, expected) => {
    expect(mergeAstroConfig(vite, config, changes)).toEqual(expected)
  })

  test('a function `server` and an object', () => {
    const config = { server: () => ({ port: 1, host: 'a' }) }
    const { server } = mergeAstroConfig(vite, config, { server: { port: 2 } })
    expect(typeof server === 'function' && server({ command: 'dev' })).toEqual({
      port: 2,
      host: 'a',
    })
  })

  test('a processor of Markdown as a whole', () => {
    const createRenderer = () => {}
    const before = { markdown: { processor: { name: 'a', options: 1, createRenderer } } }
    const { markdown } = mergeAstroConfig(vite, before, {
      markdown: { processor: { name: 'b', createRenderer } },
    })
    expect(isObject(markdown) && markdown['processor']).toEqual({ name: 'b', createRenderer })
  })

  test('`vite` by the rules of Vite', () => {
    const merged = mergeAstroConfig(vite, { vite: { base: '/' } }, { vite: { base: '/b' } })
    expect(merged).toEqual({ vite: { before: { base: '/' }, after: { base: '/b' } } })
  })

  test('nothing into the prototype of an object', () => {
    const changes = JSON.parse(
      '{ "__proto__": { "polluted": 1 }, "a": { "__proto__": { "b": 1 } } }',
    )
    const merged = mergeAstroConfig(vite, { a: { c: 1 } }, changes)
    expect(Reflect.get(merged, 'polluted')).toBeUndefined()
    expect(Reflect.get(Object(merged['a']), 'b')).toBeUndefined()
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })
})
