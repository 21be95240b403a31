import { expect, test } from '@jest/globals'
import { blankComments } from '../../src/compiler/comments.ts'

test.each([
  ['a block', 'a/* b */c', 'a       c'],
  ['a line', 'a // b\nc', 'a     \nc'],
  ['markup', 'a<!-- b\nc -->d', 'a      \n     d'],
  ['a comment inside another', 'a/* <!-- */b', 'a          b'],
  ['two slashes of a URL', 'http://a.b', 'http://a.b'],
  ['an unclosed comment', "accept: '*/*' // x\nb <!-- c", "accept: '*/*'     \nb <!-- c"],
])('a search finds code only: %s', (_, source, expected) => {
  expect(blankComments(source)).toBe(expected)
})
