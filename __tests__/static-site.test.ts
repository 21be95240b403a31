import { readFile, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import supertest from 'supertest'
import { ssrPages } from '../src/index.ts'
import { filesIn, createProjectInRepository, write } from './support/project.ts'
import { runCli } from './support/cli.ts'

describe('a site of files only', () => {
  const files = {
    'ssr-pages.config.mjs': `export default {
  output: 'static',
  site: 'https://example.com',
  base: '/docs',
  trailingSlash: 'always',
  redirects: { '/old': '/1/' },
}`,
    'src/pages/index.astro': '<p>{Astro.url.href}</p><style>p { margin: 0 }</style>',
    'src/pages/[id].astro': `---
export const getStaticPaths = () => [{ params: { id: 1 } }]
---
<p>{Astro.params.id}</p>`,
    'src/pages/plain.html': '<p>plain</p>',
    'src/pages/feed.xml.js': 'export const GET = () => new Response("<rss/>")',
    'src/pages/live.astro': '---\nexport const prerender = false\n---\n<p>live</p>',
  }
  let folder: string

  beforeAll(async () => {
    folder = createProjectInRepository(files)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test('has every page except those that are rendered on demand', async () => {
    const { code, printed: text } = await runCli('build', folder)
    expect([code, text]).toEqual([0, expect.stringContaining('prerendering pages (5)')])
    expect(filesIn(folder, 'client')).toEqual([
      '1/index.html',
      '_assets/index.HASH.css',
      'feed.xml',
      'index.html',
      'old/index.html',
      'plain/index.html',
    ])
    expect(filesIn(folder, 'pages')).toEqual(['_site.mjs', 'live.mjs', 'manifest.json'])
    const html = await readFile(join(folder, 'dist/client/index.html'), 'utf8')
    expect(html).toContain('https://example.com/docs/</p>')
    expect(html).toMatch(/href="\/docs\/_assets\/index\.[^"]+\.css"/)
  })

  test.each([
    ['/docs/1/', 200, undefined],
    ['/docs/1', 301, '/docs/1/'],
    ['/docs/1?a=b', 301, '/docs/1/?a=b'],
    ['/docs/feed.xml', 200, undefined],
    ['/docs/feed.xml/', 301, '/docs/feed.xml'],
    ['/docs/', 200, undefined],
    ['/docs/old', 301, '/docs/1/'],
    ['/1/', 404, undefined],
  ])('has one spelling in a Node server: %s', async (path, status, location) => {
    const { status: found, headers } = await supertest(
      ssrPages({ dir: join(folder, 'dist/pages') }),
    ).get(path)
    expect([found, headers['location']]).toEqual([status, location])
  })

  test.each<[name: string, file: string, source: string, expected: string]>([
    [
      'a page fails',
      'src/pages/bad.astro',
      '---\nthrow new Error("boom")\n---\n',
      'error src/pages/bad.astro:2:1: /bad: boom\n  2 | throw new Error("boom")\n    | ^\nCorrect the page, or let it run for each request: `export const prerender = false`. [SSR_PAGES_PRERENDER_FAILED]\n',
    ],
    [
      'a file has the name of a folder',
      'src/pages/feed.xml/[id].astro',
      '---\nexport const getStaticPaths = () => [{ params: { id: 1 } }]\n---\n',
      'clashes with a public folder or with the file of another path\n',
    ],
    [
      'the flag comes from elsewhere',
      'src/pages/star.ts',
      "export * from '../flag'",
      "error src/pages/star.ts: 'prerender' must be set in this file, because it is read before any code runs\n",
    ],
  ])('stays as it was when %s', async (_name, file, source, expected) => {
    write(join(folder, 'src/flag.ts'), 'export const prerender = true')
    write(join(folder, file), source)
    const before = await readdir(join(folder, 'dist'), { recursive: true })
    const { code, printed: text } = await runCli('build', folder)
    await rm(join(folder, file))
    expect([code, text]).toEqual([1, expect.stringContaining(expected)])
    expect(await readdir(join(folder, 'dist'), { recursive: true })).toEqual(before)
  })
})
