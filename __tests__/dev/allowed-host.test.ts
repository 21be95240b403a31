import { describe, expect, test } from '@jest/globals'
import { isAllowedHost, isAllowedOrigin } from '../../src/dev/vite/allowed-host.ts'

const ALLOWED = ['shop.test', '.preview.test']

const names: readonly [host: string | undefined, isAllowed: boolean][] = [
  ['localhost', true],
  ['localhost:3000', true],
  ['LocalHost:3000', true],
  ['localhost.:3000', true],
  ['a.localhost', true],
  ['127.0.0.1:3000', true],
  ['192.168.0.7', true],
  ['[::1]:3000', true],
  ['[fe80::1]', true],
  ['shop.test:3000', true],
  ['preview.test', true],
  ['a.preview.test', true],
  ['evil.example', false],
  ['a.shop.test', false],
  ['localhost.evil.example', false],
  ['evillocalhost', false],
  ['x@localhost', false],
  ['x:y@localhost', false],
  ['evil.example@localhost', false],
  ['localhost@evil.example', false],
  ['localhost:80@evil.example', false],
  ['%6cocalhost', false],
  ['localhost%00', false],
  ['localhost#.evil.example', false],
  ['evil.example#localhost', false],
  ['evil.example?localhost', false],
  ['evil.example/localhost', false],
  ['evil.example\\localhost', false],
  ['evil.example/.localhost', false],
  ['localhost localhost', false],
  ['localhost, evil.example', false],
  ['ｌocalhost', false],
  ['0x7f000001', false],
  ['2130706433', false],
  ['[::1', false],
  ['[::1].evil.example', false],
  ['[evil.example]', false],
  ['file://localhost', false],
  ['chrome-extension://abc', false],
  ['', false],
  [undefined, false],
]

test.each(names)('a development server under the name %j: %s', (host, expected) => {
  expect(isAllowedHost(host, ALLOWED)).toBe(expected)
  expect(isAllowedHost(host, true)).toBe(true)
})

const origins: readonly [origin: string | undefined, isAllowed: boolean][] = [
  [undefined, true],
  ['http://localhost:3000', true],
  ['https://localhost', true],
  ['http://odd.name:3000', true],
  ['http://shop.test', true],
  ['null', false],
  ['', false],
  ['http://evil.example', false],
  ['http://x@localhost', false],
  ['http://localhost.evil.example', false],
  ['chrome-extension://localhost', false],
  ['file://localhost', false],
  ['file://', false],
]

test.each(origins)('a socket that a page of %j opens: %s', (origin, expected) => {
  expect(isAllowedOrigin(origin, 'odd.name:3000', ALLOWED)).toBe(expected)
})

describe('judging a name', () => {
  test.each(['a.', 'a:', '[:', '@', '%', ' '])('of 64 kB of %j takes linear time', (part) => {
    const started = performance.now()
    isAllowedHost(part.repeat(64_000 / part.length), ALLOWED)
    expect(performance.now() - started).toBeLessThan(100)
  })
})
