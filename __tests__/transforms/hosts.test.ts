import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { connect as connectHttp2, createServer as createHttp2 } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import compression from 'compression'
import connect from 'connect'
import express from 'express'
import fastify from 'fastify'
import middie from '@fastify/middie'
import { type SsrPages, ssrPages } from '../../src/index.ts'
import { PASSTHROUGH_SERVICE } from '../../src/shared/image-settings.ts'
import { loadSharp } from '../../src/transforms/load-sharp.ts'
import { until } from '../support/until.ts'
import {
  type ImageSite,
  drawImage,
  imagePath,
  listenOn,
  removeImageSites,
  serveImageSite,
  writeImageSite,
} from './image-site.ts'

let site: ImageSite
let pages: SsrPages
let photo: Buffer

const PATH = imagePath({ href: '/_assets/photo.B81c.png', width: 20, format: 'webp' })

beforeAll(async () => {
  photo = await drawImage(40, 30).png().toBuffer()
  site = writeImageSite({ '_assets/photo.B81c.png': photo })
  pages = ssrPages({ ...site.options, onError() {} })
})
afterAll(async () => {
  await pages.close()
  await removeImageSites()
})

const plain = () => pages as RequestListener

describe('an image is made', () => {
  const hosts: readonly (readonly [
    string,
    string,
    () => RequestListener | Promise<RequestListener>,
  ])[] = [
    ['by a plain server', '', plain],
    ['by Connect', '', () => connect().use(plain())],
    ['by Express', '', () => express().use(pages)],
    [
      'by Express below a path, with the same signature',
      '/shop',
      () => express().use('/shop', pages),
    ],
    ['below a path with a param', '/ada', () => express().use('/:user', pages)],
    [
      'behind compression',
      '',
      () =>
        express()
          .use(compression({ threshold: 0 }))
          .use(pages),
    ],
    ['for views alone', '', () => express().use(pages.views)],
    [
      'by Fastify',
      '',
      async () => {
        const app = fastify()
        await app.register(middie)
        app.use(pages)
        await app.ready()
        return (req, res) => app.routing(req, res)
      },
    ],
  ]
  test.each(hosts)('%s', async (_, mount, createHost) => {
    const origin = await listenOn(await createHost())
    const [good, forged] = await Promise.all([
      fetch(origin + mount + PATH),
      fetch(`${origin}${mount}${PATH.replace('w=20', 'w=30')}`),
    ])
    const { length } = Buffer.from(await good.arrayBuffer())
    expect([good.status, good.headers.get('content-type')]).toEqual([200, 'image/webp'])
    expect(good.headers.get('content-length')).toBe(String(length))
    expect([forged.status, await forged.text()]).toEqual([403, ''])
  })

  test('over HTTP/2', async () => {
    const server = createHttp2((req, res) => pages(req, res))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const client = connectHttp2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const stream = client.request({ ':path': PATH })
    const headers = await new Promise<Record<string, unknown>>((resolve) => {
      stream.once('response', (seen) => resolve(seen))
    })
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk)
    client.close()
    server.close()
    expect(headers).toMatchObject({ ':status': 200, 'content-type': 'image/webp' })
    expect(Buffer.concat(chunks).length).toBe(Number(headers['content-length']))
  })

  test('by pages.fetch(), below the base of the site', async () => {
    const based = writeImageSite({ '_assets/photo.B81c.png': photo }, {}, '/docs/')
    const other = ssrPages(based.options)
    const ask = (path: string) => other.fetch(new Request(`https://shop.test${path}`))
    const found = await ask(`/docs${PATH}`)
    expect([found?.status, found?.headers.get('content-type')]).toEqual([200, 'image/webp'])
    expect((await ask(`/docs${PATH.replace('w=20', 'w=30')}`))?.status).toBe(403)
    expect(await ask(PATH)).toBe(undefined)
    await other.close()
  })

  test('below the path of the configuration', async () => {
    const moved = writeImageSite(
      { '_assets/photo.B81c.png': photo },
      { endpoint: { route: 'images/' } },
    )
    const origin = await serveImageSite(moved)
    const ask = async (path: string) =>
      (await fetch(origin + PATH.replace('/_image', path))).headers.get('content-type')
    expect([await ask('/images/'), await ask('/_image')]).toEqual([
      'image/webp',
      'text/html; charset=utf-8',
    ])
  })

  test('once for all processes: the folder beside the pages has it', async () => {
    await pages.fetch(new Request(`https://shop.test${PATH}`))
    await until(() => readdirSync(site.dist).includes('images'))
    expect(readdirSync(site.dist).toSorted()).toEqual(['client', 'images', 'pages'])
  })
})

describe('sharp', () => {
  const broken =
    'throw new Error("Could not load the sharp module using the linux-x64 runtime\\nhelp")'

  function writeSharp(folder: string, code: string): void {
    mkdirSync(join(folder, 'node_modules/sharp'), { recursive: true })
    writeFileSync(join(folder, 'node_modules/sharp/index.js'), code)
  }

  test('is that of the project', () => {
    const { dist } = writeImageSite({})
    writeSharp(dist, 'module.exports = "that of the project"')
    expect(loadSharp(join(dist, 'pages'))).toBe('that of the project')
  })

  test('that is missing is an error with the command that installs it', () => {
    expect(() => loadSharp('/', '/index.js')).toThrow(
      /not installed[^]*npm install sharp[^]*SSR_PAGES_IMAGE_SERVICE_MISSING/,
    )
  })

  test('that does not load is an error when the server starts, not for the first visitor', () => {
    const { dist, options } = writeImageSite({})
    writeSharp(dist, broken)
    expect(() => ssrPages(options)).toThrow(/linux-x64 runtime\n.*SSR_PAGES_IMAGE_SERVICE_MISSING/)
  })

  test('is not needed by a site whose images stay as they are, which has no endpoint', async () => {
    const image = { service: { entrypoint: PASSTHROUGH_SERVICE } }
    const unchanged = writeImageSite({ '_assets/photo.B81c.png': photo }, image)
    writeSharp(unchanged.dist, broken)
    const response = await fetch((await serveImageSite(unchanged)) + PATH)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  })
})
