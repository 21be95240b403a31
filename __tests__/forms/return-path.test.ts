import { describe, expect, test } from '@jest/globals'
import { returnPath } from '../../src/forms/index.ts'

const SITE = 'https://shop.example'

describe('a path of this site is kept', () => {
  test.each([
    ['/', '/'],
    ['/account', '/account'],
    ['/orders?page=2&sort=a#top', '/orders?page=2&sort=a#top'],
    ['/?next=//evil.example', '/?next=//evil.example'],
    ['/a//b', '/a//b'],
    ['/@evil.example', '/@evil.example'],
    ['/%2F/evil.example', '/%2F/evil.example'],
    ['/%5Cevil.example', '/%5Cevil.example'],
    ['/münchen', '/m%C3%BCnchen'],
    ['/a/../b', '/b'],
  ])('%s', (sent, path) => {
    expect(returnPath(sent, '/home')).toBe(path)
    expect(new URL(path, SITE).origin).toBe(SITE)
  })
})

describe('an address of another site is replaced', () => {
  test.each([
    'https://evil.example',
    'HTTPS://evil.example/',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
    ' //evil.example',
    '/.//evil.example',
    '/..//evil.example',
    '/a/..//evil.example',
    '/%2e//evil.example',
    '/%2E%2e//evil.example',
    '/a/%2e%2e//evil.example',
    '/.\\/evil.example',
    '/.\t//evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'evil.example',
    '@evil.example',
    '?next',
    '#',
    '',
    '//',
    '//[',
    '//a:b:c',
  ])('%j', (sent) => {
    expect(returnPath(sent, '/home')).toBe('/home')
  })

  test.each([undefined, null, 1, {}, ['/a'], { toString: () => '/a' }])('%j is no path', (sent) => {
    expect(returnPath(sent)).toBe('/')
  })
})

test('a path cannot add a header or a line', () => {
  for (const sent of ['/a\r\nSet-Cookie: a=b', '/a\0b', '/a\u2028b', '/a b', '/"><script>']) {
    expect(returnPath(sent)).toMatch(/^\/[!-~]*$/)
    expect(returnPath(sent)).not.toMatch(/["<>]/)
  }
})
