import { setTimeout as wait } from 'node:timers/promises'
import { randomUUID } from 'node:crypto'
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test, jest } from '@jest/globals'
import { createStorage, prefixStorage } from 'unstorage'
import createLruDriver from 'unstorage/drivers/lru-cache'
import createRedisDriver from 'unstorage/drivers/redis'
import createUnstorageMemory from 'unstorage/drivers/memory'
import { FileDriver } from '../../src/session/file-driver.ts'
import { MemoryDriver } from '../../src/session/memory-driver.ts'
import { openSessionStore } from '../../src/session/open-store.ts'
import { type SessionOption, toSessionSettings } from '../../src/session/settings.ts'
import type { SessionStore } from '../../src/session/store.ts'
import { encode } from '../../src/session/values.ts'
import { until } from '../support/until.ts'
import { type Redis, startRedis, testWithRedis } from './start-redis.ts'

const ID = '6f2c1b7e-9d3a-4c55-8a10-2b7d4e9f0a11'
const GONE = 'ffffffff-9d3a-4c55-8a10-2b7d4e9f0a11'
const OTHER = '0a110a11-9d3a-4c55-8a10-2b7d4e9f0a11'

let folder: string
let redis: Redis | undefined

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ssr-pages-sessions-'))
  redis = await startRedis()
})

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await redis?.stop()
})

function open(option: SessionOption, at: string = folder): SessionStore {
  const store = openSessionStore(toSessionSettings(option, 'filesystem'), at)
  if (store === undefined) throw new Error('no store')
  return store
}

/** Creates a file that was last written `age` seconds ago. */
function leave(sessions: string, name: string, age: number): void {
  const path = join(sessions, name)
  const then = Date.now() / 1000 - age
  writeFileSync(path, 'left')
  utimesSync(path, then, then)
}

function entries(
  values: Record<string, unknown>,
): Map<string, { data: never; expires: undefined }> {
  const pairs = Object.entries(values)
  return new Map(
    pairs.map(([key, value]) => [key, { data: encode(value, key) as never, expires: undefined }]),
  )
}

// What every driver has to support.
async function keepsSessions(store: SessionStore): Promise<void> {
  const values = entries({ user: 'Ada', ['__proto__']: { a: 1 }, n: '1', when: new Date(0) })
  expect(await store.read(ID)).toBeUndefined()
  await store.write(ID, values)
  await store.write(OTHER, entries({ user: 'Bob' }))
  expect(await store.read(ID)).toEqual(values)
  await store.write(ID, entries({}))
  expect(await store.read(ID)).toEqual(entries({}))
  await store.remove(ID)
  await store.remove(ID)
  expect(await store.read(ID)).toBeUndefined()
  expect(await store.read(OTHER)).toEqual(entries({ user: 'Bob' }))
  await store.close()
}

const options: [name: string, option: () => SessionOption][] = [
  ['memory', () => 'memory'],
  ['files', () => 'filesystem'],
  ['files, when nothing is said', () => ({})],
  ['a driver of unstorage', () => createUnstorageMemory()],
  ['another driver of unstorage', () => createLruDriver({ max: 10 })],
  ['a storage of unstorage', () => createStorage()],
  ['a part of a storage', () => prefixStorage(createStorage(), 'sessions')],
  ['a map', () => ({ driver: mapDriver(), ttl: 60 })],
]

function mapDriver(): {
  getItem(id: string): unknown
  setItem(id: string, text: string): void
  removeItem(id: string): void
} {
  const map = new Map<string, string>()
  return {
    getItem: (id) => map.get(id),
    setItem: (id, text) => void map.set(id, text),
    removeItem: (id) => void map.delete(id),
  }
}

describe('sessions are kept, told apart and removed in', () => {
  test.each(options)('%s', async (_, option) => {
    rmSync(folder, { recursive: true, force: true })
    await keepsSessions(open(option()))
  })

  testWithRedis('Redis', () => keepsSessions(open(redis?.url ?? '')))
  testWithRedis('Redis, for a time', () =>
    keepsSessions(open({ driver: redis?.url ?? '', ttl: 9 })),
  )
})

test('a driver that the user passed is not closed', async () => {
  let disposed = 0
  const store = open({ driver: { ...mapDriver(), dispose: () => (disposed += 1) } })
  await store.read(ID)
  await store.close()
  expect(disposed).toBe(0)
})

