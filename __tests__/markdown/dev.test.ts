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
    })
    server = await startServer('dev-plain.mjs', root, 'express')
  }, 60_000)

  afterAll(async () => {
    await server?.stop()
    rmSync(root, { recursive: true, force: true })
  })

  test.each(['/a', '/b'])('the page %s links the stylesheet of its code', async (path) => {
    const address = `http://127.0.0.1:${server.port}`
    const html = await (await fetch(address + path)).text()
    expect(html).toMatch(/<span class="code-color-f97583">let<\/span>/)
    const [, href = ''] = /<link rel="stylesheet" href="([^"]+code\.css[^"]*)"/.exec(html) ?? []
    const css = await (await fetch(address + href.replaceAll('&amp;', '&'))).text()
    expect(css.toLowerCase()).toMatch(/\.code-color-f97583 \{ color:#f97583 \}/)
  })
})
