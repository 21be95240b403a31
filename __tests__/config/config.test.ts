import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { configForms } from './config-forms.ts'
import { createProject, linkOwnPackage, readTree, write } from '../support/project.ts'
import { runCliSync } from '../support/cli.ts'
import { runWarmCli } from '../support/warm-cli.ts'

const page = { 'src/pages/index.astro': '<p>{Astro.site?.href}</p>' }
const HINT = 'Correct the configuration. [SSR_PAGES_CONFIG_INVALID]'

describe('a configuration is the same for build and routes, in the form of', () => {
  test.each(configForms)('%s', async (_name, files) => {
    const root = createProject({ ...page, ...files })

    const built = await runWarmCli(['build'], root)
    expect(built).toMatchObject({ code: 0, stderr: '' })
    expect(readTree(join(root, 'out')).get('pages/manifest.json')).toContain('https://a.test')
    expect(await runWarmCli(['routes', root], root)).toMatchObject({ code: 0, stderr: '' })
  })
})

const refused: [name: string, files: Readonly<Record<string, string>>, expected: string][] = [
  [
    'two files',
    { 'ssr-pages.config.js': 'export default {}', 'ssr-pages.config.ts': 'export default {}' },
    'There are two configurations: ssr-pages.config.ts and ssr-pages.config.js. Remove one of them',
  ],
  [
    'one that throws',
    { 'ssr-pages.config.mjs': 'const a = 1\nthrow new Error("no luck")' },
    'ssr-pages.config.mjs:2:7: This threw: no luck\n  2 | throw new Error("no luck")\n    |       ^',
  ],
  [
    'a function that throws',
    { 'ssr-pages.config.mjs': 'export default () => {\n  throw new Error("no luck")\n}' },
    'ssr-pages.config.mjs:2:9: This threw: no luck\n  2 |   throw new Error("no luck")\n    |         ^',
  ],
  [
    'one that imports a missing file',
    { 'ssr-pages.config.mjs': "import a from 'no-such'\nexport default a" },
    "ssr-pages.config.mjs:1:15: Could not resolve 'no-such'\n  1 | import a from 'no-such'\n    |               ^",
  ],
  [
    'one that imports what astro/config does not have here',
    {
      'ssr-pages.config.mjs':
        "import { getViteConfig } from 'astro/config'\nexport default getViteConfig({})",
    },
    "ssr-pages.config.mjs:1:31: 'astro/config': getViteConfig: This export of Astro's module does not exist here. docs/astro-modules.md lists what each module exports.\n" +
      "  1 | import { getViteConfig } from 'astro/config'\n    |                               ^",
  ],
  [
    'one without a default export',
    { 'ssr-pages.config.mjs': 'const a = 1' },
    "ssr-pages.config.mjs: 'default' must be an object (saw undefined)",
  ],
  [
    'integrations that are no list',
    { 'ssr-pages.config.mjs': 'export default {\n  integrations: {},\n}' },
    "ssr-pages.config.mjs:2:3: 'integrations' must be a list of integrations (saw {})\n" +
      '  2 |   integrations: {},\n    |   ^',
  ],
]

describe('a configuration is refused, with its place, for', () => {
  test.each(refused)('%s', async (_name, files, expected) => {
    const root = createProject({ ...page, ...files })
    for (const args of [['build'], ['routes', root], ['dev', '--port', '0']]) {
      const { code, stderr } = await runWarmCli(args, root)
      expect({ code, stderr }).toEqual({ code: 1, stderr: `error ${expected}\n${HINT}\n` })
    }
  })
})

test('a configuration of Astro beside ours is a warning, because it is not read', async () => {
  const root = createProject({
    ...page,
    'ssr-pages.config.mjs': 'export default {}',
    'astro.config.mjs': 'export default { base: "/docs" }',
  })
  expect(await runWarmCli(['build'], root)).toMatchObject({
    code: 0,
    stderr: 'warning astro.config.mjs is ignored: the configuration is ssr-pages.config.mjs\n',
  })
})