describe('files of sessions', () => {
  test("can be read by the server's user only", async () => {
    const sessions = join(folder, 'private')
    await new FileDriver(sessions).setItem(ID, 'text', { ttl: 60 })
    expect(statSync(sessions).mode & 0o777).toBe(0o700)
    expect(statSync(join(sessions, ID)).mode & 0o777).toBe(0o600)
  })

  test('are never read half written', async () => {
    const sessions = join(folder, 'whole')
    const driver = new FileDriver(sessions)
    const texts = ['a', 'b'].map((letter) => letter.repeat(200_000))
    await driver.setItem(ID, texts[0] ?? '', { ttl: 60 })
    let isWriting = true
    const writing = (async () => {
      for (let i = 0; i < 40; i++) await driver.setItem(ID, texts[i % 2] ?? '', { ttl: 60 })
      isWriting = false
    })()
    while (isWriting) expect(texts.includes((await driver.getItem(ID)) ?? '')).toBe(true)
    await writing
    expect(readdirSync(sessions)).toEqual([ID])
  })

  test.each<[name: string, file: string, age: number, isKept: boolean]>([
    ['of sessions that have ended are removed', OTHER, 61, false],
    ['of sessions that have not ended stay', OTHER, 50, true],
    ['that a killed server left half written are removed', `${OTHER}.${ID}`, 61, false],
    ['that are being written stay', `${OTHER}.${ID}`, 5, true],
    ['of others stay', 'notes.txt', 1e6, true],
  ])('%s', async (_, file, age, isKept) => {
    const sessions = mkdtempSync(join(folder, 'old-'))
    leave(sessions, file, age)
    leave(sessions, GONE, 1e6)
    await new FileDriver(sessions).setItem(ID, 'text', { ttl: 60 })
    await until(() => !readdirSync(sessions).includes(GONE))
    expect(readdirSync(sessions).includes(file)).toBe(isKept)
  })

  test('that a killed server left half written stay no longer than an hour, whatever the ttl', async () => {
    const sessions = mkdtempSync(join(folder, 'drafts-'))
    leave(sessions, `${OTHER}.${ID}`, 3_700)
    leave(sessions, OTHER, 3_700)
    await new FileDriver(sessions).setItem(ID, 'text', { ttl: 1_209_600 })
    await until(() => readdirSync(sessions).length === 2)
    expect(readdirSync(sessions).toSorted()).toEqual([OTHER, ID].toSorted())
  })

  test('of 600 ended sessions are all removed in a busy minute', async () => {
    const sessions = mkdtempSync(join(folder, 'busy-'))
    const all = Array.from({ length: 600 }, () => randomUUID())
    for (const name of all) leave(sessions, name, 100)
    const driver = new FileDriver(sessions)
    let isBusy = true
    const visitors = Array.from({ length: 20 }, async () => {
      const id = randomUUID()
      while (isBusy) {
        await driver.setItem(id, 'text', { ttl: 60 })
        // Few enough saves that the cleaning gets its turn, even on a slow disk.
        await wait(50)
      }
      await driver.removeItem(id)
    })
    try {
      // Other processes remove ended sessions too: files vanish while the folder is being cleaned.
      const vanishing = readdirSync(sessions).filter((_, index) => index % 6 === 0)
      for (const name of vanishing.toReversed()) await driver.removeItem(name)
      // One look at the folder: 600 looks at files would hold the cleaning up.
      const ended = new Set<string>(all)
      const isClean = () => !readdirSync(sessions).some((name) => ended.has(name))
      await until(isClean)
    } finally {
      isBusy = false
      await Promise.all(visitors)
    }
    expect(readdirSync(sessions)).toEqual([])
  })

  test('are removed even if one of them cannot be', async () => {
    const sessions = mkdtempSync(join(folder, 'odd-'))
    mkdirSync(join(sessions, OTHER))
    utimesSync(join(sessions, OTHER), 1, 1)
    const names = Array.from({ length: 20 }, () => randomUUID())
    for (const name of names) leave(sessions, name, 100)
    await new FileDriver(sessions).setItem(ID, 'text', { ttl: 60 })
    await until(() => readdirSync(sessions).length === 2)
    expect(readdirSync(sessions).toSorted()).toEqual([OTHER, ID].toSorted())
  })

  test('that cannot be written are an error that says why', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, 'no folder')
    const error = {
      code: 'SSR_PAGES_SESSION_STORE_FAILED',
      message: expect.stringMatching(/EEXIST|ENOTDIR/),
    }
    await expect(open('filesystem', file).write(ID, entries({}))).rejects.toMatchObject(error)
    await expect(open('filesystem', file).read(ID)).rejects.toMatchObject(error)
    expect(readFileSync(file, 'utf8')).toBe('no folder')
  })
})

