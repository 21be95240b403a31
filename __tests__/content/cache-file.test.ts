import {
  mkdtempSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { cacheFileOf, readCache, writeCache } from '../../src/content/cache.ts'
import type { StoredEntry } from '../../src/shared/content.ts'

const fail = (message: string) => {
  throw new Error(message)
}

function collectionOf(entries: readonly StoredEntry[]) {
  return {
    entries: new Map(entries.map((entry) => [entry.id, entry])),
    meta: new Map([['a', 'b']]),
  }
}

const ENTRY: StoredEntry = {
  id: '__proto__',
  data: {
    when: new Date(5),
    big: 5n,
    set: new Set([1]),
    map: new Map([['a', new URL('https://a.example/')]]),
    text: '\u2028\n',
  },
  body: 'a\nb',
  filePath: 'a.md',
  digest: 'd',
  rendered: { html: '<p>\n</p>', metadata: { frontmatter: { date: new Date(6) }, headings: [] } },
  assetImports: ['./a.png'],
  imageImports: [['cover', 0]],
}

describe('the file of the cache', () => {
  test('gives back each value of an entry', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'ssr-pages-test-')), 'x/build.jsonl')
    const written = new Map([
      ['__proto__', collectionOf([ENTRY, { id: 'b', data: null }])],
      ['none', collectionOf([])],
    ])
    await writeCache(file, 'key', written, fail)
    expect(await readCache(file, 'key', fail)).toEqual(written)
    expect((await readCache(file, 'other', fail)).size).toBe(0)
  })

  test('is whole, whichever of many processes at once wrote it last', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ssr-pages-test-'))
    const file = join(folder, 'build.jsonl')
    const abandoned = join(folder, 'build.jsonl.x.tmp')
    writeFileSync(abandoned, '')
    utimesSync(abandoned, 0, 0)
    const sizes = [1, 500, 20, 3000]
    await Promise.all(
      sizes.map(async (count) => {
        const entries = Array.from({ length: count }, (_, id) => ({
          id: String(id),
          data: { count },
        }))
        await writeCache(file, 'key', new Map([['a', collectionOf(entries)]]), fail)
        const { entries: read } = (await readCache(file, 'key', fail)).get('a') ?? collectionOf([])
        expect(sizes).toContain(read.size)
        expect(
          [...read.values()].every(({ data }) => JSON.stringify(data) === `{"count":${read.size}}`),
        ).toBe(true)
      }),
    )
    expect(readdirSync(folder)).toEqual(['build.jsonl'])
  })

  test('is not in packages that are linked from elsewhere', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ssr-pages-test-'))
    for (const name of ['real/node_modules', 'own/node_modules', 'own/packages/site', 'linked']) {
      mkdirSync(join(folder, name), { recursive: true })
    }
    symlinkSync(join(folder, 'real/node_modules'), join(folder, 'linked/node_modules'))
    expect(cacheFileOf(join(folder, 'linked'), 'build')).toBeUndefined()
    expect(cacheFileOf(join(folder, 'own'), 'dev')).toBe(
      join(folder, 'own/node_modules/.ssr-pages/content/dev.jsonl'),
    )
    expect(cacheFileOf(join(folder, 'own/packages/site'), 'dev')).toMatch(
      /own\/node_modules\/\.ssr-pages\/content-[\da-f]{16}\/dev\.jsonl$/,
    )
  })
})
