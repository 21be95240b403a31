import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { escapeAttribute, escapeHtml } from '../../src/shared/escape.ts'
import { hostileText } from '../render/hostile-text.ts'
import { runs } from '../support/runs.ts'

/** Text in which special characters are far apart, close together, or missing. */
const stretch = fc
  .tuple(fc.constantFrom('a', 'é', 'Ж', '花', '<', '"', '&', "'", '\ud83d'), fc.nat({ max: 60 }))
  .map(([char, length]) => char.repeat(length))
const text = fc.oneof(
  fc.array(stretch, { maxLength: 8 }).map((stretches) => stretches.join('')),
  hostileText,
)

test('some special characters of a text are not escaped, or others are', () =>
  fc.assert(
    fc.property(text, (any) => {
      const inAttribute = any.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
      expect(escapeAttribute(any)).toBe(inAttribute)
      expect(escapeHtml(any)).toBe(
        inAttribute.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll("'", '&#39;'),
      )
    }),
    runs(1000),
  ))

describe('a special character far behind another is not escaped', () => {
  const far = 'x'.repeat(100)

  test.each([
    [`<${far}>`, `&lt;${far}&gt;`, `<${far}>`],
    [`${far}"${far}&`, `${far}&quot;${far}&amp;`, `${far}&quot;${far}&amp;`],
    [`"${far}'`, `&quot;${far}&#39;`, `&quot;${far}'`],
    [
      `&${far}${'花'.repeat(20)}"`,
      `&amp;${far}${'花'.repeat(20)}&quot;`,
      `&amp;${far}${'花'.repeat(20)}&quot;`,
    ],
  ])('%j', (any, html, attribute) => {
    expect(escapeHtml(any)).toBe(html)
    expect(escapeAttribute(any)).toBe(attribute)
  })
})
