import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { request } from 'undici'
import { type Server, startServer } from '../support/servers.ts'
import { removeSites, writeSite } from '../support/site.ts'
import { type Redis, startRedis, testWithRedis } from './start-redis.ts'

const FILES = {
  'pages/index.mjs': 'export default async (Astro) => html`${await Astro.session.get("user")}`',
  'pages/login.mjs':
    'export const POST = async ({ session, request, redirect }) => { await session.regenerate(); session.set("user", await request.text()); return redirect("/", 303) }',
  'pages/logout.mjs':
    'export const POST = ({ session }) => (session.destroy(), new Response("bye"))',
  'pages/count/[key].mjs':
    'export const POST = ({ session, params }) => (session.set(params.key, 1), new Response("ok"))',
  'pages/keys.mjs': 'export const GET = async ({ session }) => Response.json(await session.keys())',
}

let redis: Redis | undefined
let inRedis: Server[] = []
let inFiles: Server[] = []

beforeAll(async () => {
  redis = await startRedis()
  const dir = `${writeSite(FILES)}/pages`
  const startTwo = (session: string) =>
    Promise.all([1, 2].map(() => startServer('sessions.mjs', dir, session)))
  const starting = [startTwo('filesystem'), Promise.resolve(redis ? startTwo(redis.url) : [])]
  const [files = [], others = []] = await Promise.all(starting)
  inFiles = files
  inRedis = others
}, 60_000)

afterAll(async () => {
  for (const server of [...inRedis, ...inFiles]) await server.stop()
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

async function shareLogin([one, two]: readonly Server[]): Promise<void> {
  if (one === undefined || two === undefined) throw new Error('no two servers')
  const { status, cookie } = await ask(one, '/login', '', 'Ada')
  expect([status, cookie]).toEqual([303, expect.stringMatching(/^ssr-pages-session=/)])
  expect((await ask(two, '/', cookie)).text).toBe('<!DOCTYPE html>Ada')
  const again = await ask(two, '/login', cookie, 'Eve')
  expect((await ask(one, '/', cookie)).text).toBe('')
  expect((await ask(one, '/', again.cookie)).text).toBe('<!DOCTYPE html>Eve')
  await ask(one, '/logout', again.cookie, '')
  expect((await ask(two, '/', again.cookie)).text).toBe('')
}

testWithRedis('two servers on one Redis share a login, and a logout', async () => {
  await shareLogin(inRedis)
  for (const { output } of inRedis) expect(output()).toMatch(/^port \d+\n$/)
})

testWithRedis('a server whose pages are closed lets go of Redis, and ends by itself', async () => {
  for (const server of inRedis) {
    await ask(server, '/stop')
    expect(await server.ended()).toBe(0)
  }
})

test('two servers on one folder share a login, and lose nothing that one of them stores', async () => {
  await shareLogin(inFiles)
  let cookie: string | undefined
  for (const [i, server] of [...inFiles, ...inFiles].entries()) {
    const answer = await ask(server, `/count/${i}`, cookie, '')
    cookie ??= answer.cookie
  }
  for (const server of inFiles) {
    expect((await ask(server, '/keys', cookie)).text).toBe('["0","1","2","3"]')
  }
})
