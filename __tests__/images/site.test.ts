import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import express from 'express'
import sharp from 'sharp'
import { type SsrPages, ssrPages } from '../../src/index.ts'
import { createProjectInRepository, write } from '../support/project.ts'
import { buildWarm, runWarmCli } from '../support/warm-cli.ts'

const HEAD = `---
import { Image, Picture, getImage } from 'astro:assets'
import photo from '../images/photo.png'
import logo from '../images/logo.svg'
`

const files = {
  'ssr-pages.config.mjs': `import { sharpImageService } from 'ssr-pages/config'
export default {
  site: 'https://example.com',
  image: { service: sharpImageService({ kernel: 'lanczos3' }), responsiveStyles: true },
}`,
  'src/pages/index.astro': `${HEAD}const small = await getImage({ src: photo, width: 64, format: 'png' })
---
<Image src={photo} alt="" width={100} densities={[1.5, 2]} />
<Picture src={photo} alt="" formats={['avif', 'webp']} widths={[40, 80, 900]} sizes="40px" />
<Image src={photo} alt="" layout="constrained" width={60} priority />
<Image src={photo} alt="" width={50} height={50} fit="cover" format="jpeg" quality="low" background="#fff" />
<Image src={logo} alt="" width={32} />
<img src={small.src} width="64">`,
  'src/pages/plain.astro': '<p>Nothing.</p>',
  'src/pages/again.astro': `${HEAD}---
<p><Image src={photo} alt="again" width={10} /></p>`,
  'src/pages/static.astro': `${HEAD}export const prerender = true
---
<Image src={photo} alt="" width={70} />`,
  'src/pages/late.astro': `${HEAD}---
<Image src={import('../images/photo.png')} alt="" width={30} /><b>after</b>`,
  'src/pages/api.ts': `import { getImage, imageConfig } from 'astro:assets'
import photo from '../images/photo.png'
export async function GET() {
  const { src } = await getImage({ src: photo, width: 20 })
  return Response.json({ src, service: imageConfig.service })
}`,
  'src/pages/client.astro': `<p>x</p><script>
import { imageConfig, getImage } from 'astro:assets'
console.log(imageConfig.responsiveStyles, getImage)
</script>`,
  'src/views/mail.astro': `${HEAD}---
<Image src={photo} alt="" width={44} />`,
  'src/views/letter.astro': `${HEAD}const small = await getImage({ src: photo, width: 21 })
---
<Image src={photo} alt="a > b, /c" width={45} densities={[1.5, 2]} />
<Picture src={photo} alt="" formats={['webp']} width={46} />
<img src={photo.src} alt="imported"><img alt="got" src={small.src}>
<img src="https://other.example/a.png"><img src="//other.example/b.png"><img src="c.png">
<a href="/orders">orders</a><code>&lt;img src="/text.png"></code>`,
  'src/images/logo.svg':
    '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="32"><path d="M0 0h9v9z"/></svg>',
}

let root: string
let pages: SsrPages
let server: Server
let origin: string

