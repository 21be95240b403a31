import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Server, startServer } from '../support/servers.ts'
import { get } from './attack.ts'
import { exchange } from './exchange.ts'
import { paths } from './paths.ts'

const ADMIN = /admin only/

describe.each(['express', 'express4', 'connect', 'fastify', 'child'])('in %s', (host) => {
  let server: Server

  beforeAll(async () => {
    server = await startServer('guards.mjs', host)
  })
  afterAll(() => server.stop())

  test.each(paths)('$id: no check of the host is bypassed', async ({ request }) => {
    const send = async (bytes: string) => [bytes, (await exchange(server.port, bytes, 1))[0]?.body]
    for (const sent of await Promise.all([request].flat().map(send))) {
      expect(sent).not.toEqual([expect.anything(), expect.stringMatching(ADMIN)])
    }
  })

  test.each(['/admin', '/admin/', '/admin/users', '/app/admin', '/app/admin/users'])(
    'CVE-2026-22031: %s is guarded, and answers whoever may see it',
    async (path) => {
      expect((await exchange(server.port, get(path), 1))[0]).toMatchObject({ status: 403 })
      const allowed = get(path, 'Authorization: x')
      expect((await exchange(server.port, allowed, 1))[0]?.body).toMatch(ADMIN)
    },
  )
})
