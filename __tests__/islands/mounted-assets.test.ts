import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import express from 'express'
import supertest from 'supertest'
import { type SsrPages, ssrPages } from '../../src/index.ts'
import { runCli } from '../support/cli.ts'
import { createProjectInRepository } from '../support/project.ts'
import { withServer } from '../support/serve.ts'

const SVG = '<svg xmlns="http://www.w3.org/2000/svg"></svg>'

const FILES = {
  'public/open.svg': SVG,
  'src/pic.svg': SVG,
  'src/Picture.astro': '---\nimport pic from "./pic.svg"\n---\n<img src={pic}>',
  'src/pages/index.astro': `---
import pic from '../pic.svg'
import icon from '../pic.svg?url'
import open from '/open.svg'
import Picture from '../Picture.astro'
const late = await new Promise((done) => setImmediate(() => done(pic)))
---
<a href={pic}>{icon}</a><b>{open}</b><i>{late}</i><Picture />`,
  'src/pages/raw.astro':
    '---\nimport pic from \'../pic.svg\'\n---\n<p set:html={`<img src="${pic}">`} />',
  'src/pages/api.ts': "import pic from '../pic.svg'\nexport const GET = () => new Response(pic)",
  'src/pages/fixed.astro':
    "---\nimport pic from '../pic.svg'\nexport const prerender = true\n---\n<p>{pic}</p>",
}

const BASES: readonly (readonly [string, string])[] = [
  ['the root', '/'],
  ['a base', '/base/'],
]

const roots: string[] = []
const sites = new Map<string, SsrPages>()

beforeAll(async () => {
  for (const [, base] of BASES) {
    const config = { 'ssr-pages.config.mjs': `export default { base: '${base}' }` }
    const root = createProjectInRepository({ ...FILES, ...config })
    roots.push(root)
    const { code, printed } = await runCli('build', root)
    if (code !== 0) throw new Error(printed)
    sites.set(base, ssrPages({ dir: join(root, 'dist/pages') }))
  }
}, 120_000)

afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true })
})

test('a mount path that a client chooses cannot end the attribute of a URL', async () => {
  const app = express().use('/:tenant', sites.get('/') as SsrPages)
  await withServer(app, async ({ raw }) => {
    const request = `GET /a"'<b>/raw HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`
    expect(await raw(request)).toContain('<img src="/a%22%27%3Cb%3E/_assets/pic.')
  })
})

/** Asks for pages of one build that is mounted at several paths, in turn. */
test.each(BASES)(
  'imported files of a site built for %s have URLs under each mount',
  async (_, base) => {
    const pages = sites.get(base) as SsrPages
    const app = express().use('/docs', pages).use('/a/b', pages).use(pages)
    for (const mount of ['/docs', '', '/a/b', '/docs']) {
      const own = mount + base
      const { text } = await supertest(app).get(own).expect(200)
      const urls = [...text.matchAll(/(?:href|src)="([^"]+)"|>(\/[^<]+)</g)].map(
        ([, attribute, content]) => attribute ?? content ?? '',
      )
      expect(urls).toHaveLength(5)
      for (const url of urls) {
        expect(url.startsWith(`${own}_assets/pic.`) || url === `${own}open.svg`).toBe(true)
        await supertest(app).get(url).expect(200).expect('content-type', /svg/)
      }
      const { text: answer } = await supertest(app).get(`${own}api`).expect(200)
      expect(answer).toMatch(new RegExp(`^${own}_assets/pic\\.`))
    }
  },
)

test.each(BASES)('a prerendered page of a site built for %s keeps the base', async (_, base) => {
  const app = express().use(sites.get(base) as SsrPages)
  const { text } = await supertest(app).get(`${base}fixed`).expect(200)
  expect(text).toMatch(new RegExp(`<p>${base}_assets/pic\\.`))
})
