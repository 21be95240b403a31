import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createProjectInRepository } from '../support/project.ts'
import { type Server, startServer } from '../support/servers.ts'

const TEXT = '```js\nlet a\n```\n'

describe('in development', () => {
  let root: string
  let server: Server

  beforeAll(async () => {
    root = createProjectInRepository({
      'package.json': '{"type":"module"}',
      'ssr-pages.config.mjs':
        "import mdx from '@astrojs/mdx'\nexport default { integrations: [mdx()], markdown: { codeStyles: 'classes' } }",
      'src/pages/a.md': TEXT,
      'src/pages/b.mdx': TEXT,
      'src/content.config.ts': `import { defineCollection } from 'astro:content'
import { glob } from 'astro/loaders'
const notes = defineCollection({ loader: glob({ pattern: '*.md', base: 'notes' }) })
export const collections = { notes }`,
      'notes/one.md': TEXT,
      'src/pages/c.astro': `---
import { getEntry, render } from 'astro:content'
const { Content } = await render((await getEntry('notes', 'one'))!)
---
<html><head></head><body><Content /></body></html>`,
    })
    server = await startServer('dev-plain.mjs', root, 'express')
  }, 60_000)

  afterAll(async () => {
    await server?.stop()
    rmSync(root, { recursive: true, force: true })
  })

  test.each(['/a', '/b', '/c'])('the page %s links the stylesheet of its code', async (path) => {
    const address = `http://127.0.0.1:${server.port}`
    const html = await (await fetch(address + path)).text()
    expect(html).toMatch(/<span class="code-color-f97583">let<\/span>/)
    const [, href = ''] = /<link rel="stylesheet" href="([^"]+code\.css[^"]*)"/.exec(html) ?? []
    const css = await (await fetch(address + href.replaceAll('&amp;', '&'))).text()
    expect(css.toLowerCase()).toMatch(/\.code-color-f97583 \{ color:#f97583 \}/)
  })
})
