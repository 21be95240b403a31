import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type SsrPages, ssrPages } from '../../src/index.ts'
import type { Manifest } from '../../src/shared/types.ts'
import { runCli } from '../support/cli.ts'
import { createProjectInRepository, readTree } from '../support/project.ts'
import { serverSite } from './server-site.ts'

let root = ''
let pages: SsrPages
let files: ReadonlyMap<string, string>
let manifest: Manifest

beforeAll(async () => {
  root = createProjectInRepository(serverSite)
  const { code, printed } = await runCli('build', root)
  if (code !== 0) throw new Error(printed)
  pages = ssrPages({ dir: join(root, 'dist/pages') })
  files = readTree(join(root, 'dist/pages'))
  manifest = JSON.parse(readFileSync(join(root, 'dist/pages/manifest.json'), 'utf8'))
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

async function htmlOf(path: string): Promise<string> {
  const response = await pages.fetch(new Request(`http://localhost${path}`))
  const text = (await response?.text()) ?? ''
  return text.replace('<!DOCTYPE html>', '').replaceAll('<!-- -->', '').trim()
}

function scriptsOf(pattern: string): string[] {
  const { scripts = {} } = manifest.routes.find((route) => route.pattern === pattern) ?? {}
  return Object.keys(scripts)
}

test('components of React are rendered in every form in which a module exports them', async () => {
  expect(await htmlOf('/forms')).toBe(
    '<i>default 1</i><i>memo 2</i><i>forward 3</i><i>class 4</i><i>inner 5</i><i>default 6</i><i>memo 7</i><i>plain 8</i>5X',
  )
})

test('components of five frameworks are rendered in one page', async () => {
  const html = (await htmlOf('/all')).replaceAll(/<!--.*?-->/g, '').replaceAll(/<i [^>]*>/g, '<i>')
  expect(html).toBe('<i>vue 1</i><i>preact 2</i><i>solid 3</i><i>svelte 4</i><i>memo 5</i>')
})

test('a component that is passed as a prop is rendered', async () => {
  expect(await htmlOf('/as')).toBe('<i>vue 1</i><i>plain 2</i><b a="3"></b>')
})

test('a component can be the layout of a page, with slots that contain other components', async () => {
  expect(await htmlOf('/layout')).toBe(
    '<main class="l"><header><h1>head</h1></header><section><i>vue 1</i></section><p>body</p></main>',
  )
})

test('a component that throws fails the first request to its page before anything is sent', async () => {
  await expect(pages.fetch(new Request('http://localhost/broken'))).rejects.toThrow(
    'broken on the server',
  )
})

describe('client:only', () => {
  test('prints its fallback, and no module of it is on the server', async () => {
    const html = await htmlOf('/only')
    expect(html).toMatch(/ssr client="only" .* await-children><p>wait<\/p><!--astro:end-->/)
    expect([...files].filter(([, code]) => code.includes('only-in-browsers'))).toEqual([])
  })

  test('knows its renderer without loading its server half', () => {
    const code = files.get('only.mjs') ?? ''
    expect(code).toContain('"@astrojs/react"')
    expect(code).not.toMatch(/^import .*react/m)
  })
})

test('a component of a package is an island, by the only renderer that accepts it', async () => {
  const html = await htmlOf('/package')
  expect(html).toMatch(/component-export="Root" renderer-url="[^"]*react[^"]*"[^>]*><button/)
  expect(html).toBe(await htmlOf('/package'))
})

test('a page loads the renderers of its own components only', () => {
  expect(scriptsOf('/vue').filter((id) => id.includes('client-renderer'))).toEqual([
    'virtual:ssr-pages/client-renderer/@astrojs/vue',
  ])
  expect(files.get('vue.mjs')).not.toMatch(/^import .*(?:react|preact|svelte|solid)/m)
})

test('only pages with islands link the style of the elements around them', () => {
  const sheetsOf = (pattern: string) =>
    (manifest.routes.find((route) => route.pattern === pattern)?.styles ?? []).map((path) =>
      readFileSync(join(root, 'dist/client', path), 'utf8'),
    )
  expect(sheetsOf('/vue').join('')).toMatch(
    /^:where\(astro-island,\s*astro-slot,\s*astro-static-slot\)\{display:contents\}\s*$/,
  )
  expect(sheetsOf('/all')).toEqual([])
})

test('a page without components of frameworks has nothing of them', () => {
  expect(scriptsOf('/none')).toEqual([])
  expect(files.get('none.mjs')).not.toMatch(/renderers|renderComponent/)
})
