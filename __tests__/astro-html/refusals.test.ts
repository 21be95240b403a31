import { afterAll, describe, expect, test } from '@jest/globals'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../support/root.ts'
import { runWarmCli } from '../support/warm-cli.ts'
import { readRefusals } from './read-cases.ts'
import { writeRefusal } from './write-site.ts'

/** What Astro 7.3.5 did with the same mistake, and what it printed: see `record.ts`. */
const RECORDS: Readonly<Record<string, { readonly result: string }>> = JSON.parse(
  readFileSync(join(ROOT, '__tests__/astro-html/refusals.json'), 'utf8'),
)

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })))

/** Astro reports these as errors, and builds all the same, without the entries: we refuse them. */
const STRICTER = new Set([
  'A data file that does not exist is empty without a word',
  'A data file that is not JSON is empty without a word',
  'An entry of a data file without an id is left out without a word',
])

/** What Astro refuses is refused, what it warns of is built, and what it does not notice is said all the same. */
describe('a mistake in Markdown, MDX or content is reported where Astro reports it', () => {
  test.each(readRefusals())('$name', async (one) => {
    const root = mkdtempSync(`${ROOT}/__tests__/fixtures/dist-astro-refusals-`)
    folders.push(root)
    writeRefusal(root, one)
    const { code, stdout, stderr } = await runWarmCli(['build'], root)
    const printed = stdout + stderr
    const missing = one.says.filter((text) => !printed.includes(text))
    const result = STRICTER.has(one.name) ? 'refused' : RECORDS[one.name]?.result
    const wrongCode = (result === 'refused' && code === 0) || (result === 'warned' && code !== 0)
    expect({
      missing,
      printed: missing.length > 0 || wrongCode ? printed : '',
      result,
      wrongCode,
    }).toEqual({ missing: [], printed: '', result: expect.any(String), wrongCode: false })
  })
})
