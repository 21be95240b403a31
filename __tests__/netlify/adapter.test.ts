import { existsSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import netlify, { type NetlifyHandler, type NetlifyOptions } from '../../src/netlify/index.ts'
import { createProjectInRepository, write } from '../support/project.ts'
import { runCli } from '../support/cli.ts'
import { readTree } from '../support/project.ts'

const folders: string[] = []

const page = { 'src/pages/index.astro': '<h1>Home</h1>' }

function config(options: string, rest = ''): Record<string, string> {
  return {
    'ssr-pages.config.mjs': `
      import netlify from 'ssr-pages/netlify'
      export default { adapter: netlify(${options}), ${rest} }`,
  }
}

async function project(files: Readonly<Record<string, string>>): Promise<string> {
  const root = createProjectInRepository(files)
  folders.push(root)
  return root
}

async function build(root: string): Promise<string> {
  const { code, printed } = await runCli('build', root)
  if (code !== 0) throw new Error(printed)
  return printed
}

afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))))

function functionFiles(root: string): string[] {
  return [...readTree(join(root, 'netlify/functions/entry')).keys()]
}

async function load(root: string): Promise<{ default: NetlifyHandler; config: object }> {
  return import(pathToFileURL(join(root, 'netlify/functions/entry/entry.mjs')).href)
}

