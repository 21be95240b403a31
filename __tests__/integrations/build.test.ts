import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { type SsrPages, ssrPages } from '../../src/middleware.ts'
import { buildWarm, runWarmCli } from '../support/warm-cli.ts'
import { createProjectInRepository } from '../support/project.ts'

/** An integration that uses each helper of a build once. */
const ACME = `
import { brotliCompressSync } from 'node:zlib'
import { readFileSync, writeFileSync } from 'node:fs'
export default () => ({
  name: '@acme/all',
  hooks: {
    'astro:config:setup'({ injectRoute, addMiddleware, updateConfig, createCodegenDir }) {
      const folder = createCodegenDir()
      writeFileSync(new URL('made.ts', folder), 'export const GET = () => new Response("made")')
      injectRoute({ pattern: '/added', entrypoint: 'acme/added.astro' })
      injectRoute({ pattern: '/made', entrypoint: new URL('made.ts', folder) })
      injectRoute({ pattern: '/fixed/', entrypoint: './added/fixed.astro', prerender: true })
      injectRoute({ pattern: '/blog/[id]', entrypoint: 'acme/added.astro' })
      injectRoute({ pattern: '/', entrypoint: 'acme/added.astro' })
      addMiddleware({ order: 'pre', entrypoint: 'acme/pre.mjs' })
      addMiddleware({ order: 'post', entrypoint: new URL('post.mjs', import.meta.url) })
      updateConfig({ vite: { define: { '__SAID__': '"by vite"' } } })
    },
    'astro:route:setup'({ route }) {
      if (route.component === 'src/pages/static.astro') route.prerender = true
    },
    'astro:config:done'({ injectTypes }) {
      injectTypes({ filename: 'types.d.ts', content: 'declare const ACME: string' })
    },
    'astro:build:setup'({ vite, updateConfig }) {
      vite.define = { ...vite.define, '__IN_PLACE__': '"changed"' }
      updateConfig({ define: { '__MORE__': '"merged"' } })
    },
    'astro:build:generated'({ dir }) {
      writeFileSync(new URL('generated.txt', dir), 'generated')
    },
    'astro:build:done'({ dir, assets }) {
      writeFileSync(new URL('sitemap.xml', dir), '<urlset/>')
      for (const file of assets.get('/static')) {
        writeFileSync(new URL(file + '.br'), brotliCompressSync(readFileSync(file)))
      }
    },
  },
})
`

const NOTE = (name: string) => `export const onRequest = async ({ locals }, next) => {
  locals.order = [...(locals.order ?? []), '${name}']
  return next()
}`

const FILES = {
  'package.json': '{ "type": "module" }',
  'ssr-pages.config.mjs': `import acme from 'acme'
    export default { integrations: [acme()] }`,
  'node_modules/acme/package.json':
    '{ "name": "acme", "type": "module", "exports": { ".": "./index.mjs", "./*": "./*" } }',
  'node_modules/acme/index.mjs': ACME,
  'node_modules/acme/pre.mjs': `import { defineMiddleware } from 'astro:middleware'
    ${NOTE('pre').replace('async (', 'defineMiddleware(async (')})`,
  'node_modules/acme/post.mjs': NOTE('post'),
  'node_modules/acme/added.astro':
    '---\nimport text from "./text.mjs"\n---\n<h1>{text} {Astro.locals.order.join()}</h1><style>h1 { color: teal }</style>',
  'node_modules/acme/text.mjs': 'export default "added"',
  'added/fixed.astro': '<h1>fixed {Astro.url.pathname}</h1>',
  'src/middleware.ts': NOTE('own'),
  'src/pages/index.astro': '<h1>{__SAID__}, {__IN_PLACE__}, {__MORE__}</h1>',
  'src/pages/static.astro': '<h1>static</h1>',
  'src/pages/blog/[slug].astro': '<h1>post {Astro.params.slug}</h1>',
}

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })))

function create(files: Readonly<Record<string, string>>): string {
  const root = createProjectInRepository(files)
  folders.push(root)
  return root
}

