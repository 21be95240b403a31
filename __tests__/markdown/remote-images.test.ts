import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import express from 'express'
import supertest from 'supertest'
import { type SsrPages, ssrPages } from '../../src/index.ts'
import { createProjectInRepository } from '../support/project.ts'
import { buildWarm } from '../support/warm-cli.ts'
import { PNG } from './site.ts'

let host: Server
let port = 0
let root: string
let pages: SsrPages

beforeAll(async () => {
  host = createServer((_req, res) => res.writeHead(200, { 'content-type': 'image/png' }).end(PNG))
  host.listen(0)
  await once(host, 'listening')
  const address = host.address()
  port = typeof address === 'object' ? (address?.port ?? 0) : 0
  const text = `![allowed](http://localhost:${port}/a.png) ![other](http://127.0.0.1:${port}/b.png)`
  root = createProjectInRepository({
    'astro.config.mjs': "export default { output: 'server', image: { domains: ['localhost'] } }",
    'src/pages/plain.md': text,
    'src/content/notes/one.md': text,
    'src/content.config.ts': `import { defineCollection } from 'astro:content'
import { glob } from 'astro/loaders'
export const collections = { notes: defineCollection({ loader: glob({ base: 'src/content/notes', pattern: '*.md' }) }) }`,
    'src/pages/entry.astro': `---
import { getEntry, render } from 'astro:content'
const { Content } = await render(await getEntry('notes', 'one'))
---
<Content />`,
  })
  await buildWarm(root)
  pages = ssrPages({ dir: join(root, 'dist/pages') })
})

afterAll(() => {
  host?.close()
  rmSync(root, { recursive: true, force: true })
})

test.each(['/plain', '/entry'])(
  '%s makes images of hosts that the configuration allows, and no others',
  async (path) => {
    const app = express().use('/shop', pages)
    const { text } = await supertest(app).get(`/shop${path}`).expect(200)
    const [allowed = '', other = ''] = text.match(/<img [^>]*>/g) ?? []
    expect(allowed).toMatch(
      / src="\/shop\/_image\?href=http%3A%2F%2Flocalhost%3A\d+%2Fa\.png&amp;w=1/,
    )
    expect(allowed).toContain(' width="1" height="1"')
    expect(allowed).not.toContain('infer')
    expect(other).toContain(` src="http://127.0.0.1:${port}/b.png"`)
    const url = / src="([^"]*)"/.exec(allowed)?.[1]?.replaceAll('&amp;', '&') ?? ''
    await supertest(app).get(url).expect(200).expect('content-type', 'image/webp')
  },
)
