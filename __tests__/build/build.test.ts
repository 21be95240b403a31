import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Manifest, ManifestRoute } from '../../src/shared/types.ts'
import { type CliResult, build } from '../support/cli.ts'
import { copyFixture, createProject, linkOwnPackage, readTree } from '../support/project.ts'

let root = ''
let result: CliResult
let tree = new Map<string, string>()
let manifest: Manifest

beforeAll(() => {
  root = copyFixture('build-site')
  result = build(root)
  tree = readTree(join(root, 'dist'))
  manifest = JSON.parse(tree.get('pages/manifest.json') ?? '')
}, 30_000)

describe('the tree of a build', () => {
  test('has one module per route, chunks, the manifest, hashed and public files, and nothing else', () => {
    const names = [...tree.keys()].map((name) => name.replace(/[.-][\w-]{8}(\.\w+)$/, '.#$1'))
    expect(names.toSorted()).toEqual([
      'client/_assets/Card.#.css',
      'client/_assets/Card.#.js',
      'client/_assets/Layout.#.css',
      'client/_assets/Layout.#.js',
      'client/_assets/count.#.js',
      'client/_assets/id.#.css',
      'client/_assets/index.#.css',
      'client/_assets/mark.#.svg',
      'client/_assets/x.#.woff2',
      'client/img/logo.svg',
      'client/robots.txt',
      'pages/[...rest].mjs',
      'pages/_chunks/Layout.#.mjs',
      'pages/_chunks/Lazy.#.mjs',
      'pages/_chunks/greet.#.mjs',
      'pages/_site.mjs',
      'pages/about us.mjs',
      'pages/feed.xml.mjs',
      'pages/index.mjs',
      'pages/manifest.json',
      'pages/products/[id].mjs',
      'pages/products/index.mjs',
    ])
  })

  test('contains no path of the build machine', () => {
    for (const [name, text] of tree) {
      expect({ name, leaks: text.includes('ssr-pages-test-') }).toEqual({ name, leaks: false })
    }
  })

  test('has the same bytes when it is built again, elsewhere', () => {
    const other = copyFixture('build-site')
    build(join(other, '..'), [other])
    expect(readTree(join(other, 'dist'))).toEqual(tree)
  })
})

describe('the manifest', () => {
  test('has the routes in match order', () => {
    const routes = manifest.routes.map(({ pattern, file, kind }) => [pattern, file, kind])
    expect(routes).toEqual([
      ['/about us', 'about us.mjs', 'page'],
      ['/feed.xml', 'feed.xml.mjs', 'endpoint'],
      ['/products/[id]', 'products/[id].mjs', 'page'],
      ['/products', 'products/index.mjs', 'page'],
      ['/', 'index.mjs', 'page'],
      ['/[...rest]', '[...rest].mjs', 'endpoint'],
    ])
  })

  test('contains the site and the folder of its browser files', () => {
    const { version, base, site, client } = manifest
    expect({ version, base, site, client }).toEqual({
      version: 1,
      base: '/docs/',
      site: 'https://example.com',
      client: '../client',
    })
  })

  test('tells which pages have a head', () => {
    const patterns = manifest.routes.filter(({ hasHead }) => hasHead).map((found) => found.pattern)
    expect(patterns).toEqual(['/products/[id]', '/'])
  })

  test('maps the scripts that pages print to hashed modules', () => {
    expect(route('/').scripts).toEqual({
      '/src/layouts/Layout.astro?astro&type=script&index=0&lang.ts': expect.stringMatching(
        /^_assets\/Layout\.[\w-]{8}\.js$/,
      ),
      '/src/components/Card.astro?astro&type=script&index=0&lang.ts': expect.stringMatching(
        /^_assets\/Card\.[\w-]{8}\.js$/,
      ),
    })
    for (const id of Object.keys(route('/').scripts)) expect(allModules()).toContain(`"${id}"`)
  })
})

