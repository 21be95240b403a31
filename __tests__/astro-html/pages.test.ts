import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ssrPages } from '../../src/index.ts'
import { ROOT } from '../support/root.ts'
import { buildWarm } from '../support/warm-cli.ts'
import { toComparable, withoutCharset } from './comparable.ts'
import { readSites } from './read-cases.ts'
import { writeSite } from './write-site.ts'

/** What Astro 7.3.5 prints, by site and case: see `record.ts`. */
const RECORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = JSON.parse(
  readFileSync(join(ROOT, '__tests__/astro-html/records.json'), 'utf8'),
)

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })))

describe.each(readSites())('Markdown, MDX and collections as in Astro: $name', (site) => {
  let read: (page: string) => Promise<string> | string

  beforeAll(async () => {
    const root = mkdtempSync(`${ROOT}/__tests__/fixtures/dist-astro-html-`)
    folders.push(root)
    writeSite(root, site)
    await buildWarm(root)
    read = readerOf(root)
  })

  test.each(site.cases)('$name', async ({ name, page }) => {
    const expected = RECORDS[site.name]?.[name]
    if (expected === undefined) throw new Error('not recorded: run __tests__/astro-html/record.ts')
    const ours = await read(page)
    const isForgotten = !/<meta charset/.test(expected)
    expect(toComparable(isForgotten ? withoutCharset(ours) : ours)).toEqual(toComparable(expected))
  })
})

// Pages are files in a static build; a server answers the others.
function readerOf(root: string): (page: string) => Promise<string> | string {
  const pages = ssrPages({ dir: join(root, 'dist/pages') })
  return async (page) => {
    const file = join(root, 'dist/client', page, 'index.html')
    if (existsSync(file)) return readFileSync(file, 'utf8')
    const response = await pages.fetch(new Request(`http://localhost${page}`))
    if (response === undefined) throw new Error(`no page: ${page}`)
    return response.text()
  }
}
