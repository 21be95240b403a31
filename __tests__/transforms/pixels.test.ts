import { expect, test } from '@jest/globals'
import sharp, { type Sharp } from 'sharp'
import { makeImage } from '../../src/transforms/make-image.ts'
import type { ImageTransform } from '../../src/shared/image-transform.ts'
import { drawImage } from './image-site.ts'

const MAKER = { sharp, options: {}, drawsSvg: false }

const photo = drawImage(240, 160)
const turned = photo.clone().jpeg({ quality: 95 }).withMetadata({ orientation: 6 })
const transparent = photo.clone().ensureAlpha(0.5).png()

interface Case {
  readonly name: string
  readonly original: Sharp
  readonly transform: Omit<ImageTransform, 'href'>
  /** What the service of Astro calls on sharp for it. */
  readonly expected: (image: Sharp) => Sharp
}

const png = photo.clone().png()

const cases: readonly Case[] = [
  {
    name: 'a width alone keeps the ratio',
    original: png,
    transform: { width: 120, format: 'webp' },
    expected: (image) => image.resize({ width: 120 }).webp(),
  },
  {
    name: 'a height alone keeps the ratio',
    original: png,
    transform: { height: 40, format: 'png' },
    expected: (image) => image.resize({ height: 40 }).png(),
  },
  {
    name: 'a square of a wide photograph is cut',
    original: png,
    transform: { width: 80, height: 80, fit: 'cover', position: 'left', format: 'png' },
    expected: (image) => image.resize(80, 80, { fit: 'cover', position: 'left' }).png(),
  },
  {
    name: 'fit contain makes it smaller, without borders',
    original: png,
    transform: { width: 80, height: 80, fit: 'contain', format: 'png' },
    expected: (image) => image.resize(80, 80, { fit: 'inside' }).png(),
  },
  {
    name: 'fit fill stretches it',
    original: png,
    transform: { width: 60, height: 90, fit: 'fill', format: 'png' },
    expected: (image) => image.resize(60, 90, { fit: 'fill' }).png(),
  },
  {
    name: 'no image is larger than its original',
    original: png,
    transform: { width: 2000, format: 'png' },
    expected: (image) => image.png(),
  },
  {
    name: 'a photograph that was taken sideways stands upright',
    original: turned,
    transform: { width: 80, format: 'png' },
    expected: (image) => image.rotate().resize({ width: 80 }).png(),
  },
  {
    name: 'a quality has a number',
    original: png,
    transform: { width: 120, format: 'jpeg', quality: 30 },
    expected: (image) => image.resize({ width: 120 }).jpeg({ quality: 30 }),
  },
  {
    name: 'a quality has a name',
    original: png,
    transform: { width: 120, format: 'webp', quality: 'low' },
    expected: (image) => image.resize({ width: 120 }).webp({ quality: 25 }),
  },
  {
    name: 'jpg is another name of jpeg',
    original: png,
    transform: { width: 100, format: 'jpg' },
    expected: (image) => image.resize({ width: 100 }).jpeg(),
  },
  {
    name: 'AVIF is made',
    original: png,
    transform: { width: 64, format: 'avif', quality: 60 },
    expected: (image) => image.resize({ width: 64 }).avif({ quality: 60 }),
  },
  {
    name: 'a background replaces transparency',
    original: transparent,
    transform: { width: 120, format: 'png', background: '#ff0000' },
    expected: (image) => image.resize({ width: 120 }).flatten({ background: '#ff0000' }).png(),
  },
]

test.each(cases)('$name', async ({ original, transform, expected }) => {
  const bytes = await original.clone().toBuffer()
  const made = await makeImage(MAKER, bytes, { href: '/a.png', ...transform })
  const wanted = await expected(sharp(bytes)).toBuffer()
  const [a, b] = [await facts(made.bytes), await facts(wanted)]
  expect([a.format, a.width, a.height, a.channels]).toEqual([
    b.format,
    b.width,
    b.height,
    b.channels,
  ])
  expect(difference(a.pixels, b.pixels)).toBeLessThan(1)
})

test('an animation stays one, in WebP and in GIF', async () => {
  const frames = await Promise.all(
    ['#f00', '#0f0', '#00f'].map((background) => {
      return sharp({ create: { width: 40, height: 30, channels: 3, background } })
        .png()
        .toBuffer()
    }),
  )
  const gif = await sharp(frames, { join: { animated: true } })
    .gif({ delay: [90, 90, 90] })
    .toBuffer()
  for (const format of ['webp', 'gif']) {
    const { bytes } = await makeImage(MAKER, gif, { href: '/a.gif', width: 20, format })
    const { pages, pageHeight, width, loop } = await sharp(bytes, { pages: -1 }).metadata()
    expect([format, pages, width, pageHeight, loop]).toEqual([format, 3, 20, 15, 0])
  }
})

test('options of the service reach the encoder', async () => {
  const maker = { ...MAKER, options: { webp: { lossless: true } } }
  const original = await png.clone().toBuffer()
  const { bytes } = await makeImage(maker, original, { href: '/a.png', format: 'webp' })
  const [a, b] = [await facts(bytes), await facts(original)]
  expect(difference(a.pixels, b.pixels)).toBe(0)
})

async function facts(bytes: Uint8Array) {
  const { format } = await sharp(bytes).metadata()
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true })
  return { format, width: info.width, height: info.height, channels: info.channels, pixels: data }
}

/** The mean absolute difference of two images, of 255. */
function difference(a: Uint8Array, b: Uint8Array): number {
  expect(a.length).toBe(b.length)
  let sum = 0
  for (let i = 0; i < a.length; i += 1) sum += Math.abs((a[i] ?? 0) - (b[i] ?? 0))
  return sum / a.length
}