describe('the styles of a page', () => {
  test('come in cascade order: those of scripts, imports, its own', () => {
    const rules = [
      '.menu',
      'box-sizing',
      '@font-face',
      'body{margin',
      'body header',
      'border-radius',
      'p:where',
      'u:where',
      's:where',
      'h1:where',
    ]
    const css = styles('/')
    expect(rules.toSorted((a, b) => css.indexOf(a) - css.indexOf(b))).toEqual(rules)
    expect(rules.filter((rule) => !css.includes(rule))).toEqual([])
  })

  test('include those of dynamically imported components', () => {
    expect(styles('/products/[id]')).toContain('em:where')
  })

  test('share files with other pages', () => {
    const [a, b] = [route('/').styles, route('/products/[id]').styles]
    expect(a.filter((file) => b.includes(file))).toEqual([
      expect.stringMatching(/^_assets\/Layout\..+\.css$/),
    ])
  })

  test('are compiled from Sass and scoped', () => {
    expect(styles('/')).toMatch(/body header:where\(\.astro-\w+\)\{color:#639\}/)
  })

  test('are not scoped when global', () => {
    expect(styles('/')).toContain('body{margin:1px}')
  })

  test('have URLs relative to themselves, so the site can be mounted anywhere', () => {
    expect(styles('/')).toMatch(/url\(\.\/x\.[\w-]{8}\.woff2\)/)
    expect(styles('/')).toContain('url(../img/logo.svg)')
  })

  test('have the same class names of CSS modules as the page', () => {
    const [, name = ''] = /round: "(\w+)"/.exec(allModules()) ?? []
    expect(styles('/')).toContain(`.${name}{border-radius:9px}`)
  })

  test('are an empty list for a page without styles', () => {
    expect(route('/products').styles).toEqual([])
  })
})

describe('the scripts of a page', () => {
  test('are JavaScript with what they import from packages', () => {
    const file =
      Object.values(route('/').scripts).find((name) => String(name).includes('Card')) ?? ''
    const code = tree.get(`client/${String(file)}`) ?? ''
    expect(code).toContain('plain ')
    expect(code).not.toMatch(/from"acme/)
  })

  test('see the public names of the environment only', () => {
    const file =
      Object.values(route('/').scripts).find((name) => String(name).includes('Layout')) ?? ''
    expect(tree.get(`client/${String(file)}`)).toMatch(/good morning[`'"],void 0/)
  })
})

describe('server modules', () => {
  test('leave packages to Node', () => {
    expect(tree.get('pages/index.mjs')).toContain('from "acme-plain"')
    expect(tree.get('pages/index.mjs')).toContain('from "ssr-pages/runtime"')
  })

  test('contain the components of packages, imported by path and by the index of a package', () => {
    expect(tree.get('pages/index.mjs')).toMatch(/<u class="astro-\w+">chip<\/u>/)
    expect(tree.get('pages/index.mjs')).toMatch(/<s class="astro-\w+">badge<\/s>/)
    expect(allModules()).not.toContain('from "acme-ui')
  })

  test('have URLs of assets below the base', () => {
    const [, url = ''] = /"\/docs\/(_assets\/mark\.[\w-]{8}\.svg)"/.exec(allModules()) ?? []
    expect(tree.get(`client/${url}`)).toContain('<svg')
  })

  test('read secrets when they run, and print text that looks like it unchanged', () => {
    expect(tree.get('pages/index.mjs')).toContain(', process.env.API_SECRET,')
    expect(tree.get('pages/index.mjs')).toContain('Write import.meta.env.API_SECRET to read it.')
    const leaks = [...tree].filter(([, text]) => text.includes('do-not-write-me'))
    expect(leaks).toEqual([])
  })
})

test('public files are copied unchanged', () => {
  expect(tree.get('client/robots.txt')).toBe(
    readFileSync(join(root, 'public/robots.txt'), 'latin1'),
  )
})

test('the terminal shows each route and no output of Vite', () => {
  expect(result.stderr).toBe('')
  const [compiling, scripts, styles, writing, ...lines] = result.stdout.split('\n')
  expect(compiling).toBe('compiling pages and API routes (6)')
  expect(scripts).toMatch(/^bundling scripts \(\d\)$/)
  expect(styles).toMatch(/^bundling stylesheets \(\d\)$/)
  expect(writing).toMatch(/^writing \/.+dist$/)
  expect(lines[0]).toMatch(/^route +module +css +js$/)
  expect(lines[5]).toMatch(/^\/ +\d\.\d\d kB +0\.\d\d kB +0\.\d\d kB$/)
  expect(lines[8]).toMatch(/^6 routes, 20 files, \d+\.\d\d kB in dist, \d+ ms$/)
})

describe('--outDir', () => {
  test('can be outside the project, and its other contents stay', () => {
    build(root, ['--outDir', '../elsewhere [2]/out'])
    const outDir = join(root, '../elsewhere [2]/out')
    expect(readTree(outDir)).toEqual(tree)
    expect(existsSync(join(root, '../elsewhere [2]/out/pages/manifest.json'))).toBe(true)
  })

  test('can be outside the project when pages are prerendered', () => {
    const project = createProject({
      'src/pages/index.astro': '---\nexport const prerender = true\n---\n<p>hello</p>',
    })
    linkOwnPackage(project)
    build(project, ['--outDir', '../out'])
    expect(readTree(join(project, '../out')).get('client/index.html')).toContain('<p>hello</p>')
    expect(readdirSync(join(project, 'node_modules'))).toEqual(['ssr-pages'])
  })
})

function route(pattern: string): ManifestRoute {
  const found = manifest.routes.find((candidate) => candidate.pattern === pattern)
  if (!found) throw new Error(`no route ${pattern}`)
  return found
}

function styles(pattern: string): string {
  return route(pattern)
    .styles.map((file) => tree.get(`client/${String(file)}`) ?? `missing ${file}`)
    .join('\n')
}

function allModules(): string {
  return [...tree]
    .filter(([name]) => name.endsWith('.mjs'))
    .map(([, text]) => text)
    .join('\n')
}
