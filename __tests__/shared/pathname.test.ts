import { describe, expect, test } from '@jest/globals'
import express from 'express'
import { ssrPages } from '../../src/index.ts'
import { toPathname } from '../../src/shared/pathname.ts'
import { withServer } from '../support/serve.ts'
import { ROOT } from '../support/root.ts'

describe('the path of a request target', () => {
  test.each<[target: string, path: string | undefined]>([
    ['/a/b?c=/d', '/a/b'],
    ["/it's?a", "/it's"],
    ['/a#b?c', '/a'],
    ['http://shop.test/a?b', '/a'],
    ['HTTPS://shop.test:8080/a', '/a'],
    ['http://[::1]:80/a', '/a'],
    ['http://user:secret@shop.test/a', '/a'],
    ['http://shop.test', '/'],
    ['http://shop.test?/admin', '/'],
    ["/it's?a#b", undefined],
    ["http://shop.test/it's", undefined],
    ['*', undefined],
    ['shop.test:80', undefined],
    ['file://shop.test/a', undefined],
    ['http://shop.test;/a', undefined],
    ['http:///a', undefined],
    ['', undefined],
  ])('%s is %s', (target, path) => {
    expect(toPathname(target)).toBe(path)
  })
})

describe('a guard in front of the pages', () => {
  const app = express()
    .use('/fragment', (_req, res) => void res.status(401).end('guarded'))
    .use(ssrPages({ dir: `${ROOT}/__tests__/fixtures/plain` }))

  const ask = (target: string) =>
    withServer(app, ({ raw }) =>
      raw(`GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`),
    )

  test('also applies to an absolute target', async () => {
    expect(await ask('http://shop.test/fragment')).toMatch(/^HTTP\/1.1 401 .*guarded$/s)
  })

  // Express uses `url.parse()`, which ends the host at such a character; in the URL standard it
  // belongs to it.
  test.each(['a;', "a'", 'a%41', 'a;@b', ''])(
    'is not walked around by a target whose host is %j',
    async (host) => {
      expect(await ask(`http://${host}/fragment`)).not.toContain('a part')
    },
  )
})
