import { expect, test } from '@jest/globals'
import { remember } from '../../src/shared/remember.ts'

test('memory grows with every name that a client sends', () => {
  const computed: string[] = []
  const lengthOf = remember((name) => {
    computed.push(name)
    return name.length
  })
  const names = Array.from({ length: 3000 }, (_, i) => `name-${i}`)
  for (let round = 0; round < 2; round++) {
    expect(names.map(lengthOf)).toEqual(names.map(({ length }) => length))
  }
  // The first 1,000 were kept, and the others were computed again.
  expect(computed).toEqual([...names, ...names.slice(1000)])
})
