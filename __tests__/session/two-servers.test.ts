import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { request } from 'undici'
import { type Server, startServer } from '../conformance/start.ts'
import { removeSites, writeSite } from '../core/site.ts'
import { type Redis, startRedis, testWithRedis } from './start-redis.ts'

const FILES = {
  'index.mjs': 'export default async (Astro) => html`${await Astro.session.get("user")}`',
  'login.mjs':
    'export const POST = async ({ session, request, redirect }) => { await session.regenerate(); session.set("user", await request.text()); return redirect("/", 303) }',
  'logout.mjs': 'export const POST = ({ session }) => (session.destroy(), new Response("bye"))',
  'count/[key].mjs':
    'export const POST = ({ session, params }) => (session.set(params.key, 1), new Response("ok"))',
  'keys.mjs': 'export const GET = async ({ session }) => Response.json(await session.keys())',
}

let redis: Redis | undefined
let dir: string
const servers: Server[] = []

beforeAll(async () => {
  redis = await startRedis()
  dir = writeSite(FILES)
})

afterAll(async () => {
  for (const server of servers) await server.stop()
  removeSites()
  await redis?.stop()
})

interface Answer {
  readonly status: number
  readonly text: string
  readonly cookie: string | undefined
}

async function ask(server: Server, path: string, cookie = '', body?: string): Promise<Answer> {
  const {
    statusCode,
    headers,
    body: answer,
  } = await request(`http://127.0.0.1:${server.port}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { cookie },
    body: body ?? null,
  })
  const [setCookie] = [headers['set-cookie']].flat()
  return { status: statusCode, text: await answer.text(), cookie: setCookie?.split(';', 1)[0] }
}

async function startTwo(session: string): Promise<[Server, Server]> {
  const both = await Promise.all([
    startServer('sessions.mjs', dir, session),
    startServer('sessions.mjs', dir, session),
  ])
  servers.push(...both)
  return both
}

async function shareLogin([one, two]: [Server, Server]): Promise<void> {
  const { status, cookie } = await ask(one, '/login', '', 'Ada')
  expect([status, cookie]).toEqual([303, expect.stringMatching(/^ssr-pages-session=/)])
  expect((await ask(two, '/', cookie)).text).toBe('<!DOCTYPE html>Ada')
  const again = await ask(two, '/login', cookie, 'Eve')
  expect((await ask(one, '/', cookie)).text).toBe('<!DOCTYPE html>')
  expect((await ask(one, '/', again.cookie)).text).toBe('<!DOCTYPE html>Eve')
  await ask(one, '/logout', again.cookie, '')
  expect((await ask(two, '/', again.cookie)).text).toBe('<!DOCTYPE html>')
}

testWithRedis('two servers on one Redis share a login, and a logout', async () => {
  const both = await startTwo(redis?.url ?? '')
  await shareLogin(both)
  for (const { output } of both) expect(output()).toMatch(/^port \d+\n$/)
})

testWithRedis('a server whose pages are closed lets go of Redis, and ends by itself', async () => {
  const [server] = await startTwo(redis?.url ?? '')
  await ask(server, '/login', '', 'Ada')
  await ask(server, '/stop')
  expect(await server.ended()).toBe(0)
})

test('two servers on one folder share a login, and lose nothing of what each of them stores', async () => {
  const root = mkdtempSync(join(tmpdir(), 'ssr-pages-two-'))
  try {
    const both = await startTwo('filesystem')
    await shareLogin(both)
    const { cookie } = await ask(both[0], '/login', '', 'Ada')
    for (let i = 0; i < 10; i++) await ask(both[i % 2] ?? both[0], `/count/${i}`, cookie, '')
    expect(JSON.parse((await ask(both[1], '/keys', cookie)).text)).toHaveLength(11)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})
