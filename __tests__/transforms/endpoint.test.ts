import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import sharp from 'sharp'
import {
  drawImage,
  imagePath,
  removeImageSites,
  serveImageSite,
  writeImageSite,
} from './image-site.ts'

afterAll(removeImageSites)

let origin: string

beforeAll(async () => {
  const files = {
    '_assets/photo.B81c.png': await drawImage(400, 300).png().toBuffer(),
  }
  origin = await serveImageSite(writeImageSite(files))
})

const PHOTO = '/_assets/photo.B81c.png'

describe('the image endpoint', () => {
  test('makes the image that a page has printed', async () => {
    const response = await fetch(origin + imagePath({ href: PHOTO, width: 200, format: 'webp' }))
    const bytes = Buffer.from(await response.arrayBuffer())
    expect([response.status, Object.fromEntries(response.headers)]).toEqual([
      200,
      expect.objectContaining({
        'content-type': 'image/webp',
        'content-length': String(bytes.length),
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
        etag: expect.stringMatching(/^"[\w-]{27}"$/),
      }),
    ])
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 200, height: 150 })
  })
})
