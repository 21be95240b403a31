import { describe, expect, test } from '@jest/globals'
import { wantsFragment } from '../../src/index.ts'

// The headers are those that htmx 2.0, htmx 4.0 and Turbo 8 send.
const cases: readonly [who: string, headers: Record<string, string>, expected: boolean][] = [
  ['an ordinary request', { accept: 'text/html' }, false],
  ['htmx 2', { 'hx-request': 'true', 'hx-target': 'lines' }, true],
  ['a boosted link of htmx 2', { 'hx-request': 'true', 'hx-boosted': 'true' }, false],
  [
    'htmx 2 that restores a page',
    { 'hx-request': 'true', 'hx-history-restore-request': 'true' },
    false,
  ],
  [
    'htmx 2 that restores a page without its other header',
    { 'hx-history-restore-request': 'true' },
    false,
  ],
  ['htmx 4', { 'hx-request': 'true', 'hx-request-type': 'partial' }, true],
  ['htmx 4 for the whole page', { 'hx-request': 'true', 'hx-request-type': 'full' }, false],
  [
    'a boosted link of htmx 4 with a target',
    { 'hx-request': 'true', 'hx-request-type': 'partial', 'hx-boosted': 'true' },
    true,
  ],
  [
    'htmx 4 that restores a part of a page',
    {
      'hx-request': 'true',
      'hx-request-type': 'partial',
      'hx-history-restore-request': 'true',
    },
    false,
  ],
  ['a Turbo frame', { 'turbo-frame': 'lines' }, true],
  ['Turbo for a whole page', { 'x-turbo-request-id': 'a', 'turbo-frame': '' }, false],
  [
    'a header that only looks like it',
    { 'hx-request': 'false', 'hx-request-type': 'partial' },
    false,
  ],
]

describe('a fragment is wanted', () => {
  test.each(cases)('%s', (_, headers, expected) => {
    expect(wantsFragment({ headers })).toBe(expected)
    expect(wantsFragment(new Request('http://a.test', { headers }))).toBe(expected)
  })
})
