import { describe, expect, test } from '@jest/globals'
import { splitAtImages } from '../../src/shared/image-marks.ts'
import { expectLinear } from '../support/growth.ts'

describe('a mark of an image that an author has written', () => {
  test.each([
    '<img __ASTRO_IMAGE_="not JSON">',
    '<img __ASTRO_IMAGE_="{}">',
    '<img __ASTRO_IMAGE_="null">',
    '<img __ASTRO_IMAGE_="[1]">',
    '<p>__ASTRO_IMAGE_="{&quot;src&quot;:&quot;./a.png&quot;}"</p>',
    `<img title=' __ASTRO_IMAGE_="x"'>`,
  ])('stays as it is written: %s', (html) => {
    expect(splitAtImages(html)).toEqual([html])
  })

  test('does not change the images around it', () => {
    const image = '<img __ASTRO_IMAGE_="{&quot;src&quot;:&quot;./a.png&quot;}">'
    const mark = { src: './a.png', attributes: {} }
    expect(splitAtImages(`${image}<b>__ASTRO_IMAGE_="{}"</b>${image}`)).toEqual([
      '<img',
      mark,
      '><b>__ASTRO_IMAGE_="{}"</b><img',
      mark,
      '>',
    ])
  })
})

test('images are found in linear time', async () => {
  const mark = ' __ASTRO_IMAGE_="x"'
  await expectLinear('marks in text', (times) => splitAtImages(`<p>${mark.repeat(2e4 * times)}`))
  await expectLinear('marks in a tag', (times) => splitAtImages(`<img${mark.repeat(2e4 * times)}>`))
})