describe('a site', () => {
  let root: string
  let printed: string

  beforeAll(async () => {
    root = await project({
      ...config(
        `{ session: { ttl: 60 }, excludedPath: ['/mine/*'], includeFiles: ['data', 'note.txt'], external: ['left'] }`,
        `redirects: { '/gone/[id]': '/products/[id]', '/all/[...rest]': { status: 302, destination: '/' },
          '/x-[id]': '/' }`,
      ),
      ...page,
      'src/middleware.ts': `export const onRequest = (context, next) => {
        context.locals.by = 'middleware'
        return next()
      }`,
      'src/pages/about.astro': '---\nexport const prerender = true\n---\n<p>About</p>',
      'src/pages/feed.xml.ts': `export const prerender = true
        export const GET = () => new Response('<a/>', { headers: { 'x-feed': '1' } })`,
      'src/pages/404.astro': '---\nexport const prerender = true\n---\n<p>Nothing here</p>',
      'src/pages/products/[id].astro': '<p>{Astro.params.id} {Astro.locals.by}</p>',
      'src/pages/100% #1.ts': `export const GET = () => new Response('odd')`,
      'src/pages/file.ts': `import { readFileSync } from 'node:fs'
        export const GET = () => new Response(readFileSync('note.txt', 'utf8'))`,
      'src/pages/native.ts': `import left from 'left'
        export const GET = () => new Response(left)`,
      'src/pages/inlined.ts': `import right from 'right'
        export const GET = () => new Response(right)`,
      'node_modules/left/package.json': '{"main":"a.js","dependencies":{"below":"1"}}',
      'node_modules/left/a.js': `module.exports = require('below') + __dirname.includes('node_modules')`,
      'node_modules/below/package.json': '{}',
      'node_modules/below/index.js': `module.exports = 'below '`,
      'node_modules/right/package.json': '{}',
      'node_modules/right/index.js': `module.exports = require('node:path').basename('/a/right')`,
      'public/_redirects': '# old\n/old /new 301\n/* /index.html 200\nhttps://a.test/* /b',
      'data/deep/x.json': '{}',
      'note.txt': 'a note',
      'netlify/functions/mine/mine.mjs': '// mine',
      'netlify/functions/entry/stale.mjs': '// of the last build',
    })
    printed = await build(root)
  }, 60_000)

  test('is one function of `.mjs` modules only, none of which looks like its entry', () => {
    const files = functionFiles(root)
    const own = files.filter((file) => !file.startsWith('node_modules/'))
    expect(own.filter((file) => /\.[cm]?[jt]s$/.test(file) && !file.endsWith('.mjs'))).toEqual([])
    expect(files.filter((file) => !file.includes('/'))).toEqual(['entry.mjs', 'note.txt'])
    expect(files).toEqual(
      expect.arrayContaining([
        'data/deep/x.json',
        'node_modules/below/index.js',
        'server/entry.mjs',
        'server/pages/index.mjs',
      ]),
    )
  })

  test('leaves other functions alone, and keeps no files of its last build', () => {
    const functions = readTree(join(root, 'netlify/functions'))
    expect(functions.get('mine/mine.mjs')).toBe('// mine')
    expect(functions.has('entry/stale.mjs')).toBe(false)
    expect([...readTree(join(root, 'dist')).keys()].filter((file) => file.startsWith('.'))).toEqual(
      [],
    )
  })

  test('has its configuration as a literal in its source text', async () => {
    const { config: seen } = await load(root)
    expect(seen).toEqual({
      name: 'ssr-pages',
      generator: expect.stringMatching(/^ssr-pages@\d/),
      path: '/*',
      excludedPath: ['/mine/*', '/old'],
      preferStatic: true,
      nodeBundler: 'none',
      includedFiles: ['**/*'],
    })
    const text = readFileSync(join(root, 'netlify/functions/entry/entry.mjs'), 'utf8')
    expect(JSON.parse(text.slice(text.indexOf('config = ') + 9))).toEqual(seen)
  })

  test('is answered by the function alone, page by page', async () => {
    const { default: handle } = await load(root)
    const ask = async (path: string) => {
      const response = await handle(new Request(`https://shop.test${path}`), {})
      return [response.status, response.headers.get('location') ?? (await response.text())]
    }
    expect(await ask('/')).toEqual([200, '<!DOCTYPE html><h1>Home</h1>'])
    expect(await ask('/products/7')).toEqual([200, '<!DOCTYPE html><p>7 middleware</p>'])
    expect(await ask('/100%25%20%231')).toEqual([200, 'odd'])
    expect(await ask('/native')).toEqual([200, 'below true'])
    expect(await ask('/inlined')).toEqual([200, 'right'])
    expect(await ask('/gone/7')).toEqual([301, '/products/7'])
    expect(await ask('/nope')).toEqual([404, expect.stringContaining('Nothing here')])
    expect(await ask('/about')).toEqual([404, expect.stringContaining('Nothing here')])
  })

  test('has each page in its own file, and no code that only builds or serves', () => {
    const files = readTree(join(root, 'netlify/functions/entry/server'))
    expect(files.get('pages/products/_id_.mjs')).toMatch(/create\w*Component/)
    const code = [...files.values()].join('\n')
    expect(code).not.toMatch(/from\s*["'](?!node:|\.|left\b)/)
    expect(code).not.toMatch(/@astrojs\/compiler|rolldown|express\.static|ioredis|writeFunction/)
    expect(code).toContain('function pathToRegexp(')
  })

  test('is published with its redirects, and the headers of its files', () => {
    expect(readFileSync(join(root, 'dist/client/_redirects'), 'utf8').split('\n')).toEqual([
      '/old /new 301',
      '/* /index.html 200',
      'https://a.test/* /b',
      '# Redirects of ssr-pages.config:',
      '/gone/:id /products/:id 301!',
      '/all/* / 302!',
      '',
    ])
    expect(JSON.parse(readFileSync(join(root, '.netlify/v1/config.json'), 'utf8'))).toEqual({
      headers: [
        { for: '/_assets/*', values: { 'Cache-Control': 'public, max-age=31536000, immutable' } },
        { for: '/feed.xml', values: { 'content-type': 'text/plain;charset=UTF-8', 'x-feed': '1' } },
      ],
    })
    expect(existsSync(join(root, 'dist/client/404.html'))).toBe(true)
  })

  test('has a netlify.toml if it had none', () => {
    const text = readFileSync(join(root, 'netlify.toml'), 'utf8')
    expect(text).toBe('[build]\n  command = "npx ssr-pages build"\n  publish = "dist/client"\n')
  })

  test('gets a warning about a redirect that can never be reached', () => {
    expect(printed).toContain('answers /* before _redirects can redirect it')
  })

  test('can be built again', async () => {
    const before = functionFiles(root)
    await build(root)
    expect(functionFiles(root)).toEqual(before)
  })
})

test('a session option of the adapter applies to the function', async () => {
  const root = await project({ ...config('{ session: false }'), ...page })
  write(
    join(root, 'src/pages/session.ts'),
    `export const GET = ({ session }) => new Response(String(session))`,
  )
  await build(root)
  const { default: handle } = await load(root)
  const response = await handle(new Request('https://shop.test/session'), {})
  expect(await response.text()).toBe('undefined')
})

describe('views', () => {
  const views = {
    'src/views/mail/welcome.astro':
      '<h1 class="mail">Welcome, {Astro.props.name}</h1><style>.mail { color: rgb(1, 2, 3) }</style>',
  }

  test('have no URL in the function, and a page of it shows one as a component', async () => {
    const root = await project({
      ...config(''),
      ...views,
      'src/pages/[...path].astro': '<p>page {Astro.params.path}</p>',
      'src/pages/welcome.astro': `---
import Welcome from '../views/mail/welcome.astro'
---
<html><head></head><body><Welcome name={Astro.url.searchParams.get('name')} /></body></html>`,
    })
    await build(root)
    const { default: handle } = await load(root)
    const ask = async (path: string) =>
      (await handle(new Request(`https://shop.test${path}`), {})).text()
    for (const path of ['mail/welcome', 'views/mail/welcome', '_views/mail/welcome']) {
      expect(await ask(`/${path}`)).toBe(`<!DOCTYPE html><p>page ${path}</p>`)
    }
    const html = await ask('/welcome?name=Ada')
    expect(html).toMatch(/<h1 class="mail[^>]*>Welcome, Ada<\/h1>/)
    const [, style = ''] = /<link rel="stylesheet" href="([^"]+)"/.exec(html) ?? []
    expect(readFileSync(join(root, 'dist/client', style), 'utf8')).toMatch(/\.mail/)
  })

  test('alone are no reason for a function', async () => {
    const root = await project({ ...config(''), ...views })
    await build(root)
    expect(existsSync(join(root, 'netlify/functions/entry'))).toBe(false)
  })
})

test('a site of files only has no function, and a former one is removed', async () => {
  const root = await project({
    ...config('', `output: 'static', redirects: { '/old': '/' }`),
    ...page,
    'netlify/functions/entry/entry.mjs': '// of the last build',
  })
  await build(root)
  expect(existsSync(join(root, 'netlify/functions/entry'))).toBe(false)
  expect(readFileSync(join(root, 'dist/client/_redirects'), 'utf8')).toContain('/old / 301!\n')
})

test('a redirect whose destination has the base already gets no second one', async () => {
  const redirects = `redirects: { '/old': '/docs/new', '/older/[id]': '/new/[id]' }`
  const root = await project({
    ...config('', `output: 'static', base: '/docs', ${redirects}`),
    ...page,
  })
  await build(root)
  const text = readFileSync(join(root, 'dist/client/_redirects'), 'utf8')
  expect(text).toContain('/docs/old /docs/new 301!\n/docs/older/:id /docs/new/:id 301!\n')
})

test('below a base, the files are published there and the function answers there', async () => {
  const root = await project({
    ...config('', `base: '/docs', redirects: { '/old': '/' }`),
    ...page,
    'public/a.txt': 'a',
  })
  await build(root)
  const published = [...readTree(join(root, 'dist/netlify')).keys()]
  expect(published).toEqual(expect.arrayContaining(['_redirects', 'docs/a.txt']))
  expect(readFileSync(join(root, 'netlify.toml'), 'utf8')).toContain('publish = "dist/netlify"')
  const { default: handle, config: seen } = await load(root)
  expect(seen).toMatchObject({ path: ['/docs', '/docs/*'] })
  expect((await handle(new Request('https://shop.test/docs'), {})).status).toBe(200)
})

test('the function can have its own name and be in the folder .netlify', async () => {
  const options = `{ functionsDir: '.netlify/v1/functions', name: 'site' }`
  const root = await project({ ...config(options), ...page })
  await build(root)
  expect(existsSync(join(root, '.netlify/v1/functions/site/site.mjs'))).toBe(true)
})

describe('netlify.toml', () => {
  test.each([
    [
      'names no folder to publish; it must have:',
      '[build]\n  command = "npm run build"\n# publish = "dist/client"\n',
    ],
    ['names a folder to publish in another table', '[dev]\npublish = "dist/client"\n'],
    ['publishes the project', '[build]\npublish = "."\n'],
    ['publishes server code', "[build]\npublish = 'dist/'\n"],
    ['publishes server code by a dotted key', 'build.publish = "dist/pages"\n'],
    ['publishes server code by an inline table', 'build = { publish = "dist" }\n'],
    ['publishes server code by a text of lines', '[build]\npublish = """\\\n  dist"""\n'],
    [
      'publishes the project in production only',
      '[build]\npublish = "dist/client"\n[context.production]\npublish = "."\n',
    ],
    [
      'publishes the project by the base of a branch',
      '[build]\npublish = "dist/client"\n[context."a b"]\nbase = "dist/pages"\npublish = ".."\n',
    ],
    ['is no TOML', '[build\npublish = "dist/client"\n'],
  ])('that %s stops the build, with the line to write', async (_, text) => {
    const root = await project({ ...config(''), ...page, 'netlify.toml': text })
    const { code, printed } = await runCli('build', root)
    expect(code).toBe(1)
    expect(printed).toContain('SSR_PAGES_PUBLISH_UNSAFE')
    expect(printed).toContain('[build]\n  publish = "dist/client"')
    expect(existsSync(join(root, 'netlify'))).toBe(false)
  })

  test('that is not TOML is an error with its position', async () => {
    const root = await project({ ...config(''), ...page, 'netlify.toml': '[build]\npublish =\n' })
    const { printed } = await runCli('build', root)
    expect(printed).toContain('netlify.toml:2:10: ')
  })

  test.each([
    ['is run by npx in a project without one', {}, 'npx ssr-pages build'],
    ['is run by npx where the script does something else', { build: 'tsc' }, 'npx ssr-pages build'],
    ['is the script that does more', { build: 'tsc && ssr-pages build' }, 'npm run build'],
  ])('that is written has a command that there is: the build %s', async (_, scripts, command) => {
    const manifest = JSON.stringify({ type: 'module', scripts })
    const root = await project({ ...config(''), ...page, 'package.json': manifest })
    await build(root)
    const text = `[build]\n  command = "${command}"\n  publish = "dist/client"\n`
    expect(readFileSync(join(root, 'netlify.toml'), 'utf8')).toBe(text)
  })

  test('that publishes the browser files stays as it is', async () => {
    const text = '[build] # all\r\n  publish = "./dist/client/"\r\n[[headers]]\r\nfor = "/*"\r\n'
    const root = await project({ ...config(''), ...page, 'netlify.toml': text })
    await build(root)
    expect(readFileSync(join(root, 'netlify.toml'), 'utf8')).toBe(text)
  })
})

test('a package that should be copied but is not installed is named', async () => {
  const root = await project({ ...config(`{ external: ['not-there'] }`), ...page })
  const { code, printed } = await runCli('build', root)
  expect([code, printed]).toEqual([1, expect.stringContaining('The package not-there')])
})

test('a package may have an optional dependency that is not installed', async () => {
  const root = await project({
    ...config(''),
    'src/pages/a.ts': `import tries from 'tries'\nexport const GET = () => new Response(tries)`,
    'node_modules/tries/package.json': JSON.stringify({
      name: 'tries',
      type: 'module',
      main: 'index.js',
      peerDependencies: { peer: '1' },
      peerDependenciesMeta: { peer: { optional: true } },
    }),
    'node_modules/tries/required.cjs': `
      try { module.exports = require('not-there') } catch { module.exports = 'not there' }`,
    'node_modules/tries/lazy.js': `import { name } from 'peer'\nexport default name`,
    'node_modules/tries/index.js': `
      import required from './required.cjs'
      const peer = await import('./lazy.js').then(() => 'here', () => 'nor here')
      export default required + ', ' + peer`,
  })
  await build(root)
  const { default: handle } = await load(root)
  expect(await (await handle(new Request('https://shop.test/a'), {})).text()).toBe(
    'not there, nor here',
  )
})

test.each<[object, string]>([
  [{ session: { maxAge: 1 } }, 'no option "session.maxAge"'],
  [{ nmae: 'x' }, 'netlify() has no option "nmae"'],
  [{ name: 'index' }, '"name" of netlify()'],
  [{ name: 'a/b' }, '"name" of netlify()'],
  [{ name: 'x-background' }, '"name" of netlify()'],
  [{ functionsDir: '../x' }, '"functionsDir"'],
  [{ functionsDir: '/x' }, '"functionsDir"'],
  [{ includeFiles: ['../secret'] }, '"includeFiles"'],
  [{ excludedPath: ['x'] }, '"excludedPath"'],
  [{ checkOrigin: 'x' }, '"checkOrigin"'],
])('an option that is none is refused where it is written: %j', (options, message) => {
  expect(() => netlify(options as NetlifyOptions)).toThrow(message)
})
