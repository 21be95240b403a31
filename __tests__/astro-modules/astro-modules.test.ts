import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { browserPath, openPage, startBrowser, visit } from '../support/browser.ts'
import { build, runCliSync } from '../support/cli.ts'
import { createProject, linkOwnPackage } from '../support/project.ts'
import { ROOT } from '../support/root.ts'
import { type Server, startUserServer } from '../support/servers.ts'
import { inDevelopment, server as serverSource, site } from './sources.ts'

const testInBrowser = browserPath === undefined ? test.skip : test

// Beside an installed Astro, each module of which throws when it is loaded.
describe.each([
  ['a build', serverSource],
  ['development', inDevelopment],
])("Astro's modules in %s", (mode, source) => {
  let server: Server

  beforeAll(async () => {
    const root = createSite()
    if (mode === 'a build') build(root)
    writeFileSync(join(root, 'server.mjs'), source)
    server = await startUserServer(join(root, 'server.mjs'))
  }, 120_000)

  afterAll(() => server?.stop())

  test('are those of this package in the configuration, and in packages that it imports', async () => {
    expect(await read('title')).toBe('News Set one. string true function')
  })

  test('are there for a package of JavaScript in the pages, and are the same everywhere', async () => {
    expect(JSON.parse(await read('library'))).toEqual({
      name: 'AstroUserError',
      isSame: true,
      z: 4,
      from: 'library',
    })
  })

  test('let a package make components without the compiler', async () => {
    expect(await read('marks')).toMatch(
      /<p data-astro-transition-scope="[^"]+"><svg width="4">in <b>it<\/b><\/svg><\/p>\n<i>symbol @astrojs\/react astroSlideToLeft<\/i>/,
    )
  })

  test('print elements of JSX, escaped', async () => {
    expect(await read('nodes')).toContain(
      '<ul class="a &quot;b&quot;"><li title="x">&lt;1&gt;</li><li><b>2</b></li><br/>3four</ul>true',
    )
  })

  // The values are those of astro@7.3.5 with the same configuration, but for the folders.
  test('give the configuration to the server and to the browser', async () => {
    const [, json = ''] = />(\{.*\})</.exec(await read('config')) ?? []
    const shared = {
      base: '/docs',
      compressHTML: false,
      image: {},
      site: 'https://shop.example',
      trailingSlash: 'ignore',
    }
    expect(JSON.parse(json)).toEqual({
      client: { ...shared, build: { format: 'directory' } },
      rest: shared,
      isUrl: true,
      format: 'directory',
      paths: {
        root: '',
        srcDir: 'src/',
        outDir: 'dist/',
        publicDir: 'public/',
        server: 'dist/pages/',
        client: 'dist/client/',
      },
    })
  })

  testInBrowser('run in a browser', async () => {
    const browser = await startBrowser()
    try {
      const { page, complaints } = await openPage(browser)
      await visit(page, `http://localhost:${server.port}/docs/`)
      const text = 'hint /docs https://shop.example zod'
      await page.waitForFunction((all) => document.querySelector('#out')?.textContent === all, text)
      expect(complaints).toEqual([])
    } finally {
      await browser.close()
    }
  })

  async function read(path: string): Promise<string> {
    const response = await fetch(`http://localhost:${server.port}/docs/${path}`)
    return response.text()
  }
})

describe('a configuration is refused, with the place, if', () => {
  test.each([
    [
      'it needs Zod, which is not installed',
      "import { z } from 'astro/zod'\nexport default { site: z.string().parse('https://a.test') }\n",
      "ssr-pages.config.mjs:1:19: 'astro/zod': Zod does not come with this package",
      'Run `npm install zod`.',
    ],
    [
      'it imports a module that does not exist here',
      "import { getImage } from 'astro/container'\nexport default getImage\n",
      "ssr-pages.config.mjs:1:26: The module 'astro/container' does not exist. The container API",
      'Correct the configuration.',
    ],
    [
      'it calls a package that imports such a module only then',
      "import news from 'news'\nawait news().lazy()\nexport default {}\n",
      'node_modules/news/dist/index.js:6:57: The module',
      "The module 'astro/container' does not exist. The container API",
    ],
    [
      'it calls a package whose module imports a name that is missing in a module',
      "import news from 'news'\nawait news().late()\nexport default {}\n",
      "node_modules/news/dist/late.js:1:32: 'astro/errors': AstroErrorData: This export of Astro's module does not exist here.",
      'docs/astro-modules.md lists what each module exports.',
    ],
  ])('%s', (_, config, place, hint) => {
    const root = createSite({ 'ssr-pages.config.mjs': config }, place.includes('news'))
    const { code, stderr } = runCliSync(['build'], root)
    expect(stderr).toContain(place)
    expect(stderr).toContain(hint)
    expect(stderr).not.toContain('an installed Astro was loaded')
    expect(code).toBe(1)
  })
})

function createSite(files: Readonly<Record<string, string>> = {}, hasZod = true): string {
  const root = createProject({ ...site, ...files })
  linkOwnPackage(root)
  const packages = hasZod ? ['express', 'zod'] : ['express']
  for (const name of packages) {
    symlinkSync(join(ROOT, 'node_modules', name), join(root, 'node_modules', name))
  }
  return root
}
