import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Server, startServer } from '../support/servers.ts'
import { type Tree, toTree } from '../render/html-tree.ts'
import { get } from './attack.ts'
import { exchange } from './exchange.ts'
import { expectAllSafe } from './run-attacks.ts'

describe('CVE-2026-44581: the nonce of a content security policy', () => {
  let server: Server

  beforeAll(async () => {
    server = await startServer('security.mjs', 'direct', 'express')
  })
  afterAll(() => server.stop())

  test.each([
    '"><script>alert(1)</script>',
    "'><script>alert(1)</script>",
    'abcdefgh" onload="alert(1)',
    'abcdefgh onload=alert(1)',
    'abcdefgh\n',
    "abcdefgh' 'unsafe-inline",
    'abcdefgh; script-src *',
    'abcdefgh,x',
    'abcdefgh===',
    '=',
    '',
    '\u00e4bcdefgh',
  ])('is refused when it could be anything else: %j', async (nonce) => {
    const request = get(`/csp/scripts?nonce=${encodeURIComponent(nonce)}`)
    await expectAllSafe(server.port, request, {
      status: 500,
      body: 'host error SSR_PAGES_NONCE_INVALID',
    })
  })

  test('is refused if it is not a string', async () => {
    const request = get('/csp/scripts?nonce=abcdefgh&nonce=abcdefgh')
    await expectAllSafe(server.port, request, { status: 500 })
  })

  test.each(['rAnd0m+/x9', 'rAnd0m-_x9==', 'YWJjZGVmZ2g='])(
    'stands on every script, style and link: %s',
    async (nonce) => {
      const tree = await page(`/csp/scripts?nonce=${encodeURIComponent(nonce)}`)
      expect(noncesOf(tree)).toEqual([
        ['link', nonce],
        ['script', nonce],
        ['script', nonce],
      ])
    },
  )

  test('is never read from the request', async () => {
    const tree = await page(
      '/scripts?nonce=rAnd0mx9&cspNonce=rAnd0mx9',
      "Content-Security-Policy: script-src 'nonce-rAnd0mx9'",
      'X-Nonce: rAnd0mx9',
      'Cookie: cspNonce=rAnd0mx9',
    )
    expect(noncesOf(tree)).toEqual([
      ['link', undefined],
      ['script', undefined],
      ['script', undefined],
    ])
  })

  async function page(target: string, ...headers: readonly string[]): Promise<Tree[]> {
    const [answer] = await exchange(server.port, get(target, ...headers), 1)
    expect(answer?.status).toBe(200)
    return toTree(answer?.body ?? '')
  }
})

/** The elements that a policy covers, with their nonces. */
function noncesOf(trees: readonly Tree[]): [name: string, nonce: string | undefined][] {
  return trees.flatMap((tree) => {
    if (typeof tree === 'string' || 'comment' in tree) return []
    const nonce = tree.attributes.find(([name]) => name === 'nonce')?.[1]
    const own: [string, string | undefined][] = ['script', 'style', 'link'].includes(tree.name)
      ? [[tree.name, nonce]]
      : []
    return [...own, ...noncesOf(tree.children)]
  })
}
