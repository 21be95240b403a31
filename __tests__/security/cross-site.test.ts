import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { type Server, startServer } from '../conformance/start.ts'
import { get } from './attack.ts'
import { crossSite, ownForms } from './cross-site.ts'
import { exchange } from './exchange.ts'
import { expectSafe, runAttacks } from './run-attacks.ts'

describe('a form of another site is harmless', () => {
  runAttacks(crossSite)
})

describe('a form of the site itself works', () => {
  runAttacks(ownForms)
})

describe.each([undefined, 'production', 'staging'])('whatever NODE_ENV is: %s', (environment) => {
  const { NODE_ENV: before } = process.env
  let server: Server

  beforeAll(async () => {
    setEnvironment(environment)
    server = await startServer('security.mjs', 'direct', 'express')
  })
  afterEach(() => setEnvironment(before))
  afterAll(() => server.stop())

  test('a form of another site is refused, and nothing of the page has run', async () => {
    for (const { request, safe } of crossSite) {
      for (const bytes of [request].flat()) await expectSafe(server.port, bytes, safe)
    }
    const [count] = await exchange(server.port, get('/api/count'), 1)
    expect(count?.body).toBe('{"handled":0}')
    const [form] = await exchange(server.port, get('/form'), 1)
    expect(form?.body).toBe('<!DOCTYPE html><p>0 posts</p>')
  })
})

function setEnvironment(value: string | undefined): void {
  if (value === undefined) delete process.env['NODE_ENV']
  else process.env['NODE_ENV'] = value
}
