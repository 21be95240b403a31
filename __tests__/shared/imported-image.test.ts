import { afterEach, expect, test } from '@jest/globals'
import { isImportedImage, originalOf } from '../../src/shared/imported-image.ts'
import { enterMount, followMount } from '../../src/shared/mount.ts'

const photo = { src: '/_assets/a.png', width: 4, height: 3, format: 'png' }

afterEach(() => enterMount(''))

test.each<[string, unknown, boolean]>([
  ['an imported photo', photo, true],
  ['an imported drawing, which is a component', Object.assign(() => '<svg>', photo), true],
  ['a proxy of an imported photo, as integrations make', new Proxy(photo, {}), true],
  ['a component', () => '', false],
  ['an address', '/a.png', false],
  ['a promise of an image', Promise.resolve(photo), false],
  ['a URL object', new URL('https://example.com/a.png'), false],
  ['nothing', null, false],
  ['a missing value', undefined, false],
])('%s is told by its address: %p', (_, value, expected) => {
  expect(isImportedImage(value)).toBe(expected)
})

test('the file of an image has one path under every mount', () => {
  let url = followMount('/base/_assets/a.png', '/base'.length, (next) => (url = next))
  const image = {
    ...photo,
    get src() {
      return url
    },
  }
  for (const mount of ['/base', '/shop/base', '', '/a"b']) {
    enterMount(mount)
    expect(image.src).toBe(`${mount.replace('"', '%22')}/_assets/a.png`)
    expect(originalOf(image)).toBe('/_assets/a.png')
  }
})

test('a path that only begins like the mount stays whole', () => {
  enterMount('/shop')
  expect(originalOf({ ...photo, src: '/shopping/a.png' })).toBe('/shopping/a.png')
  expect(originalOf({ ...photo, src: 'https://example.com/shop/a.png' })).toBe(
    'https://example.com/shop/a.png',
  )
})