describe('without a configuration of ours, one of Astro is read, although no Astro is installed:', () => {
  const forms: [name: string, files: Readonly<Record<string, string>>][] = [
    ['.ts', { 'astro.config.ts': astro(" satisfies import('astro').AstroUserConfig") }],
    ['.mts', { 'astro.config.mts': astro(' as object') }],
    [
      'an async function',
      { 'astro.config.mjs': astro('').replace('defineConfig({', '(async () => ({').concat(')') },
    ],
    [
      '.js, beside a fake astro that must not be loaded',
      {
        'package.json': '{"type":"module"}',
        'astro.config.js': astro(''),
        'node_modules/astro/package.json': '{"name":"astro","exports":{"./config":"./index.js"}}',
        'node_modules/astro/index.js': 'throw new Error("loaded")',
      },
    ],
  ]
  test.each(forms)('%s', async (_name, files) => {
    const root = createProject({ ...page, ...files })
    linkOwnPackage(root)
    expect(await runWarmCli(['build'], root)).toMatchObject({ code: 0, stderr: '' })
    expect(readTree(join(root, 'out')).get('client/index.html')).toContain('https://a.test')
  })

  function astro(suffix: string): string {
    const value = "{ site: 'https://a.test', outDir: './out' }"
    return `import { defineConfig } from 'astro/config'\nexport default defineConfig(${value}${suffix})`
  }
})

test('options of Astro that are not used are named once by a build, in one warning', async () => {
  const value = "{ build: { format: 'file' }, i18n: { locales: [] } }"
  const root = createProject({ ...page, 'astro.config.mjs': `export default ${value}` })
  linkOwnPackage(root)
  expect(await runWarmCli(['build'], root)).toMatchObject({
    code: 0,
    stderr: `warning astro.config.mjs has options that are not used:
  build.format: Prerendered pages are folders: about/index.html
  i18n: Routing by locale is not supported. Use a folder src/pages/[locale], and page middleware for redirects
`,
  })
})

describe('the adapter of Netlify gives a function, although it is not installed:', () => {
  const forms: [entry: string, options: string][] = [
    ['@astrojs/netlify/functions', 'adapter: netlify()'],
    [
      '@astrojs/netlify',
      "output: 'server', adapter: netlify({ includeFiles: ['./data/*.json'], excludeFiles: ['**/b.json'] })",
    ],
  ]
  test.each(forms)('%s', async (entry, options) => {
    const root = createProject({
      ...page,
      'data/a.json': '1',
      'data/b.json': '2',
      'astro.config.mjs': `import { defineConfig } from 'astro/config'
import netlify from '${entry}'
export default defineConfig({ ${options} })`,
    })
    linkOwnPackage(root)
    expect(await runWarmCli(['build'], root)).toMatchObject({ code: 0, stderr: '' })
    const files = [...readTree(join(root, 'netlify')).keys()]
    expect(files).toContain('functions/entry/entry.mjs')
    const data = options.includes('includeFiles') ? ['functions/entry/data/a.json'] : []
    expect(files.filter((file) => file.includes('/data/'))).toEqual(data)
  })
})

test('a build is for production, whatever NODE_ENV says, and says so', async () => {
  const root = createProject({
    'src/pages/mode.txt.ts':
      'export const prerender = true\nexport const GET = () => new Response([import.meta.env.PROD, import.meta.env.DEV, process.env.NODE_ENV].join())',
  })
  const warning = 'NODE_ENV is development; ssr-pages builds for production anyway'
  for (const [NODE_ENV, stderr] of [
    ['development', `warning ${warning}\n`],
    ['test', `warning ${warning.replace('development', 'test')}\n`],
    ['production', ''],
    ['', ''],
  ] as const) {
    expect(runCliSync(['build'], root, { NODE_ENV })).toMatchObject({ code: 0, stderr })
    expect(readTree(join(root, 'dist')).get('client/mode.txt')).toBe('true,false,production')
  }
})

test('a preview serves the folder that the configuration names', async () => {
  const root = createProject({
    ...page,
    'ssr-pages.config.mjs': "export default { outDir: 'out' }",
  })
  const { code, stderr } = await runWarmCli(['preview', '--port', '0'], root)
  expect(code).toBe(1)
  expect(stderr).toContain(`There is no build in ${join(root, 'out')}`)
  write(join(root, 'ssr-pages.config.mjs'), 'export default { outdir: 1 }')
  expect((await runWarmCli(['preview', '--port', '0'], root)).stderr).toContain(
    'did you mean outDir?',
  )
})
