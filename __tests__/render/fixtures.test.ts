import { describe, expect, test } from '@jest/globals'
import { checkFixture, listFixtures } from './run-fixture.ts'

const fixtures = listFixtures()

test('the whole language is covered', () => {
  expect(fixtures.length).toBeGreaterThanOrEqual(150)
})

describe.each([...new Set(fixtures.map(sectionOf))])('%s', (section) => {
  for (const id of fixtures.filter((fixture) => sectionOf(fixture) === section)) {
    const name = id.slice(section.length + 1).replaceAll('-', ' ')
    test(name, () => checkFixture(id, false))
    test(`${name}, in a build`, () => checkFixture(id, true))
  }
})

function sectionOf(id: string): string {
  return id.slice(0, id.indexOf('/'))
}
