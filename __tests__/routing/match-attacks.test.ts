import type { Matcher } from '../../src/shared/types.ts'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import express from 'express'
import { request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRandom, pick } from '../support/random.ts'
import { matcherOf } from '../support/routes.ts'

// Other spellings of /admin/users, or paths that a server on the way could turn into it.
const SPELLINGS = [
  '/%61dmin/users',
  '/%2561dmin/users',
  '/admi%6E/users',
  '/admin%2Fusers',
  '/admin%2fusers',
  '/admin%5Cusers',
  '/admin\\users',
  '/\\admin/users',
  '//admin/users',
  '///admin/users',
  '/./admin/users',
  '/x/../admin/users',
  '/x/%2e%2e/admin/users',
  '/x/%2E%2E/admin/users',
  '/x/.%2e/admin/users',
  '/..%2Fadmin/users',
  '/admin/../admin/users',
  '/%2Fadmin/users',
  '/%61dmin/%75sers',
  '/ADMIN/users',
  '/admin/users',
  '/admin/users/',
]

describe('no spelling of a path bypasses a check of the host', () => {
  const matcher = matcherOf(['admin/[page].astro', '[...path].astro'])
  let server: Server

  beforeAll(async () => {
    const app = express()
    app.use('/admin', (_req, res) => void res.sendStatus(403))
    app.use((req, res, next) => {
      const match = matcher(req.url.replace(/\?.*/s, ''))
      if (match) res.json(match.params)
      else next()
    })
    server = app.listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
  })
  afterAll(() => void server.close())

  test.each(SPELLINGS)('%s', async (path) => {
    const { status, body } = await get(server, path)
    if (status !== 200) expect([400, 403, 404]).toContain(status)
    else expect(Object.values(JSON.parse(body)).join('/')).not.toMatch(/^[/.\\]*admin[/\\]users/i)
  })

  test('an ordinary page still answers', async () => {
    expect(await get(server, '/blog/a%20b/c')).toEqual({
      status: 200,
      body: '{"path":"blog/a b/c"}',
    })
  })
})

test('a path with params is matched only in the spelling that a URL has', () => {
  const matcher = matcherOf(['[...path].astro', '[a]/[b].astro', 'x/[c].astro'])
  const random = createRandom(11)
  const pieces = ['/', '/', '.', '..', '%2e', '%2E', '%61', '%20', '%2F', '%5C', '%c3%a9', '%C3%A9']
  pieces.push('\\', 'a', 'x', '~', '%7E', ' ', '"', '<', '{', 'é', '?', '#', '%', ';', '*', '\t')
  let matched = 0
  for (let round = 0; round < 20_000; round++) {
    const length = Math.floor(random() * 7)
    const path = `/${Array.from({ length }, () => pick(pieces, random)).join('')}`
    if (!isMatched(matcher, path)) continue
    matched++
    expect(new URL(`http://host${path}`).pathname).toBe(path)
    expect(path).not.toMatch(/%[46]1|%2E|%7E|%..(?<=[a-f].?)|\/\//)
  }
  expect(matched).toBeGreaterThan(500)
})

test('a character that needs no encoding is refused when it is encoded, any other is data', () => {
  const matcher = matcherOf(['p/[id].astro'])
  for (let code = 0; code < 128; code++) {
    const char = String.fromCharCode(code)
    const path = `/p/%${code.toString(16).toUpperCase().padStart(2, '0')}`
    const expected = /[\w.~-]/.test(char) ? undefined : char
    expect([path, matcher(path)?.params['id']]).toEqual([path, expected])
  }
})

describe('a hostile path does not take long', () => {
  test.each([
    ['[a]-[b]-[c]-[d]-[e]-[f]-[g]-[h]-x.astro', '-'],
    ['[a].[b].[c].[d].[e].json.ts', 'a.'],
    ['[a]aa[b]aa[c]aa[d]aa[e]b.astro', 'a'],
    ['[a]/[b]/[c]/[d]/[e]/[f]/x.astro', 'a/'],
    ['[...a]/[b]-[c]-[d]/x.astro', 'a-/'],
    ['[...a]/x/[...b]/x/[...c]/y.astro', 'x/'],
    ['[...a]/[b]/[...c]/[d]/[...e]/y.astro', 'x/'],
    ['[...a].json/[b].json/[...c].json.ts', '.json/'],
    ['[a].json.ts', '.json'],
    ['[...a].astro', '/'],
    ['[...a].astro', '%2E'],
    ['[...a].astro', '%C3'],
    ['[...a].astro', '/.'],
  ])('%s with %j repeated', (file, text) => {
    const matcher = matcherOf([file])
    const path = `/${text.repeat(16_000 / text.length)}!`
    const start = performance.now()
    isMatched(matcher, path)
    expect(performance.now() - start).toBeLessThan(250)
  })
})

// A path that cannot be decoded is refused, which counts as no match here.
function isMatched(matcher: Matcher, path: string): boolean {
  try {
    return matcher(path) !== undefined
  } catch (error) {
    expect(error).toMatchObject({ code: 'SSR_PAGES_TARGET_INVALID' })
    return false
  }
}

function get(server: Server, path: string): Promise<{ status: number | undefined; body: string }> {
  const { port } = server.address() as AddressInfo
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, agent: false }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (body += chunk))
      response.on('end', () => resolve({ status: response.statusCode, body }))
    })
    sent.on('error', reject).end()
  })
}