beforeAll(async () => {
  root = createProjectInRepository(files)
  const drawing = sharp({ create: { width: 160, height: 90, channels: 3, background: '#369' } })
  write(join(root, 'src/images/photo.png'), await drawing.png().toBuffer())
  const { code, stderr } = await buildWarm(root)
  expect([code, stderr]).toEqual([0, ''])
  pages = ssrPages({ dir: join(root, 'dist/pages') })
  const app = express()
  app.get('/mail', (_, res) => res.render('mail'))
  app.use('/shop', pages)
  server = createServer(app).listen(0)
  await once(server, 'listening')
  origin = `http://localhost:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await pages.close()
  rmSync(root, { recursive: true })
})

async function read(path: string): Promise<string> {
  const response = await fetch(origin + path)
  expect(response.status).toBe(200)
  return response.text()
}

/** The URLs of a page's images, each with the width that the page promises. */
function urlsOf(html: string): [url: string, width: number | undefined][] {
  const text = html.replaceAll('&amp;', '&').replaceAll('&#38;', '&')
  const sources = [...text.matchAll(/<img src="([^"]+)"[^>]* width="(\d+)"/g)]
  const sets = [...text.matchAll(/ srcset="([^"]+)"/g)].flatMap(([, set = '']) => set.split(', '))
  return [
    ...sources.map(([, url = '', width]) => [url, Number(width)] as [string, number]),
    ...sets.map((one): [string, number | undefined] => {
      const [url = '', descriptor = ''] = one.split(' ')
      return [url, descriptor.endsWith('w') ? Number.parseInt(descriptor) : undefined]
    }),
  ]
}

describe('a site with images', () => {
  test('answers every URL that a page prints, below the path of the mount, with the printed width', async () => {
    const urls = urlsOf(await read('/shop'))
    expect(urls.length).toBeGreaterThan(15)
    for (const [url, width] of urls) {
      expect(url).toMatch(/^\/shop\/(?:_image\?|_assets\/logo)/)
      const response = await fetch(origin + url)
      expect([url, response.status]).toEqual([url, 200])
      const { width: seen, format } = await sharp(await response.arrayBuffer()).metadata()
      // A drawing has its own size.
      if (format !== 'svg' && width !== undefined) expect([url, seen]).toEqual([url, width])
      const wanted = /[?&]f=(\w+)/.exec(url)?.[1]
      if (wanted !== undefined) expect(format).toBe(wanted === 'avif' ? 'heif' : wanted)
    }
  })

  test('refuses a size that no page has printed', async () => {
    const [[url] = ['']] = urlsOf(await read('/shop/again'))
    expect((await fetch(origin + url)).status).toBe(200)
    expect((await fetch(origin + url.replace('w=10', 'w=11'))).status).not.toBe(200)
  })

  test('prints a page with an image at once', async () => {
    const output = await pages.render('/again')
    expect(output).toContain('<p><img src="')
    expect(output).toContain(
      'alt="again" loading="lazy" decoding="async" width="10" height="6"></p>',
    )
  })

  test('waits for an image that is imported late, in its place', async () => {
    expect(await read('/shop/late')).toMatch(/<img src="\/shop\/_image\?[^>]*><b>after<\/b>/)
  })

  test('links the styles of layouts on pages with images only, and inlines none', async () => {
    const html = await read('/shop')
    const [, sheet = ''] = /<link rel="stylesheet" href="([^"]+)"/.exec(html) ?? []
    expect(await read(sheet)).toContain('data-astro-image')
    expect(html).not.toContain('<style')
    expect(await read('/shop/plain')).not.toContain('stylesheet')
  })

  test('gives API routes the URLs of images', async () => {
    const { src, service } = JSON.parse(await read('/shop/api'))
    expect((await fetch(origin + src)).status).toBe(200)
    expect(service).toEqual({
      entrypoint: 'astro/assets/services/sharp',
      config: { kernel: 'lanczos3' },
    })
  })

  test('writes the files of a prerendered page', async () => {
    const [[url, width] = ['', 0]] = urlsOf(await read('/shop/static'))
    expect(url).toMatch(/^\/_assets\/photo\.[\w.-]+\.webp$/)
    const response = await fetch(`${origin}/shop${url}`)
    expect((await sharp(await response.arrayBuffer()).metadata()).width).toBe(width)
  })

  test('shows browsers neither the key nor the options of the service', async () => {
    const client = readFileSync(join(root, 'dist/pages/manifest.json'), 'utf8')
    const { images } = JSON.parse(client)
    const html = await read('/shop/client')
    const [, script = ''] = /src="([^"]+\.js)"/.exec(html) ?? []
    const code = script === '' ? html : await read(script)
    expect(code).toContain('responsiveStyles')
    expect(code).not.toContain(images.key)
    expect(code).not.toContain('lanczos3')
  })
})

const SERVICE = `export default {
  getURL: ({ src, width }) => 'https://cdn.example.com' + src.src + '?width=' + width,
  getHTMLAttributes: ({ alt }) => ({ alt, 'data-cdn': true }),
}`
const EXTENDED = `import sharp from 'astro/assets/services/sharp'
export default { ...sharp, getHTMLAttributes: (...args) => ({ ...sharp.getHTMLAttributes(...args), class: 'own' }) }`

const services: readonly (readonly [complaint: string, service: string, expected: RegExp])[] = [
  [
    'an image service elsewhere is not asked',
    SERVICE,
    /<img src="https:\/\/cdn\.example\.com\/_assets\/photo\.[\w-]+\.png\?width=50" alt data-cdn/,
  ],
  [
    'a service that extends sharp is not used',
    EXTENDED,
    /<img src="\/_image\?[^"]*" alt [^>]*class="own"/,
  ],
  [
    'a service that makes images itself is used',
    'export default { getURL() {}, transform() {} }',
    /transform\(\).*images are made by sharp/,
  ],
  [
    'a module that is no service is used',
    'export default 1',
    /no default export with a function getURL/,
  ],
  [
    'a service that does not exist is no error',
    '',
    /The image service \.\/src\/service\.js is not found/,
  ],
]

test.each(services)('%s', async (_, service, expected) => {
  const photo = readFileSync(join(root, 'src/images/photo.png'))
  const folder = createProjectInRepository({
    'ssr-pages.config.mjs': `export default { output: 'server', image: { service: { entrypoint: './src/service.js' } } }`,
    'src/pages/index.astro': `${HEAD.replace(/.*logo.*\n/, '')}---\n<Image src={photo} alt="" width={50} />`,
    ...(service !== '' && { 'src/service.js': service }),
  })
  write(join(folder, 'src/images/photo.png'), photo)
  const { code, stderr } = await runWarmCli(['build'], folder)
  const text = code === 0 ? await printed(folder) : stderr
  expect(text).toMatch(expected)
  rmSync(folder, { recursive: true })
})

async function printed(folder: string): Promise<string> {
  const site = ssrPages({ dir: join(folder, 'dist/pages'), onError() {} })
  try {
    return await site.render('/')
  } catch (error) {
    return String(error)
  } finally {
    await site.close()
  }
}

test('the passthrough service prints the originals', async () => {
  const folder = createProjectInRepository({
    'ssr-pages.config.mjs': `import { passthroughImageService } from 'ssr-pages/config'
export default { image: { service: passthroughImageService() } }`,
    'src/pages/index.astro': `${HEAD.replace(/.*logo.*\n/, '')}---\n<Image src={photo} alt="" width={50} />`,
  })
  write(join(folder, 'src/images/photo.png'), readFileSync(join(root, 'src/images/photo.png')))
  await buildWarm(folder)
  expect(await printed(folder)).toMatch(
    /<img src="\/_assets\/photo\.[\w-]+\.png" alt loading="lazy" decoding="async" width="50" height="28">/,
  )
  rmSync(folder, { recursive: true })
})

test('pages.render() prints images of a mail with the URL of the site, and changes nothing else', async () => {
  const html = await pages.render('letter')
  const printed = [...html.matchAll(/ src(?:set)?="([^"]+)"/g)].flatMap(([, text = '']) =>
    text.split(', ').map((one) => one.split(' ')[0] ?? ''),
  )
  const own = printed.filter((url) => /_image|_assets/.test(url))
  expect(own.length).toBeGreaterThanOrEqual(7)
  expect(own.filter((url) => !/^https:\/\/example\.com\/_(?:image|assets)/.test(url))).toEqual([])
  expect(printed.filter((url) => !own.includes(url))).toEqual([
    'https://other.example/a.png',
    '//other.example/b.png',
    'c.png',
    '/text.png',
  ])
  expect(html).toContain('alt="a > b, /c"')
  expect(html).toContain('<a href="/orders">')
})

test('pages.render() leaves the paths of images with linked styles', async () => {
  expect(await pages.render('letter', { styles: 'link' })).not.toContain('https://example.com')
})