describe('a build with an integration', () => {
  let root = ''
  let printed = ''
  let pages: SsrPages
  beforeAll(async () => {
    root = create(FILES)
    // From another folder, in which none of the packages is.
    printed = (await runWarmCli(['build', root], dirname(root))).stderr
    pages = ssrPages({ dir: join(root, 'dist/pages') })
  })
  const read = async (path: string) => {
    const response = await pages.fetch(new Request(`http://localhost${path}`))
    return response?.text()
  }

  test.each([
    ['a route of a package', '/added', /<h1[^>]*>added pre,own,post<\/h1>/],
    ['the style of a route of a package', '/added', /<link rel="stylesheet"/],
    ['a route of a generated module', '/made', /^made$/],
    ['a page instead of the route with its path', '/', /<h1>by vite/],
    ['a page instead of the route with its pattern', '/blog/a', /<h1>post a<\/h1>/],
    ['code with the changes of build:setup', '/', /<h1>by vite, changed, merged<\/h1>/],
  ])('serves %s', async (_, path, expected) => {
    expect(await read(path)).toMatch(expected)
  })

  test('prerenders a route that is added with `prerender: true`', () => {
    const html = readFileSync(join(root, 'dist/client/fixed/index.html'), 'utf8')
    expect(html).toContain('<h1>fixed /fixed</h1>')
  })

  test('prerenders a page for which astro:route:setup says so', () => {
    expect(existsSync(join(root, 'dist/client/static/index.html'))).toBe(true)
  })

  test('warns once of each added route that a page answers', () => {
    const warnings = printed.split('\n').filter((line) => line.includes('The route '))
    expect(warnings).toEqual([
      'warning The route /blog/[id] of the integration "@acme/all" is ignored: src/pages/blog/[slug].astro answers its paths',
      'warning The route / of the integration "@acme/all" is ignored: src/pages/index.astro answers its paths',
    ])
  })

  test.each([
    ['generated.txt', 'generated'],
    ['sitemap.xml', '<urlset/>'],
  ])('keeps the file %s, which a hook has written', (file, text) => {
    expect(readFileSync(join(root, 'dist/client', file), 'utf8')).toBe(text)
  })

  test('keeps what a hook has made of a prerendered page', () => {
    const file = join(root, 'dist/client/static/index.html')
    expect(String(brotliDecompressSync(readFileSync(`${file}.br`)))).toBe(
      readFileSync(file, 'utf8'),
    )
  })

  test('declares the types that the integration adds', () => {
    const types = readFileSync(join(root, 'ssr-pages-env.d.ts'), 'utf8')
    const path = '.astro/integrations/_acme_all/types.d.ts'
    expect(types).toContain(`/// <reference path="./${path}" />\n`)
    expect(readFileSync(join(root, path), 'utf8')).toBe('declare const ACME: string')
  })

  test('`ssr-pages routes` lists the added routes', async () => {
    const { stdout } = await runWarmCli(['routes', '.', '--json'], root)
    const routes: { pattern: string; file: string }[] = JSON.parse(stdout)
    expect(routes.find(({ pattern }) => pattern === '/added')).toMatchObject({
      file: 'node_modules/acme/added.astro',
      kind: 'page',
    })
  })
})

test('a site may have only the pages of its integrations', async () => {
  const root = create({
    'package.json': '{ "type": "module" }',
    'a.astro': '<h1>only</h1>',
    'ssr-pages.config.mjs': `export default { integrations: [{ name: 'docs', hooks: {
      'astro:config:setup': ({ injectRoute }) => injectRoute({ pattern: '/', entrypoint: './a.astro' }),
    } }] }`,
  })
  expect((await buildWarm(root)).code).toBe(0)
})

describe('an integration that fails is named, with its hook, by', () => {
  const failIn = (hook: string, body: string) => ({
    'package.json': '{ "type": "module" }',
    'src/pages/index.astro': '<h1>home</h1>',
    'ssr-pages.config.mjs': `export default { integrations: [{ name: 'bad', hooks: {
      '${hook}': async (options) => { ${body} },
    } }] }`,
  })
  test.each([
    ['astro:config:setup', 'throw new Error("no key")', 'no key', ['build', 'routes']],
    ['astro:config:setup', 'throw undefined', 'undefined', ['build']],
    ['astro:config:done', 'throw new Error("no key")', 'no key', ['build', 'routes']],
    ['astro:route:setup', 'throw new Error("no key")', 'no key', ['build', 'routes']],
    ['astro:routes:resolved', 'throw new Error("no key")', 'no key', ['build', 'routes']],
    ['astro:build:start', 'throw new Error("no key")', 'no key', ['build']],
    ['astro:build:setup', 'throw new Error("no key")', 'no key', ['build']],
    ['astro:build:ssr', 'throw new Error("no key")', 'no key', ['build']],
    ['astro:build:done', 'throw new Error("no key")', 'no key', ['build']],
  ])('%s: %s', async (hook, body, reason, commands) => {
    const root = create(failIn(hook, body))
    for (const command of commands) {
      const { code, stderr } = await runWarmCli([command], root)
      expect(code).toBe(1)
      expect(stderr).toBe(
        `error The integration "bad" failed in its hook ${hook}: ${reason}\nCorrect its options where the configuration calls it, or update or remove it. [SSR_PAGES_INTEGRATION_FAILED]\n`,
      )
    }
  })
})

test('an integration that fails is named with the place in its code', async () => {
  const root = create({
    'package.json': '{ "type": "module" }',
    'src/pages/index.astro': '<h1>home</h1>',
    'node_modules/acme/package.json': '{ "name": "acme", "exports": "./index.mjs" }',
    'node_modules/acme/index.mjs': `export default { name: 'acme', hooks: {
      'astro:config:setup'({ addRenderer }) {
        addRenderer({ name: 'r' })
      },
    } }`,
    'ssr-pages.config.mjs': `import acme from 'acme'
      export default { integrations: [acme] }`,
  })
  expect((await runWarmCli(['build'], root)).stderr).toContain(
    'package specifier, a path or a URL (at node_modules/acme/index.mjs:3:9)\n',
  )
})

test('middleware of an integration that has no onRequest is refused, and named', async () => {
  const root = create({
    'package.json': '{ "type": "module" }',
    'src/pages/index.astro': '<h1>home</h1>',
    'guard.mjs': 'export const other = 1',
    'ssr-pages.config.mjs': `export default { integrations: [{ name: 'bad', hooks: {
      'astro:config:setup': ({ addMiddleware }) =>
        addMiddleware({ order: 'pre', entrypoint: new URL('guard.mjs', import.meta.url) }),
    } }] }`,
  })
  const { code, stderr } = await runWarmCli(['build'], root)
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringMatching(
      /guard\.mjs: .* exports no onRequest; it exports other.*\n.*MIDDLEWARE_EMPTY/,
    ),
  })
})
