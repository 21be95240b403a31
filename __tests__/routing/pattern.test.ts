import { describe, expect, test } from '@jest/globals'
import { encodeText, toStaticPath } from '../../src/routing/pattern.ts'

describe('text of a file name is spelled as a URL spells it', () => {
  test('each character of ASCII that a URL leaves as text', () => {
    const ascii = Array.from({ length: 127 }, (_, code) => String.fromCharCode(code))
    const text = ascii.filter((char) => !/[\t\n\r%?#\\/]/.test(char)).join('')
    expect(encodeText(`a${text}a`)).toBe(new URL(`http://host/a${text}a`).pathname.slice(1))
  })

  test.each([
    ['100%', '100%25'],
    ['%61', '%2561'],
    ['what?', 'what%3F'],
    ['c#', 'c%23'],
    ['a\\b', 'a%5Cb'],
    ['日本', '%E6%97%A5%E6%9C%AC'],
    ['😀', '%F0%9F%98%80'],
    ['cafe\u0301', 'caf%C3%A9'],
    ['caf\u00e9', 'caf%C3%A9'],
  ])('%s -> %s', (text, encoded) => {
    expect(encodeText(text)).toBe(encoded)
  })
})

describe('only a pattern without params has a static path', () => {
  test.each([
    ['/', '/'],
    ['/a b/c', '/a%20b/c'],
    ['/a/[b]', undefined],
    ['/a/b-[c]', undefined],
    ['/[...a]', undefined],
  ])('%s -> %s', (pattern, path) => {
    expect(toStaticPath(pattern)).toBe(path)
  })
})
