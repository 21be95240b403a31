import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import connect from 'connect'
import express from 'express'
import supertest from 'supertest'
import { ssrPages } from '../src/index.ts'
import { ROOT } from './support/root.ts'

const WHERE = `import { render, renderScript, createComponent } from 'ssr-pages/runtime'
export default createComponent(($$result, $$props, $$slots) => {
  const Astro = $$result.createAstro($$props, $$slots)
  return render\`<p>\${Astro.url}</p>\${renderScript($$result, 'a')}\`
})`

/** A site that was built for `/docs`, put where its users may put it. */
describe('a site built for a base', () => {
  let dir: string

  beforeAll(() => {
    dir = mkdtempSync(`${ROOT}/__tests__/fixtures/dist-`)
    cpSync(`${ROOT}/__tests__/fixtures/plain/index.mjs`, `${dir}/pages/index.mjs`)
    mkdirSync(`${dir}/client/_assets`, { recursive: true })
    writeFileSync(`${dir}/client/_assets/a.css`, 'p{}')
    const route = {
      pattern: '/',
      file: 'index.mjs',
      kind: 'page',
      styles: ['_assets/a.css'],
      scripts: {},
      hasHead: false,
    }
    const where = {
      ...route,
      pattern: '/where',
      file: 'where.mjs',
      styles: [],
      scripts: { a: '_assets/a.js' },
    }
    writeFileSync(`${dir}/pages/where.mjs`, WHERE)
    const manifest = { version: 1, base: '/docs/', client: '../client', routes: [route, where] }
    writeFileSync(`${dir}/pages/manifest.json`, JSON.stringify(manifest))
  })
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  test.each([
    ['at the root, behind a proxy that keeps the path', undefined, '/docs/', '/docs/_assets/a.css'],
    ['at the root, without the slash at the end', undefined, '/docs', '/docs/_assets/a.css'],
    ['mounted at its base', '/docs', '/docs/', '/docs/_assets/a.css'],
    ['mounted elsewhere, below which it keeps its base', '/x', '/x/docs/', '/x/docs/_assets/a.css'],
  ])('%s', async (_, mount, page, style) => {
    const app = express().use(mount ?? '/', ssrPages({ dir: `${dir}/pages` }))
    const { text } = await supertest(app).get(page).expect(200)
    expect(text).toContain(`<link rel="stylesheet" href="${style}">`)
    await supertest(app).get(style).expect(200, 'p{}')
  })

  test('is found in Connect, which does not report the mount path', async () => {
    const app = connect().use('/docs', ssrPages({ dir: `${dir}/pages` }))
    const { text } = await supertest(app).get('/docs/').expect(200)
    expect(text).toContain('<link rel="stylesheet" href="/docs/_assets/a.css">')
    await supertest(app).get('/docs/_assets/a.css').expect(200, 'p{}')
  })

  test.each(['/', '/docsearch', '/_assets/a.css', '/DOCS/'])('has nothing at %s', async (path) => {
    const app = express().use(ssrPages({ dir: `${dir}/pages` }))
    await supertest(app).get(path).expect(404)
  })

  test('is rendered to a string with its base in every URL', async () => {
    const pages = ssrPages({ dir: `${dir}/pages` })
    expect(await pages.render('/where')).toContain(
      '<p>http://localhost/docs/where</p><script type="module" src="/docs/_assets/a.js"></script>',
    )
  })

  test('answers Fetch requests below its base', async () => {
    const pages = ssrPages({ dir: `${dir}/pages` })
    const response = await pages.fetch(new Request('http://localhost/docs/'))
    expect(await response?.text()).toContain('href="/docs/_assets/a.css"')
    expect(await pages.fetch(new Request('http://localhost/'))).toBeUndefined()
  })
})
