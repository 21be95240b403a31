import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import express, { type Express } from 'express'
import supertest from 'supertest'
import { type SsrPages, ssrPages } from '../../src/index.ts'
import { createProjectInRepository } from '../support/project.ts'
import { buildWarm } from '../support/warm-cli.ts'

const GIF = Buffer.from('R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64')

const IMPORTS = "import pic from '../pic.svg'\nimport dot from '../dot.gif'\n"

/** Pages that print images in all ways, by path, and how many URLs each prints. */
const PAGES: Readonly<Record<string, readonly [urls: number, text: string]>> = {
  component: [
    3,
    `---\n${IMPORTS}---\n<img src={dot}><img src={pic.src}><a href={String(pic)}></a>`,
  ],
  // Printed by code that keeps the image, and reads its address when a page is rendered.
  module: [1, "---\nimport { icons } from '../icons.ts'\n---\n<img src={icons.dot.src}>"],
  json: [1, `---\n${IMPORTS}---\n<img src={JSON.parse(JSON.stringify({ pic })).pic.src}>`],
  spread: [1, `---\n${IMPORTS}const image = { ...dot }\n---\n<img src={image.src}>`],
  glob: [
    1,
    "---\nconst [image] = Object.values(import.meta.glob('../*.gif', { eager: true, import: 'default' }))\n---\n<img src={image.src}>",
  ],
  plain: [
    5,
    `---\n${IMPORTS}import Card from '../Card.jsx'\n---\n<Card image={dot} drawing={pic} />`,
  ],
  late: [1, `---\n${IMPORTS}await new Promise(setImmediate)\n---\n<img src={pic.src}>`],
}

let root: string
let pages: SsrPages

beforeAll(async () => {
  root = createProjectInRepository({
    'astro.config.mjs':
      "import react from '@astrojs/react'\nexport default { output: 'server', integrations: [react()] }",
    'src/pic.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"></svg>',
    'src/icons.ts': "import dot from './dot.gif'\nexport const icons = { dot }",
    'src/Card.jsx': `import pic from './pic.svg'
import dot from './dot.gif'
export default ({ image, drawing }) =>
  [pic, dot.src, pic.src, image?.src, drawing?.src].map((src) => <img key={Math.random()} src={src} />)`,
    ...Object.fromEntries(
      Object.entries(PAGES).map(([path, [, text]]) => [`src/pages/${path}.astro`, text]),
    ),
    'src/pages/style.astro': "<p>a</p><style>p { background: url('../dot.gif') }</style>",
    'src/pages/island.astro': `---\n${IMPORTS}import Card from '../Card.jsx'\n---\n<Card client:load image={dot} drawing={pic} list={[pic]} />`,
    'src/pages/api.ts': `${IMPORTS}export const GET = () => Response.json([dot, pic, dot.src, \`\${pic}\`])`,
    'src/views/card.astro': `---\n${IMPORTS}---\n<img src={dot.src}>`,
  })
  writeFileSync(join(root, 'src/dot.gif'), GIF)
  await buildWarm(root)
  pages = ssrPages({ dir: join(root, 'dist/pages') })
}, 60_000)

afterAll(() => rmSync(root, { recursive: true, force: true }))

/** How hosts mount the pages, and below which path a browser then finds them. */
const MOUNTS: readonly (readonly [name: string, mount: string, below: string])[] = [
  ['at the root', '/', ''],
  ['below a path', '/shop', '/shop'],
  ['below a path with a parameter', '/:tenant/shop', '/a%20b/shop'],
  ['below another path, of the same build', '/other', '/other'],
  ['below the first path again', '/shop', '/shop'],
]

test.each(MOUNTS)(
  'images of pages that are mounted %s have URLs that answer',
  async (_, mount, below) => {
    const app = express().use(mount, pages)
    for (const [path, [count]] of Object.entries(PAGES)) {
      const { text } = await supertest(app).get(`${below}/${path}`).expect(200)
      await expectFound(app, below, urlsOf(text), count)
    }
    const { body } = await supertest(app).get(`${below}/api`).expect(200)
    const [dot, pic, ...rest] = body
    expect(dot).toMatchObject({ width: 1, height: 1, format: 'gif' })
    expect(pic).toMatchObject({ width: 2, height: 1, format: 'svg' })
    await expectFound(app, below, [dot.src, pic.src, ...rest], 4)
  },
)

test('props of an island have the URLs of the mount', async () => {
  const app = express().use('/shop', pages)
  const { text } = await supertest(app).get('/shop/island').expect(200)
  const [, json = ''] = / props='([^']*)'/.exec(text) ?? []
  const props = JSON.parse(json.replaceAll('&quot;', '"'))
  const [, { src, width }] = props.drawing
  expect(width).toEqual([0, 2])
  const [, [[, listed]]] = props.list
  await expectFound(app, '/shop', [props.image[1].src[1], src[1], listed.src[1]], 3)
})

test('stylesheets refer to images by relative URLs', async () => {
  const app = express().use('/shop', pages)
  const { text } = await supertest(app).get('/shop/style').expect(200)
  const [, sheet = ''] = /href="([^"]*\.css)"/.exec(text) ?? []
  const { text: css } = await supertest(app).get(sheet).expect(200)
  const [, url = ''] = /url\(["']?([^)"']*)/.exec(css) ?? []
  const { pathname } = new URL(url, `http://localhost${sheet}`)
  await expectFound(app, '/shop', [pathname], 1)
})

test('views have the URLs of the mount, and mails those of the build', async () => {
  const app = express()
    .use('/shop', pages)
    .use('/shop', pages.views)
    .get('/shop/by-view', (_req, res) => res.render('card'))
  const { text } = await supertest(app).get('/shop/by-view').expect(200)
  await expectFound(app, '/shop', urlsOf(text), 1)
  expect(urlsOf(await pages.render('card'))[0]).toMatch(/^\/_assets\/dot\./)
})

function urlsOf(html: string): string[] {
  return [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, url = '']) => url)
}

async function expectFound(
  app: Express,
  below: string,
  urls: readonly string[],
  count: number,
): Promise<void> {
  expect(urls).toHaveLength(count)
  for (const url of urls) {
    expect(url.startsWith(`${below}/_assets/`)).toBe(true)
    await supertest(app)
      .get(url)
      .expect(200)
      .expect('content-type', /^image\//)
  }
}
