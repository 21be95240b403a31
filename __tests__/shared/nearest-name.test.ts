import { expect, test } from '@jest/globals'
import { nearestName } from '../../src/shared/nearest-name.ts'
import { expectLinear } from '../support/growth.ts'

test.each<[slip: string, name: string, meant: string | undefined]>([
  ['a missing letter', 'prodcts', 'products'],
  ['a superfluous letter', 'prodducts', 'products'],
  ['a wrong letter', 'prodicts', 'products'],
  ['two swapped letters', 'prodcuts', 'products'],
  ['another case', 'Products', 'products'],
  ['two slips at the ends', 'roductss', 'products'],
  ['two swapped pairs and a letter', 'rpodcutsx', undefined],
  ['three slips', 'prdcs', undefined],
  ['a short name', 'ca', undefined],
  ['one slip in a short name', 'crt', 'cart'],
])('%s: %s', (_slip, name, meant) => {
  expect(nearestName(name, ['orders', 'cart', 'products'])).toBe(meant)
})

test('a long name is compared in time in proportion to its length', async () => {
  const sizes = [1, 2].map((size) => {
    const common = 'abcdefgh'.repeat(size * 12)
    const names = Array.from({ length: 500 }, (_, index) => `${common}${1000 + index}`)
    return { name: `${common}xyzw`, names }
  })
  await expectLinear('nearestName()', (times) => {
    const { name = '', names = [] } = sizes[times - 1] ?? {}
    return nearestName(name, names)
  })
})
