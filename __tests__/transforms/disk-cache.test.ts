import { afterAll, afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DiskCache } from '../../src/transforms/disk-cache.ts'
import { ImageStore } from '../../src/transforms/image-store.ts'
import type { MadeImage } from '../../src/transforms/make-image.ts'

const MB = 1024 * 1024
const parent = mkdtempSync(join(tmpdir(), 'ssr-pages-images-'))
let folder: string
let count = 0

beforeEach(() => {
  count += 1
  folder = join(parent, String(count))
})
afterEach(() => void jest.restoreAllMocks())
afterAll(() => rmSync(parent, { recursive: true, force: true }))

const IMAGE: MadeImage = { bytes: new Uint8Array([1, 2, 3]), kind: 'webp' }

function files(): string[] {
  return readdirSync(folder).map((name) => join(folder, name))
}

test('an image is there after a restart, in a folder that only the server can read', async () => {
  await new DiskCache(folder, MB).write('key', IMAGE)
  const read = await new DiskCache(folder, MB).read('key')
  expect([[...(read?.bytes ?? [])], read?.kind]).toEqual([[1, 2, 3], 'webp'])
  expect(await new DiskCache(folder, MB).read('other')).toBe(undefined)
})

test.each([
  ['is cut off', (bytes: Buffer) => bytes.subarray(0, -1)],
  ['is empty', () => Buffer.alloc(0)],
  [
    'has another byte',
    (bytes: Buffer) => Buffer.from(bytes.map((it, at) => (at === 41 ? it ^ 1 : it))),
  ],
  ['is another file', () => Buffer.from('<html>'.repeat(20))],
])('a file that %s is made again', async (_, damage) => {
  await new DiskCache(folder, MB).write('key', IMAGE)
  const [file = ''] = files()
  writeFileSync(file, damage(readFileSync(file)))
  expect(await new DiskCache(folder, MB).read('key')).toBe(undefined)
  const store = new ImageStore(MB, new DiskCache(folder, MB))
  const { signal } = new AbortController()
  const { bytes } = await store.get('key', signal, async () => IMAGE)
  expect([...bytes]).toEqual([1, 2, 3])
})

test('the folder stays within its bound, and the images that were used last stay', async () => {
  const disk = new DiskCache(folder, 20_000)
  const large = { bytes: new Uint8Array(1000), kind: 'png' as const }
  for (let index = 0; index < 60; index += 1) {
    await disk.write(`key ${index}`, large)
    const old = new Date(Date.now() - (100 - index) * 60_000)
    for (const file of files().slice(-1)) utimesSync(file, old, old)
  }
  const total = files().reduce((sum, file) => sum + readFileSync(file).length, 0)
  expect(total).toBeLessThanOrEqual(20_000)
  expect(files().length).toBeGreaterThan(10)
})

test('other files in the folder stay', async () => {
  const disk = new DiskCache(folder, 1)
  await disk.write('one', IMAGE)
  writeFileSync(join(folder, 'notes.txt'), 'mine')
  await disk.write('two', IMAGE)
  await disk.write('three', IMAGE)
  expect(readdirSync(folder)).toContain('notes.txt')
})

test('several servers write the same image at once', async () => {
  const caches = Array.from({ length: 8 }, () => new DiskCache(folder, MB))
  await Promise.all(caches.map((disk) => disk.write('key', IMAGE)))
  expect(files().length).toBe(1)
  expect((await caches[0]?.read('key'))?.kind).toBe('webp')
})

test('images are kept on disk again when a full disk has room again', async () => {
  writeFileSync(folder, 'in the way of the folder')
  const disk = new DiskCache(folder, MB)
  await disk.write('key', IMAGE)
  rmSync(folder)
  await disk.write('key', IMAGE)
  expect(await disk.read('key')).toBe(undefined)
  const later = Date.now() + 61_000
  jest.spyOn(Date, 'now').mockReturnValue(later)
  await disk.write('key', IMAGE)
  expect((await disk.read('key'))?.kind).toBe('webp')
})

test('without a disk that can be written, images are sent all the same', async () => {
  writeFileSync(folder, 'a file, not a folder')
  const store = new ImageStore(MB, new DiskCache(folder, MB))
  const { signal } = new AbortController()
  const { etag } = await store.get('key', signal, async () => IMAGE)
  expect(etag).toMatch(/^"[\w-]{27}"$/)
  chmodSync(folder, 0o600)
})

test('a file that cannot be decoded is not decoded for every request', async () => {
  const store = new ImageStore(MB)
  const { signal } = new AbortController()
  let calls = 0
  const fail = async () => {
    calls += 1
    throw new Error('broken')
  }
  for (let index = 0; index < 5; index += 1) {
    await expect(store.get('key', signal, fail)).rejects.toThrow('broken')
  }
  expect(calls).toBe(1)
})
