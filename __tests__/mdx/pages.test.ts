import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import express from 'express'
import request from 'supertest'
import { type SsrPages, ssrPages } from '../../src/index.ts'
import type { Manifest } from '../../src/shared/types.ts'
import { runCli } from '../support/cli.ts'
import { createProjectInRepository, readTree } from '../support/project.ts'
import { shared } from './site.ts'

const FILES = {
  ...shared,
  'ssr-pages.config.mjs': `import mdx from '@astrojs/mdx'
import react from '@astrojs/react'
export default { base: '/docs', site: 'https://example.com', integrations: [mdx(), react()] }`,
  'src/pages/laid-out.mdx': `---
layout: ../Layout.astro
title: One
---
import Scripted from '../Scripted.astro'

## Two

<Scripted>x</Scripted>
`,
  'src/pages/plain.mdx': `import './plain.css'

# Plain

at {url} in {file}
`,
  'src/pages/plain.css': 'h1 { padding: 9px }',
  'src/pages/blog/index.mdx': 'at {url}\n',
  'src/pages/blog/[slug].mdx': `export const getStaticPaths = () => [{ params: { slug: 'a' }, props: { title: 'A' } }]
export const prerender = true

# {props.title}
`,
  'src/pages/fixed.mdx': 'export const prerender = true\n\n# Fixed {1 + 1}\n',
  'src/pages/part.mdx': 'export const partial = true\n\n<b>part</b>\n',
  'src/slow.js': `let open
export const gate = new Promise((resolve) => (open = resolve))
globalThis.openMdxGate = () => open()
`,
  'src/pages/slow.mdx': `import Slow from '../Slow.astro'

# First

<Slow />

last
`,
  'src/Slow.astro': `---\nimport { gate } from './slow.js'\nawait gate\n---\n<p>slow</p>`,
  'src/views/mails/welcome.mdx': `---
title: Welcome
layout: ../../Layout.astro
---
import Scripted from '../../Scripted.astro'

# Hello {props.name}

<Scripted>{props.link}</Scripted>
`,
  'src/pages/middle.astro': `---
import Text from '../texts/scripted.mdx'
---
<html><head><title>m</title></head><body><Text /><Text /></body></html>`,
  'src/texts/scripted.mdx': "import Scripted from '../Scripted.astro'\n\n<Scripted>s</Scripted>\n",
}

let root = ''
let pages: SsrPages
let manifest: Manifest

beforeAll(async () => {
  root = createProjectInRepository(FILES)
  const { code, printed } = await runCli('build', root)
  if (code !== 0) throw new Error(printed)
  pages = ssrPages({ dir: join(root, 'dist/pages') })
  manifest = JSON.parse(readFileSync(join(root, 'dist/pages/manifest.json'), 'utf8'))
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

async function htmlOf(path: string): Promise<string> {
  const response = await pages.fetch(new Request(`http://localhost/docs${path}`))
  return (await response?.text()) ?? ''
}

function routeOf(pattern: string) {
  return manifest.routes.find((route) => route.pattern === pattern)
}

describe('a page in MDX', () => {
  test('is in its layout, which gets headings, frontmatter, file and URL', async () => {
    const html = await htmlOf('/laid-out')
    expect(html).toMatch(/^<!DOCTYPE html><html><head><title>One<\/title><link rel="stylesheet"/)
    expect(html).toContain('<body data-file="/src/pages/laid-out.mdx" data-url="/docs/laid-out">')
    expect(html).toContain('<ul><li>2 two Two</li></ul><main><h2 id="two">Two</h2>')
  })

  test('without a layout begins with its styles and the charset', async () => {
    expect(await htmlOf('/plain')).toMatch(
      /^<!DOCTYPE html><link rel="stylesheet" href="\/docs\/_assets\/plain[^"]*\.css"><meta charset="utf-8"\/><h1 id="plain">Plain<\/h1>\n<p>at \/docs\/plain in \/src\/pages\/plain\.mdx<\/p>$/,
    )
  })

  test('knows the URL of an index', async () => {
    expect(await htmlOf('/blog')).toContain('<p>at /docs/blog</p>')
  })

  test('is prerendered, with the paths and props of getStaticPaths()', async () => {
    expect(routeOf('/fixed')?.prerendered).toHaveLength(1)
    expect(await htmlOf('/fixed')).toContain('<h1 id="fixed-1--1">Fixed 2</h1>')
    expect(await htmlOf('/blog/a')).toContain('>A</h1>')
  })

  test('can be a part of a page', async () => {
    expect(await htmlOf('/part')).toBe('<b>part</b>')
  })

  test('sends what comes before a slow component', async () => {
    const response = await pages.fetch(new Request('http://localhost/docs/slow'))
    const reader = response?.body?.pipeThrough(new TextDecoderStream()).getReader()
    const first = await reader?.read()
    expect(first?.value).toContain('<h1 id="first">First</h1>')
    expect(first?.value).not.toContain('last')
    ;(globalThis as unknown as { openMdxGate(): void }).openMdxGate()
    let rest = ''
    for (let next = await reader?.read(); next?.done === false; next = await reader?.read()) {
      rest += next.value
    }
    expect(rest).toContain('<p>slow</p>\n<p>last</p>')
  })
})

test('styles and scripts of components in MDX are in the page once', async () => {
  const html = await htmlOf('/middle')
  expect(html.match(/<link rel="stylesheet"/g)).toHaveLength(1)
  expect(html.match(/<script type="module"/g)).toHaveLength(1)
  const [, sheet = ''] = /href="\/docs\/([^"]*\.css)"/.exec(html) ?? []
  expect(readFileSync(join(root, 'dist/client', sheet), 'utf8')).toContain('margin:7px')
})

test('no built module contains the path of the project', () => {
  const files = [...readTree(join(root, 'dist'))]
  expect(files.filter(([, text]) => text.includes(root)).map(([name]) => name)).toEqual([])
})

describe('a view in MDX', () => {
  test('gets its props from a handler', async () => {
    const app = express().use(pages.views).use(pages)
    app.get('/hello', (_req, res) => res.render('mails/welcome', { name: '<Ann>' }))
    const { text, status } = await request(app).get('/hello')
    expect([status, text]).toEqual([
      200,
      expect.stringContaining('<h1 id="hello-propsname">Hello &lt;Ann&gt;</h1>'),
    ])
  })

  test('is a mail with inline styles', async () => {
    const html = await pages.render('mails/welcome', { props: { name: 'Ann', link: 'go' } })
    expect(html).toContain('<title>Welcome</title>')
    expect(html).toMatch(/margin: ?7px/)
    expect(html).toContain('<b class="astro-')
    expect(html).not.toContain('<link')
  })
})
