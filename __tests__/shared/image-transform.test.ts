import { expect, test } from '@jest/globals'
import { parseQuery, toQuery } from '../../src/shared/image-transform.ts'

/** What a page asks for, and the whole pixels or percent of the image. */
const numbers: readonly (readonly [asked: number, made: number])[] = [
  [200.5, 201],
  [0.2, 1],
  [400, 400],
]

test.each(numbers)('the endpoint refuses the URL of an image of %d pixels', (asked, made) => {
  const query = toQuery({ href: '/a.png', width: asked, height: asked, quality: asked })
  expect(parseQuery(`?${query}`)?.transform).toEqual({
    href: '/a.png',
    width: made,
    height: made,
    quality: made,
  })
})
