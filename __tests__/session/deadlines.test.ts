import { execFileSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import type { Express } from 'express'
import supertest from 'supertest'
import { createStorage } from 'unstorage'
import createUnstorageMemory from 'unstorage/drivers/memory'
import { createHandler } from '../../src/netlify/index.ts'
import type { SessionOption } from '../../src/session/settings.ts'
import { startServer } from '../support/servers.ts'
import { createApp, createSite, removeSites } from '../support/site.ts'
import { until } from '../support/until.ts'
import { startRedis, testWithRedis } from './start-redis.ts'

afterAll(removeSites)

const FILES = {
  'index.mjs': 'export default async (Astro) => html`${await Astro.session.get("user")}`',
  'set/[user].mjs':
    'export default (Astro) => (Astro.session.set("user", Astro.params.user), html`set`)',
  'plain.mjs': 'export default () => html`plain`',
  'copes.mjs':
    'export default async (Astro) => html`${await Astro.session.get("user").catch(() => "somebody")}`',
}

const FAILED = 'host error SSR_PAGES_SESSION_STORE_FAILED'

/** Seconds. */
const TIMEOUT = 0.5

/**
 * Enough for a slow machine; without the deadline, Redis alone takes ten seconds, or never ends.
 */
const SOON_MS = 6_000

function open(driver: SessionOption): { app: Express; close(): Promise<void> } {
  const pages = createSite(FILES, { session: { driver, timeout: TIMEOUT } as SessionOption })
  return { app: createApp(pages), close: () => pages.close() }
}

// The first request loads the driver, which takes longer than the deadline on a busy machine.
async function login(app: Express): Promise<string> {
  let cookie: string | undefined
  await until(async () => {
    const response = await supertest(app).get('/set/Ada')
    cookie = response.get('set-cookie')?.[0]?.split(';', 1)[0]
    return response.status === 200
  })
  return cookie ?? ''
}

async function readAs(app: Express, cookie: string, path = '/'): Promise<string> {
  return (await supertest(app).get(path).set('cookie', cookie)).text
}

/**
 * Checks what visitors get while the store does not answer: readers and writers of one session, and
 * others.
 */
async function failsSoon(app: Express, cookie: string, isWritten = true): Promise<void> {
  const start = performance.now()
  const paths = isWritten ? ['/', '/set/Bob', '/set/Eve', '/'] : ['/', '/']
  const answers = await Promise.all([
    readAs(app, cookie, '/copes'),
    readAs(app, '', '/plain'),
    ...paths.map((path) => readAs(app, cookie, path)),
  ])
  expect(answers).toEqual([
    '<!DOCTYPE html>somebody',
    '<!DOCTYPE html>plain',
    ...paths.map(() => FAILED),
  ])
  expect(performance.now() - start).toBeLessThan(SOON_MS)
}

async function worksAgain(app: Express, cookie: string): Promise<void> {
  await until(async () => (await readAs(app, cookie, '/set/Zoe')) === '<!DOCTYPE html>set')
  expect(await readAs(app, cookie)).toBe('<!DOCTYPE html>Zoe')
}

describe('a page fails soon, and works again as soon as the store does, when', () => {
  testWithRedis('Redis is frozen', async () => {
    const redis = await startRedis()
    const { app, close } = open(redis?.url ?? '')
    const cookie = await login(app)
    redis?.signal('SIGSTOP')
    await failsSoon(app, cookie)
    await failsSoon(app, cookie)
    redis?.signal('SIGCONT')
    await worksAgain(app, cookie)
    await close()
    await redis?.stop()
  })

  testWithRedis('Redis is killed, and started again', async () => {
    const redis = await startRedis()
    const { app, close } = open(redis?.url ?? '')
    const cookie = await login(app)
    redis?.signal('SIGKILL')
    await redis?.stop()
    await failsSoon(app, cookie)
    await failsSoon(app, cookie)
    const again = await startRedis(redis?.port)
    // The store was emptied, so the visitor logs in again.
    await until(async () => (await readAs(app, cookie)) === '')
    await worksAgain(app, await login(app))
    await close()
    await again?.stop()
  })

  testWithRedis('Redis was frozen before the first page asked for it', async () => {
    const redis = await startRedis()
    redis?.signal('SIGSTOP')
    const { app, close } = open(redis?.url ?? '')
    const start = performance.now()
    await supertest(app).get('/set/Ada').expect(500, FAILED)
    expect(performance.now() - start).toBeLessThan(SOON_MS)
    redis?.signal('SIGCONT')
    await until(async () => (await readAs(app, '', '/set/Ada')) === '<!DOCTYPE html>set')
    await close()
    await redis?.stop()
  })

  test('a driver of unstorage hangs', async () => {
    let isHanging = false
    const memory = createUnstorageMemory()
    const hang = <A extends unknown[], R>(work: (...args: A) => R) =>
      ((...args: A) => (isHanging ? new Promise(() => {}) : work(...args))) as (...args: A) => R
    const { getItem, setItem } = memory
    if (setItem === undefined) throw new Error('no setItem')
    const driver = { ...memory, getItem: hang(getItem), setItem: hang(setItem) }
    const { app } = open(createStorage({ driver }))
    const cookie = await login(app)
    isHanging = true
    await failsSoon(app, cookie)
    isHanging = false
    await worksAgain(app, cookie)
  })

  test('Netlify Blobs do not answer', async () => {
    const blobs = await startServer('blobs.mjs')
    const edgeURL = `http://127.0.0.1:${blobs.port}`
    const context = { edgeURL, uncachedEdgeURL: edgeURL, token: 'token', siteID: 'site' }
    process.env['NETLIFY_BLOBS_CONTEXT'] = Buffer.from(JSON.stringify(context)).toString('base64')
    const { app } = open('netlify-blobs')
    const cookie = await login(app)
    blobs.signal('SIGSTOP')
    await failsSoon(app, cookie)
    blobs.signal('SIGCONT')
    await worksAgain(app, cookie)
    await blobs.stop()
    delete process.env['NETLIFY_BLOBS_CONTEXT']
  })
})

test('a page fails soon when the file system hangs', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ssr-pages-hangs-'))
  const { FileDriver } = await import('../../src/session/file-driver.ts')
  const { app } = open(new FileDriver(folder))
  const cookie = await login(app)
  // Opening a FIFO waits for a writer, like a network disk that is gone.
  const [id = ''] = readdirSync(folder)
  rmSync(join(folder, id))
  execFileSync('mkfifo', [join(folder, id)])
  await failsSoon(app, cookie, false)
  closeSync(openSync(join(folder, id), constants.O_WRONLY | constants.O_NONBLOCK))
  rmSync(folder, { recursive: true })
})

test('a function on Netlify has the same deadline and answers 500', async () => {
  const manifest = {
    version: 1,
    base: '/',
    trailingSlash: 'ignore',
    redirects: [],
    routes: [{ pattern: '/', file: 'index.mjs', kind: 'page', styles: [], scripts: [] }],
  }
  const hanging = { getItem: () => new Promise(() => {}), setItem() {}, removeItem() {} }
  const page = {
    default: async (Astro: { session: { get(key: string): Promise<unknown> } }) =>
      new Response(String(await Astro.session.get('user'))),
  }
  const handle = createHandler(
    manifest as unknown as Parameters<typeof createHandler>[0],
    { 'index.mjs': () => Promise.resolve(page) },
    { session: { driver: hanging, timeout: TIMEOUT } },
  )
  const cookie = 'ssr-pages-session=6f2c1b7e-9d3a-4c55-8a10-2b7d4e9f0a11'
  const response = await handle(new Request('http://localhost/', { headers: { cookie } }))
  expect([response.status, await response.text()]).toEqual([500, 'Internal Server Error'])
})
