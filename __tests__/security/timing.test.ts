import { describe, expect, test } from '@jest/globals'
import { Cookies } from '../../src/context/cookies.ts'
import { isOneValue } from '../../src/render/css-value.ts'
import { escapeHtml } from '../../src/shared/escape.ts'
import { toPathname } from '../../src/shared/pathname.ts'
import { matcherOf } from '../support/routes.ts'
import { fastest } from '../support/growth.ts'

/** Work that an attacker can cause, which must be proportional to the length of the input. */
interface Work {
  readonly id: string
  readonly what: string
  /** Does the work on a text of this many characters. */
  run(length: number): void
}

const repeat = (text: string, length: number): string =>
  text.repeat(Math.ceil(length / text.length)).slice(0, length)

const works: readonly Work[] = [
  ...(
    [
      ['CVE-2024-45296', ['[a]-[b].astro', '[a].[b].[c].json.ts'], '/a-'],
      ['CVE-2024-52798', ['[a]-[b]-[c]-[d]-x.astro'], '-'],
      ['CVE-2026-4926', ['[...a]/[b]/[...c]/[d]/y.astro', '[...a].astro'], 'x/'],
      ['CVE-2026-4923', ['[...a]/x/[...b]/x/[...c]/y.astro'], 'x/'],
    ] as const
  ).map(([id, files, text]) => {
    const matcher = matcherOf([...files])
    const what = `a path of ${JSON.stringify(text)} is held against ${files.join(' and ')}`
    return { id, what, run: (length: number) => void matcher(`/${repeat(text, length)}!`) }
  }),
  ...(
    [
      ['GHSA-q5pr-72pq-83v3', 'a=1;'],
      ['GHSA-q5pr-72pq-83v3', 's=__chunked__999999; '],
      ['CVE-2026-66062', '=;'],
      ['CVE-2026-66062', '"'],
      ['CVE-2026-66062', ' \t'],
    ] as const
  ).map(([id, text]) => ({
    id,
    what: `a Cookie header of ${JSON.stringify(text)} is read`,
    run: (length: number) => void new Cookies(repeat(text, length)).get('session'),
  })),
  ...['http://a.', 'http://a;', '/', 'http://[:'].map((text) => ({
    id: 'targets',
    what: `a target of ${JSON.stringify(text)} is read`,
    run: (length: number) => void toPathname(text + repeat(text.at(-1) ?? '', length)),
  })),
  ...['"', '"\\', 'url(', "url('", '(', '/*', "'\n"].map((text) => ({
    id: 'CVE-2026-42567',
    what: `a style of ${JSON.stringify(text)} is checked`,
    run: (length: number) => void isOneValue(repeat(text, length)),
  })),
  ...['<', '&amp;', '"\''].map((text) => ({
    id: 'escaping',
    what: `a text of ${JSON.stringify(text)} is escaped`,
    run: (length: number) => void escapeHtml(repeat(text, length)),
  })),
]

const SHORT = 4_000
const TIMES = 16

describe('sixteen times the input does not take 256 times as long', () => {
  test.each(works)('$id: $what', async ({ run }) => {
    run(SHORT)
    const short = await fastest(() => run(SHORT))
    const long = await fastest(() => run(SHORT * TIMES))
    // Quadratic work would take 256 times as long; times near zero are not compared.
    expect(long).toBeLessThan(Math.max(short * TIMES * 8, 100))
  })
})