describe('a clock that jumps', () => {
  const { now } = Date
  const day = 86_400_000

  afterEach(() => {
    Date.now = now
  })

  test('does not keep ended sessions in memory', async () => {
    const driver = new MemoryDriver()
    Date.now = () => now() + 365 * day
    driver.setItem(ID, 'a', { ttl: 0.01 })
    Date.now = now
    await wait(20)
    driver.setItem(OTHER, 'b', { ttl: 0.01 })
    expect([driver.getItem(ID), driver.getItem(OTHER)]).toEqual([undefined, 'b'])
  })

  test('does not keep files of ended sessions', async () => {
    const sessions = mkdtempSync(join(folder, 'jump-'))
    const driver = new FileDriver(sessions)
    Date.now = () => now() + 365 * day
    await driver.setItem(ID, 'text', { ttl: 0.01 })
    Date.now = now
    leave(sessions, OTHER, 100)
    const uptime = performance.now.bind(performance)
    performance.now = () => uptime() + 2 * 3_600_000
    await driver.setItem(ID, 'text', { ttl: 60 })
    performance.now = uptime
    await until(() => !readdirSync(sessions).includes(OTHER))
  })
})

test('sessions end and are removed without the option ttl', async () => {
  const sessions = mkdtempSync(join(folder, 'default-'))
  leave(sessions, OTHER, 1_209_700)
  leave(sessions, GONE, 1_209_500)
  const store = open('filesystem', sessions)
  await store.write(ID, entries({ a: 1 }))
  await until(() => !readdirSync(sessions).includes(OTHER))
  expect(readdirSync(sessions).toSorted()).toEqual([ID, GONE].toSorted())
  expect(JSON.parse(readFileSync(join(sessions, ID), 'utf8').split('\n')[1] ?? '')[0]).toBeCloseTo(
    Date.now() + 1_209_600_000,
    -5,
  )
})

test('sessions that have ended free their memory', async () => {
  const driver = new MemoryDriver()
  driver.setItem(ID, 'a', { ttl: 0.01 })
  driver.setItem(OTHER, 'b', { ttl: 60 })
  await wait(20)
  driver.setItem(OTHER, 'c', { ttl: 60 })
  expect([driver.getItem(ID), driver.getItem(OTHER)]).toEqual([undefined, 'c'])
})

testWithRedis('Redis forgets a session after its ttl by itself', async () => {
  const { default: Client } = await import('ioredis')
  const store = open({ driver: redis?.url ?? '', ttl: 100 })
  await store.write(ID, entries({ a: 1 }))
  const client = new Client.Redis(redis?.url ?? '')
  expect(await client.keys('*')).toContain(`ssr-pages-sessions:${ID}`)
  expect(await client.ttl(`ssr-pages-sessions:${ID}`)).toBeGreaterThan(90)
  client.disconnect()
  await store.close()
})

testWithRedis('a Redis that goes away is an error', async () => {
  const own = await startRedis()
  const driver = createRedisDriver({ url: own?.url ?? '', retryStrategy: () => null })
  driver.getInstance?.().on('error', () => {})
  const store = open(driver)
  await store.write(ID, entries({ a: 1 }))
  await own?.stop()
  await expect(store.read(ID)).rejects.toMatchObject({ code: 'SSR_PAGES_SESSION_STORE_FAILED' })
})

test('a package that is not installed is named, with what to type', async () => {
  jest.unstable_mockModule('@netlify/blobs', () => {
    throw new Error('not installed')
  })
  await expect(open('netlify-blobs').read(ID)).rejects.toMatchObject({
    code: 'SSR_PAGES_SESSION_DRIVER_MISSING',
    message: expect.stringContaining('npm install @netlify/blobs'),
  })
})
