import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Server, startServer } from '../support/servers.ts'
import { get } from './attack.ts'
import { crossSite, ownForms } from './cross-site.ts'
import { exchange } from './exchange.ts'
import { expectAllSafe, runAttacks } from './run-attacks.ts'

describe('a form of another site is harmless', () => {
  runAttacks(crossSite)
})

describe('a form of the site itself works', () => {
  runAttacks(ownForms)
})

describe('when NODE_ENV has an unknown value', () => {
  const { NODE_ENV: before } = process.env
  let server: Server

  beforeAll(async () => {
    process.env['NODE_ENV'] = 'staging'
    server = await startServer('security.mjs', 'direct', 'express')
    process.env['NODE_ENV'] = before
  })
  afterAll(() => server.stop())

  test('forms of other sites are refused before any page runs', async () => {
    await Promise.all(
      crossSite.map(({ request, safe }) => expectAllSafe(server.port, request, safe)),
    )
    const [count] = await exchange(server.port, get('/api/count'), 1)
    expect(count?.body).toBe('{"handled":0}')
    const [form] = await exchange(server.port, get('/form'), 1)
    expect(form?.body).toBe('<!DOCTYPE html><p>0 posts</p>')
  })
})
