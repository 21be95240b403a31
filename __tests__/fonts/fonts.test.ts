import { readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import express from 'express'
import supertest from 'supertest'
import { type SsrPages, ssrPages } from '../../src/index.ts'
import { linkAllPackages } from '../support/link-packages.ts'
import { createProject, write } from '../support/project.ts'
import { ROOT } from '../support/root.ts'
import { buildWarm } from '../support/warm-cli.ts'
import { FILES, families, toComparable, toConfig, toPage } from './families.ts'

const records = JSON.parse(readFileSync(join(ROOT, '__tests__/fonts/records.json'), 'utf8'))

/** Families that Astro would load from the network, added to those of the records. */
const FONTSOURCE = `
  { provider: fontProviders.fontsource(), name: 'IBM Plex Mono', cssVariable: '--font-mono',
    weights: [400, '600 700'], styles: ['normal'], subsets: ['latin', 'cyrillic'], formats: ['woff2', 'woff'], fallbacks: ['monospace'] },
  { provider: fontProviders.fontsource(), name: 'Inter', cssVariable: '--font-inter', weights: ['100 900'] },
  { provider: { name: 'ours', resolveFont: ({ familyName, weights }) => ({ fonts: [
      { src: [{ name: familyName }, { url: new URL('inter-latin-wght-normal.woff2', import.meta.url).href }], weight: [100, 900], style: 'normal' },
      { src: [{ url: '/never' }], weight: Number(weights[0]), meta: { priority: 2 } },
    ] }) }, name: 'Ours', cssVariable: '--font-ours' },
  { provider: fontProviders.local(), name: 'Package', cssVariable: '--font-package',
    options: { variants: [{ src: ['@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-400-normal.woff2'] }] } },
] }`

const page = (head: string) => `---
import { Font, fontData } from 'astro:assets'
---
<html><head>${head}</head><body></body></html>
`
const PAGES = {
  'src/pages/all.astro': page('<Font cssVariable="--font-mono" preload />'),
  'src/pages/none.astro': page('<Font cssVariable="--font-mono" />'),
  'src/pages/off.astro': page('<Font cssVariable="--font-mono" preload={false} />'),
  'src/pages/bold.astro': page(
    '<Font cssVariable="--font-mono" preload={[{ weight: 700, subset: "latin" }, { style: "italic" }]} />',
  ),
  'src/pages/range.astro': page(
    '<Font cssVariable="--font-inter" preload={[{ weight: "350", style: "normal" }]} />',
  ),
  'src/pages/ranges.astro': page(
    '<Font cssVariable="--font-inter" preload={[{ weight: "100 400" }]} />',
  ),
  'src/pages/twice.astro': page(
    '<Font cssVariable="--font-inter" /><Font cssVariable="--font-inter" preload /><Font cssVariable="--font-inter" preload />',
  ),
  'src/pages/ours.astro': page('<Font cssVariable="--font-ours" />'),
  'src/pages/package.astro': page('<Font cssVariable="--font-package" preload />'),
  'src/pages/plain.astro': '<html><head></head><body></body></html>',
  'src/pages/unknown.astro': page('<Font cssVariable="--font-intre" />'),
  'src/pages/old.astro': page('<Font cssVariable="--font-inter" preload />').replace(
    '---\n',
    '---\nexport const prerender = true\n',
  ),
  'src/pages/data.json.ts': `import { fontData } from 'astro:assets'
export const GET = () => Response.json(fontData['--font-inter'])`,
  'src/views/mail.astro': page('<Font cssVariable="--font-inter" preload />'),
}

let root: string
let pages: SsrPages
let app: express.Express

beforeAll(async () => {
  const config = toConfig('ssr-pages/config').replace(/\] \}\n$/, `,${FONTSOURCE}\n`)
  root = createProject({
    'package.json': '{"type":"module"}',
    'ssr-pages.config.js': config.replace('default {', "default { site: 'https://example.com',"),
    ...Object.fromEntries(families.map((_, index) => [`src/pages/${index}.astro`, toPage(index)])),
    ...PAGES,
  })
  for (const file of FILES)
    write(join(root, basename(file)), readFileSync(join(ROOT, 'node_modules', file)))
  linkAllPackages(root)
  await buildWarm(root)
  pages = ssrPages({ dir: join(root, 'dist/pages'), log: false })
  app = express()
    .use('/shop', pages)
    .use(
      ((error, _req, res, _next) =>
        void res.status(500).send(error.message)) as express.ErrorRequestHandler,
    )
})

async function read(path: string): Promise<string> {
  const { text } = await supertest(app).get(`/shop/${path}`).expect(200)
  return text
}

function urlsOf(html: string, rel: string): string[] {
  const links = html.match(/<link [^>]*>/g) ?? []
  return links
    .filter((link) => link.includes(`rel="${rel}"`))
    .map((link) => /href="([^"]*)"/.exec(link)?.[1] ?? '')
}

/** The text of the only stylesheet of a page. */
async function readSheet(html: string): Promise<string> {
  const [url = ''] = urlsOf(html, 'stylesheet')
  const { text } = await supertest(app)
    .get(url)
    .expect(200)
    .expect('content-type', /^text\/css/)
  return text
}

