import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type DevProcess, startDev } from '../integrations/dev-process.ts'
import { ROOT } from '../support/root.ts'
import { asBuilt, toComparable, withoutCharset } from './comparable.ts'
import { readSites } from './read-cases.ts'
import { writeSite } from './write-site.ts'

/** What Astro 7.3.5 prints, by site and case: see `record.ts`. */
const RECORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = JSON.parse(
  readFileSync(join(ROOT, '__tests__/astro-html/records.json'), 'utf8'),
)

// The largest site: the others differ in options, which development reads in the same place.
const site = readSites().find(({ name }) => name === 'satteri')
if (site === undefined) throw new Error('there is no site "satteri"')

describe('Markdown, MDX and collections in development as in Astro', () => {
  const root = mkdtempSync(`${ROOT}/__tests__/fixtures/dist-astro-html-`)
  let server: DevProcess

  beforeAll(async () => {
    writeSite(root, site)
    server = await startDev(root)
  })
  afterAll(async () => {
    await server.stop()
    rmSync(root, { recursive: true })
  })

  test.each(site.cases)('$name', async ({ name, page }) => {
    const expected = RECORDS[site.name]?.[name] ?? ''
    const ours = asBuilt(await server.read(page))
    const isForgotten = !/<meta charset/.test(expected)
    expect(toComparable(isForgotten ? withoutCharset(ours) : ours)).toEqual(toComparable(expected))
  })
})
