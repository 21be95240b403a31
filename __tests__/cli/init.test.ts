import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, jest, test } from '@jest/globals'
import { main } from '../../src/cli/main.ts'
import { createFolder, createProject, readTree } from '../support/project.ts'
import { ROOT } from '../support/root.ts'

type Files = Readonly<Record<string, string>>

interface Result {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

interface Case {
  readonly files: Files
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly created: readonly string[]
  /** Everything printed after the list of files. */
  readonly printed: string
}

const EXPRESS = `const express = require('express')
const app = express()
app.listen(3000)
`
const NEW = ['.gitignore', 'dev.js', 'package.json', 'server.js', 'tsconfig.json']
const OWN = { dependencies: { express: '4' }, scripts: { start: 'node ./app.js' } }
const COMPLETE = {
  dependencies: { express: '5', 'ssr-pages': '1' },
  devDependencies: { '@ssr-pages/build': '1' },
  scripts: { build: 'tsc && ssr-pages build', dev: 'node --import ./dev.js app.js', start: 'x' },
}

const cases: readonly (readonly [name: string, aCase: Case])[] = [
  [
    'an empty folder',
    {
      files: {},
      created: [...NEW, 'src/pages/index.astro'],
      printed: `
Next:
  npm install express ssr-pages
  npm install --save-dev @ssr-pages/build
  npm run dev
  then open http://localhost:3000/
`,
    },
  ],
  [
    'an empty folder for views, with pnpm',
    {
      files: {},
      args: ['--views'],
      env: { npm_config_user_agent: 'pnpm/10.1.0 npm/? node/v22.1.0 linux x64' },
      created: [...NEW, 'src/pages/index.astro', 'src/views/welcome.astro'],
      printed: `
Next:
  pnpm add express ssr-pages
  pnpm add --save-dev @ssr-pages/build
  pnpm run dev
  then open http://localhost:3000/welcome
`,
    },
  ],
  [
    'an Express app in CommonJS with EJS and Yarn',
    {
      files: {
        'package.json': JSON.stringify(OWN),
        'app.js': EXPRESS,
        'views/index.ejs': '<p>',
        'yarn.lock': '',
        '.gitignore': '/node_modules\n',
      },
      created: ['dev.js', 'src/pages/hello.astro', 'tsconfig.json'],
      printed: `
Add to package.json, in "scripts":
  "build": "ssr-pages build"
  "dev": "node --watch --import ./dev.js app.js"

Add to app.js, at its top:
  const { ssrPages } = require('ssr-pages')

  const pages = ssrPages()

Add to app.js, after your own routes, before the answer of 404s:
  app.use(pages)

Add to .gitignore:
  dist/

Next:
  yarn add ssr-pages
  yarn add --dev @ssr-pages/build
  yarn run dev
  then open /hello of your server
  your .ejs views can become .astro views one by one: ssr-pages init --views
`,
    },
  ],
  [
    'an Express app in TypeScript whose own middleware is in src, for views',
    {
      files: {
        'package.json': JSON.stringify({
          ...OWN,
          scripts: { build: 'tsc', dev: 'tsx src/app.ts' },
        }),
        'src/app.ts': "import express from 'express'\nconst app = express()\n",
        'src/middleware/index.ts': 'export const logger = 1',
        'tsconfig.json': '{}',
        'bun.lock': '',
      },
      args: ['--views'],
      created: ['.gitignore', 'ssr-pages.config.mjs', 'web/views/welcome.astro'],
      printed: `
Add to package.json, in "scripts":
  "build": "tsc && ssr-pages build"
  "dev": your command, with NODE_ENV=development

Add to src/app.ts, at its top:
  import { ssrPages } from 'ssr-pages'

  const pages = ssrPages()

Add to src/app.ts, before your routes:
  app.use(pages.views)

Add to src/app.ts, among your routes:
  app.get('/welcome', (req, res) => res.render('welcome', { name: 'Ada' }))

Add to tsconfig.json, in "include":
  "ssr-pages-env.d.ts", "web"

Next:
  bun add ssr-pages
  bun add --dev @ssr-pages/build
  bun run dev
  then open /welcome of your server
  pages are in web/, because src/middleware would be taken for page middleware
`,
    },
  ],
  [
    'an app that has pages already',
    {
      files: {
        'package.json': JSON.stringify(COMPLETE),
        'app.js': `${EXPRESS}app.use(require('ssr-pages').ssrPages())`,
        'src/pages/about.astro': '<p>',
        'tsconfig.json': '{ "extends": "ssr-pages/tsconfigs/base" }',
        '.gitignore': 'node_modules\r\n/dist/\r\n',
      },
      created: ['dev.js'],
      printed: `
Next:
  npm run dev
  then open / of your server
`,
    },
  ],
  [
    'a folder after npm init',
    {
      files: { 'package.json': '{ "main": "index.js", "scripts": { "test": "exit 1" } }' },
      created: ['.gitignore', 'dev.js', 'server.mjs', 'src/pages/index.astro', 'tsconfig.json'],
      printed: `
Add to package.json, in "scripts":
  "build": "ssr-pages build"
  "dev": "node --watch --import ./dev.js server.mjs"
  "start": "node server.mjs"

Next:
  npm install express ssr-pages
  npm install --save-dev @ssr-pages/build
  npm run dev
  then open http://localhost:3000/
`,
    },
  ],
  [
    'a project of Astro',
    {
      files: {
        'package.json': JSON.stringify({
          type: 'module',
          scripts: { dev: 'astro dev', build: 'astro build', preview: 'astro preview' },
          dependencies: { astro: '7' },
        }),
        'astro.config.mjs': '',
        'src/pages/index.astro': '<p>',
        'tsconfig.json': '{ "extends": "astro/tsconfigs/strict" }',
        '.gitignore': 'dist/\n.astro/\nnode_modules/\n',
      },
      created: [],
      printed: `
Add to package.json, in "scripts":
  "build": "ssr-pages build"
  "dev": "ssr-pages dev"
  "preview": "ssr-pages preview"

Next:
  npm install ssr-pages
  npm install --save-dev @ssr-pages/build
  npm run dev
  then open http://localhost:3000/
  docs/from-astro.md of ssr-pages says what else a project of Astro needs
`,
    },
  ],
  [
    'an app in TypeScript that runs what its compiler writes',
    {
      files: {
        'package.json': JSON.stringify({
          scripts: { start: 'node --inspect dist/server.js', dev: 'tsc -w' },
        }),
        'dist/server.js': 'const app = express()',
        'src/server.ts': "import express from 'express'\nconst app = express()\n",
        'tsconfig.json': '{}',
        '.gitignore': 'dist\nnode_modules\n',
        'package-lock.json': '{}',
        'ssr-pages.config.ts': "export default { srcDir: './pages-of-mine/' }",
      },
      created: ['pages-of-mine/pages/hello.astro'],
      printed: `
Add to package.json, in "scripts":
  "build": "ssr-pages build"
  "dev": your command, with NODE_ENV=development

Add to src/server.ts, at its top:
  import { ssrPages } from 'ssr-pages'

  const pages = ssrPages()

Add to src/server.ts, after your own routes, before the answer of 404s:
  app.use(pages)

Add to tsconfig.json, in "include":
  "ssr-pages-env.d.ts", "pages-of-mine"

Next:
  npm install express ssr-pages
  npm install --save-dev @ssr-pages/build
  npm run dev
  then open /hello of your server
`,
    },
  ],
  [
    'a server without package.json and without a framework',
    {
      files: {
        'index.js':
          "database.connect()\nrequire('node:http').createServer((req, res) => res.end())",
      },
      created: NEW.filter((file) => file !== 'server.js').concat('src/pages/hello.astro'),
      printed: `
Add to index.js, at its top:
  const { ssrPages } = require('ssr-pages')

  const pages = ssrPages()

Add to index.js, after your own routes, before the answer of 404s:
  pages(req, res)

Next:
  npm install ssr-pages
  npm install --save-dev @ssr-pages/build
  npm run dev
  then open /hello of your server
`,
    },
  ],
]

const folders: string[] = []

afterAll(() => {
  for (const folder of folders) rmSync(dirname(folder), { recursive: true, force: true })
})

describe.each(cases)('ssr-pages init in %s', (_, { files, args = [], env, created, printed }) => {
  test('creates what is missing, changes nothing else, and says what to add', async () => {
    const root = project(files)
    const { code, stdout, stderr } = await init(root, args, env)
    expect([code, stderr]).toEqual([0, ''])
    expect(adviceIn(stdout)).toBe(printed)
    const after = Object.fromEntries(readTree(root))
    expect(Object.keys(after).toSorted()).toEqual([...Object.keys(files), ...created].toSorted())
    expect(after).toMatchObject(files)
  })

  test('writes nothing in a dry run, and prints the same', async () => {
    const root = project(files)
    const { code, stdout } = await init(root, [...args, '--dry-run'], env)
    expect(code).toBe(0)
    expect(Object.fromEntries(readTree(root))).toEqual(files)
    expect(adviceIn(stdout)).toBe(printed)
    const listed = [...stdout.matchAll(/^would create +(.+)$/gm)].map(([, file]) => file)
    expect(listed.toSorted()).toEqual(created.toSorted())
  })

  test('creates nothing when it runs again', async () => {
    const root = project(files)
    await init(root, args, env)
    const before = readTree(root)
    const { code, stdout } = await init(root, args, env)
    expect(code).toBe(0)
    expect(stdout).not.toContain('created')
    expect(readTree(root)).toEqual(before)
  })
})

test('ssr-pages init in a new folder creates it, and names it in the first step', async () => {
  const root = project({})
  const { stdout } = await run(['init', join(root, 'web/my shop')])
  expect(stdout).toMatch(/\nNext:\n {2}cd ".*\/web\/my shop"\n/)
  const { name } = JSON.parse(readFileSync(join(root, 'web/my shop/package.json'), 'utf8'))
  expect(name).toBe('my-shop')
})

test('ssr-pages init in its own new project has nothing more to say but the steps', async () => {
  const root = project({})
  await init(root)
  const { stdout } = await init(root)
  expect(stdout).not.toContain('Add to')
})

test('the file for Koa is that of docs/hosts.md', async () => {
  const root = project({ 'app.js': 'const app = new Koa()' })
  const { stdout } = await init(root)
  expect(stdout).toContain("  const { toKoa } = require('./to-koa.mjs')\n")
  const page = readFileSync(join(ROOT, 'docs/hosts.md'), 'utf8')
  const [, block] = /^```js\n\/\/ to-koa\.js\n([^]*?)^```$/m.exec(page) ?? []
  expect(readFileSync(join(root, 'to-koa.mjs'), 'utf8')).toBe(block)
})

describe('ssr-pages init writes nothing when', () => {
  const refused: readonly (readonly [why: string, files: Files, seen: string])[] = [
    ['package.json is not JSON', { 'package.json': '{ "name": ' }, 'package.json cannot be read'],
    ['package.json is not an object', { 'package.json': '[]' }, 'package.json is not an object'],
    ['src is a file', { src: '' }, 'src is a file where a folder is needed'],
    ['the pages are a file', { 'src/pages': '' }, 'src/pages is a file'],
  ]
  test.each(refused)('%s', async (_, files, seen) => {
    const root = project(files)
    const { code, stdout, stderr } = await init(root)
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain(seen)
    expect(stderr).toContain('nothing was written. [SSR_PAGES_INIT_IMPOSSIBLE]')
    expect(Object.fromEntries(readTree(root))).toEqual(files)
  })

  test('the folder is a file', async () => {
    const root = project({ 'a.txt': '' })
    const { code, stderr } = await run(['init', join(root, 'a.txt/site')])
    expect([code, stderr]).toEqual([1, expect.stringContaining('a.txt is a file')])
  })

  test('a file that it would create is a folder, which stays as it is', async () => {
    const root = project({ 'tsconfig.json/a.txt': 'mine' })
    mkdirSync(join(root, '.gitignore'))
    const { code, stdout } = await init(root)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^exists +tsconfig\.json$/m)
    expect(readTree(root).get('tsconfig.json/a.txt')).toBe('mine')
  })
})

function project(files: Files): string {
  const root = Object.keys(files).length === 0 ? createFolder() : createProject(files)
  folders.push(root)
  return root
}

/** What follows the list of files, without the step that leads into the folder. */
function adviceIn(stdout: string): string {
  return stdout.slice(stdout.indexOf('\n\n') + 1).replace(/^ {2}cd .*\n/m, '')
}

/** Runs the command line in this process. */
async function run(args: readonly string[], env: Files = {}): Promise<Result> {
  const printed = { stdout: '', stderr: '' }
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      printed[name] += text.toString()
      return true
    }),
  )
  const { npm_config_user_agent: agent } = process.env
  process.env['npm_config_user_agent'] = env['npm_config_user_agent'] ?? ''
  try {
    return { code: await main(args), ...printed }
  } finally {
    process.env['npm_config_user_agent'] = agent ?? ''
    for (const spy of spies) spy.mockRestore()
  }
}

function init(root: string, args: readonly string[] = [], env?: Files): Promise<Result> {
  return run(['init', root, ...args], env)
}