const names = (urls: readonly string[]) =>
  urls.map((url) => basename(url).replace(/\.[\w-]{8}\./, '.'))

describe('a family differs from what Astro makes of it:', () => {
  test.each(families.map(({ because }, index) => [because, index] as const))(
    '%s',
    async (because, index) => {
      const html = await read(String(index))
      expect(toComparable(html, await readSheet(html))).toEqual(records[because])
    },
  )
})

describe('the preloads of a page are not those that it asks for:', () => {
  test.each([
    [
      'all',
      [
        'latin-400-normal',
        'latin-600-normal',
        'latin-700-normal',
        'cyrillic-400-normal',
        'cyrillic-600-normal',
        'cyrillic-700-normal',
      ].map((name) => `ibm-plex-mono-${name}.woff2`),
    ],
    ['none', []],
    ['off', []],
    ['bold', ['ibm-plex-mono-latin-700-normal.woff2']],
    ['range', ['inter-latin-standard-normal.woff2']],
    ['ranges', []],
    ['package', ['ibm-plex-mono-latin-400-normal.woff2']],
    ['plain', []],
  ])('%s', async (path, expected) => {
    expect(names(urlsOf(await read(path), 'preload'))).toEqual(expected)
  })

  test('they are printed twice, or their stylesheet is', async () => {
    const html = await read('twice')
    expect(names(urlsOf(html, 'preload'))).toEqual([
      'inter-latin-standard-normal.woff2',
      'inter-latin-standard-italic.woff2',
    ])
    expect(names(urlsOf(html, 'stylesheet'))).toEqual(['font-inter.css'])
  })
})

test('a font of a page under a mount is a 404, or of the wrong type', async () => {
  const html = await read('all')
  const [url = ''] = urlsOf(html, 'preload')
  expect(url).toMatch(/^\/shop\/_assets\/fonts\//)
  await supertest(app)
    .get(url)
    .expect(200)
    .expect('content-type', 'font/woff2')
    .expect('cache-control', /immutable/)
  const [sheet = ''] = urlsOf(html, 'stylesheet')
  const [, file = ''] = /url\("([^"]+)"\)/.exec(await readSheet(html)) ?? []
  expect(new URL(file, `http://localhost${sheet}`).pathname).toBe(url)
})

test('fontData has no addresses under the mount', async () => {
  const [{ src }] = JSON.parse(await read('data.json'))
  expect(src[0].url).toMatch(
    /^\/shop\/_assets\/fonts\/inter-latin-standard-normal\.[\w-]{8}\.woff2$/,
  )
})

test('a Fontsource family lacks subsets, ranges of characters, weights or formats', async () => {
  const css = await readSheet(await read('all'))
  const faces = css.match(/@font-face\{[^}]*unicode-range[^}]*\}/g) ?? []
  const { cyrillic } = JSON.parse(
    readFileSync(join(ROOT, 'node_modules/@fontsource/ibm-plex-mono/unicode.json'), 'utf8'),
  )
  expect(faces).toHaveLength(6)
  expect(faces[3]).toContain(`unicode-range:${cyrillic};font-weight:400;font-style:normal;`)
  expect(faces[3]).toMatch(
    /src:url\("[^"]+\.woff2"\) format\("woff2"\), url\("[^"]+\.woff"\) format\("woff"\);/,
  )
})

test('a provider of the project is not asked, or its faces of low priority are built', async () => {
  const css = await readSheet(await read('ours'))
  expect(css).toMatch(
    /src:local\("Ours"\), url\("[^"]+"\) format\("woff2"\);.*font-weight:100 900;/,
  )
  expect(css).not.toContain('never')
})

test('an unknown property is an error without the families', async () => {
  const { text } = await supertest(app).get('/shop/unknown').expect(500)
  expect(text.split('\n', 1)[0]).toBe(
    '<Font cssVariable="--font-intre"> is not a family of `fonts`; did you mean --font-inter?',
  )
})

test('a mail has preloads, or its font has no address', async () => {
  const html = await pages.render('mail')
  expect(urlsOf(html, 'preload')).toEqual([])
  expect(html).toMatch(
    /<style>@font-face\{font-family:Inter-[\w-]+;src:url\("https:\/\/example\.com\/_assets\/fonts\/inter-[^"]+"\)/,
  )
  expect(urlsOf(await pages.render('mail', { styles: 'link' }), 'preload')).toHaveLength(2)
})

test('a prerendered page has no fonts', async () => {
  const html = readFileSync(join(root, 'dist/client/old/index.html'), 'utf8')
  expect(urlsOf(html, 'preload').map((url) => url.split('.', 1)[0])).toEqual([
    '/_assets/fonts/inter-latin-standard-normal',
    '/_assets/fonts/inter-latin-standard-italic',
  ])
})

test('a page without fonts has something of them', async () => {
  expect(await read('plain')).toBe('<!DOCTYPE html><html><head></head><body></body></html>')
})

test('a file is built twice for two families', () => {
  const files = readdirSync(join(root, 'dist/client/_assets/fonts'))
  expect(
    files.filter(
      (file) => file.startsWith('ibm-plex-mono-latin-400-normal.') && file.endsWith('.woff2'),
    ),
  ).toHaveLength(1)
})
