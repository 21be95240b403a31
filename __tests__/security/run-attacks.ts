import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Server, startServer } from '../support/servers.ts'
import { type Attack, CANARY, HOME, type Safe, get } from './attack.ts'
import { type Answer, exchange, headerOf } from './exchange.ts'

const NEXT = get('/next-on-the-connection', 'Connection: close')

/** Creates a test for each attack, against a server without a proxy and one behind a proxy. */
export function runAttacks(attacks: readonly Attack[]): void {
  describe.each(['direct', 'trusting'])('a server that is %s', (trust) => {
    let server: Server
    beforeAll(async () => {
      server = await startServer('security.mjs', trust, 'express')
    })
    afterAll(() => server.stop())

    test.each(attacks)('$id: $what', async ({ request, safe, proxied }) => {
      const expected = trust === 'trusting' ? (proxied ?? safe) : safe
      await expectAllSafe(server.port, request, expected)
    })
  })
}

/** Sends attacks, each on its own connection, and expects that the server is unchanged. */
export async function expectAllSafe(
  port: number,
  requests: string | readonly string[],
  safe: Safe,
): Promise<void> {
  await Promise.all([requests].flat().map((bytes) => expectSafe(port, bytes, safe)))
  await expectHealthy(port)
}

/** Sends one attack; expects a safe answer, and an unaffected answer to the next request. */
async function expectSafe(port: number, bytes: string, safe: Safe): Promise<void> {
  try {
    const [answer, next, ...others] = await exchange(port, bytes + NEXT, 2)
    expect(others).toEqual([])
    // A server that cannot parse a request accepts no other on the same connection.
    if (next !== undefined) expect(next).toMatchObject({ status: 404, body: 'host 404' })
    else expect(answer && headerOf(answer, 'connection')).toEqual(['close'])
    expectAnswer(answer, safe)
  } catch (error) {
    throw new Error(`${bytes.slice(0, 300)}\n${String(error)}`, { cause: error })
  }
}

/** Requests the simplest page, which also reports errors of the server. */
export async function expectHealthy(port: number): Promise<void> {
  const [home] = await exchange(port, get('/'), 1)
  expect(home).toMatchObject({ status: 200, body: HOME })
}

function expectAnswer(answer: Answer | undefined, safe: Safe): void {
  if (answer === undefined) throw new Error('The server closed the connection without an answer.')
  expect([safe.status].flat()).toContain(answer.status)
  expectBody(answer.body, safe.body)
  expect(answer.body).not.toContain(CANARY)
  for (const [name, wanted] of Object.entries(safe.headers ?? {})) {
    const seen = headerOf(answer, name)
    if (wanted instanceof RegExp) expect(seen.join()).toMatch(wanted)
    else expect(seen).toEqual(wanted === undefined ? [] : [wanted].flat())
  }
}

function expectBody(body: string, wanted: Safe['body']): void {
  if (typeof wanted === 'string') expect(body).toBe(wanted)
  else if (wanted instanceof RegExp) expect(body).toMatch(wanted)
  else if (wanted !== undefined) expect(JSON.parse(body)).toMatchObject(wanted)
}
