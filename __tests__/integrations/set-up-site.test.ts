import { describe, expect, test } from '@jest/globals'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { IntegrationLogger } from '../../src/integrations/integration-logger.ts'
import { setUpSite } from '../../src/integrations/set-up-site.ts'
import type { Site } from '../../src/project/site.ts'
import type { Config } from '../../src/shared/config.ts'
import { NO_INTEGRATIONS } from '../../src/shared/integrations.ts'
import { isObject } from '../../src/shared/is-object.ts'
import { createProject } from '../support/project.ts'

/** Stands for Vite's function, which cannot be loaded in Jest. */
const vite = {
  mergeConfig(before: object, after: object) {
    return { ...before, ...after }
  },
}

interface Done {
  readonly site: Site
  readonly infos: string[]
  readonly warnings: string[]
}

async function setUp(config: Config, root = createProject({})): Promise<Done> {
  const infos: string[] = []
  const warnings: string[] = []
  const log = {
    info: (text: string) => void infos.push(text),
    warn: (text: string) => void warnings.push(text),
  }
  const site = await setUpSite({ vite: vite as never, root, config, command: 'build', log })
  return { site, infos, warnings }
}

type Options = Readonly<Record<string, (...args: unknown[]) => unknown>>

function integration(setup: (options: Options) => unknown, name = 'acme') {
  return { name, hooks: { 'astro:config:setup': setup } }
}

describe('`integrations` of the configuration', () => {
  test('may be nested, and its empty entries are skipped', async () => {
    const names = ['a', 'b', 'c']
    const [a, b, c] = names.map((name) => ({ name, hooks: {} }))
    const { site } = await setUp({ integrations: [a, [false, [b], null], undefined, c] })
    expect(site.integrations.list.map(({ name }) => name)).toEqual(names)
  })

  test('costs a site without any nothing', async () => {
    const { site } = await setUp({ integrations: [false, []] })
    expect(site.integrations).toBe(NO_INTEGRATIONS)
  })

  test.each([
    ['a function that was not called', function react() {}, 'Call the function: `react()`'],
    ['a plugin of Vite', { name: '', resolveId() {} }, 'it belongs into `vite.plugins`'],
    ['a promise', Promise.resolve({}), 'Await it'],
    ['a string', '@astrojs/react', "(saw '@astrojs/react')"],
    ['an object without a name', { hooks: {} }, 'has an integration without a name'],
    ['hooks that are no object', { name: 'a', hooks: 1 }, 'whose `hooks` is no object (saw 1)'],
    [
      'a hook that is no function',
      { name: 'a', hooks: { 'astro:build:done': 'x' } },
      `has the integration "a", whose hook astro:build:done is no function (saw 'x')`,
    ],
  ])('refuses %s', async (_, entry, message) => {
    const refused = setUp({ integrations: [entry as never] })
    await expect(refused).rejects.toMatchObject({
      code: 'SSR_PAGES_CONFIG_INVALID',
      message: expect.stringContaining(message),
    })
  })

  test('warns of a hook that does not exist, but not of hooks of other integrations', async () => {
    const hooks = { 'astro:build:dome': () => {}, 'starlight:setup': () => {} }
    const { warnings } = await setUp({ integrations: [{ name: 'a', hooks }] })
    expect(warnings).toEqual([
      'The integration "a" has the hook astro:build:dome, which does not exist and never runs; did you mean astro:build:done?',
    ])
  })
})

describe('an integration', () => {
  test('that throws is named with its hook and its error', async () => {
    const cause = new RangeError('no key')
    const failing = setUp({
      integrations: [
        integration(() => {
          throw cause
        }),
      ],
    })
    await expect(failing).rejects.toMatchObject({
      code: 'SSR_PAGES_INTEGRATION_FAILED',
      message: expect.stringMatching(
        /^The integration "acme" failed in its hook astro:config:setup: no key \(at .*set-up-site\.test\.ts:\d+:\d+\)\n/,
      ),
      cause,
    })
  })

  test('may add integrations, which run after the others', async () => {
    const ran: string[] = []
    const note = (name: string) => integration(() => void ran.push(name), name)
    const adder = integration(({ updateConfig }) => {
      updateConfig?.({ integrations: [note('added')] })
      ran.push('adder')
    }, 'adder')
    const { site } = await setUp({ integrations: [adder, note('last')] })
    expect(ran).toEqual(['adder', 'last', 'added'])
    expect(site.integrations.list.map(({ name }) => name)).toEqual(['adder', 'last', 'added'])
  })

  test('may push others to the list of the configuration', async () => {
    const ran: string[] = []
    const pusher = {
      name: 'pusher',
      hooks: {
        'astro:config:setup'({ config }: { config: { integrations: unknown[] } }) {
          config.integrations.push(
            integration(() => void ran.push('pushed')),
            { name: 'no hooks' },
            false,
            [integration(() => void ran.push('nested'))],
          )
        },
      },
    }
    await setUp({ integrations: [pusher] })
    expect(ran).toEqual(['pushed', 'nested'])
    const wrong = { name: 'wrong', hooks: { 'astro:config:setup': pushNothing } }
    await expect(setUp({ integrations: [wrong] })).rejects.toThrow('without a name')
  })

  test('changes what the site is made of', async () => {
    const root = createProject({})
    const srcDir = pathToFileURL(join(root, 'sources/'))
    const { site } = await setUp(
      {
        integrations: [
          integration(({ updateConfig }) => {
            return updateConfig?.({ base: '/docs', srcDir, redirects: { '/a': '/b' } })
          }),
        ],
        redirects: { '/c': '/d' },
      },
      root,
    )
    expect(site).toMatchObject({
      base: '/docs/',
      pagesDir: join(root, 'sources/pages'),
      config: { redirects: { '/a': '/b', '/c': '/d' } },
    })
  })

  test('that sets an option which does not exist here is named once', async () => {
    const one = integration(({ updateConfig }) => updateConfig?.({ i18n: {}, cache: {} }))
    const { warnings } = await setUp({ integrations: [one, one] })
    expect(warnings).toEqual([
      'The integration "acme" sets `i18n`, `cache`, which has no effect here',
    ])
  })

  test('that sets an invalid option is named', async () => {
    const wrong = integration(({ updateConfig }) => updateConfig?.({ base: 'docs' }))
    await expect(setUp({ integrations: [wrong] })).rejects.toThrow(
      `updateConfig() of "acme": 'base' must be a path that starts with '/' (saw 'docs')`,
    )
  })

  test('prints through our log, with its name', async () => {
    const { infos, warnings } = await setUp({
      integrations: [
        {
          name: 'acme',
          hooks: {
            'astro:config:setup'({ logger }: { logger: IntegrationLogger }) {
              const { info, warn, error, fork } = logger
              info('one')
              warn('two')
              error('three')
              fork('other').info('four')
            },
          },
        },
      ],
    })
    expect(infos).toEqual(['[acme] one', '[other] four'])
    expect(warnings).toEqual(['[acme] two', '[acme] three'])
  })
})

describe('a helper', () => {
  const url = pathToFileURL('/x/y.js')
  const root = createProject({})
  test.each<[string, unknown[], object]>([
    [
      'addRenderer',
      [{ name: 'r', serverEntrypoint: url, clientEntrypoint: 'r/client' }],
      { renderers: [{ name: 'r', serverEntrypoint: '/x/y.js', clientEntrypoint: 'r/client' }] },
    ],
    ['addRenderer', [{ name: 'astro:jsx', serverEntrypoint: 'x' }], { renderers: [] }],
    ['injectScript', ['page', 'a()'], { scripts: { page: ['a()'], 'page-ssr': [] } }],
    [
      'addMiddleware',
      [{ order: 'post', entrypoint: url }],
      { middleware: { pre: [], post: ['/x/y.js'] } },
    ],
    [
      'addClientDirective',
      [{ name: 'hover', entrypoint: 'h' }],
      { directives: new Map([['hover', 'h']]) },
    ],
    [
      'addClientDirective',
      [{ name: 'hover', entrypoint: './src/h.js' }],
      { directives: new Map([['hover', join(root, 'src/h.js')]]) },
    ],
    [
      'addMiddleware',
      [{ order: 'pre', entrypoint: './m.js' }],
      { middleware: { pre: [join(root, 'm.js')], post: [] } },
    ],
    [
      'addRenderer',
      [{ name: 'r', serverEntrypoint: './r.js', clientEntrypoint: '../c.js' }],
      {
        renderers: [
          {
            name: 'r',
            serverEntrypoint: join(root, 'r.js'),
            clientEntrypoint: join(root, '../c.js'),
          },
        ],
      },
    ],
    ['addWatchFile', [url], { watchFiles: ['/x/y.js'] }],
    ['addPageExtension', ['.mdx', ['md']], { pageExtensions: ['.mdx', '.md'] }],
    ['addContentEntryType', [{ extensions: [] }], { contentEntryTypes: [{ extensions: [] }] }],
    ['addDataEntryType', [{ extensions: [] }], { dataEntryTypes: [{ extensions: [] }] }],
  ])('%s(%j) is remembered', async (helper, args, expected) => {
    const integrations = [integration((options) => options[helper]?.(...args))]
    const { site } = await setUp({ integrations }, root)
    expect(site.integrations).toMatchObject(expected)
  })

  test.each<[string, unknown[], string]>([
    ['addRenderer', [{ serverEntrypoint: 'x' }], 'addRenderer() needs a `name`'],
    ['addRenderer', [{ name: 'r' }], '`serverEntrypoint` of the renderer "r" must be a package'],
    ['injectScript', ['body', 'a()'], 'injectScript() has no stage "body": it has "head-inline"'],
    ['injectScript', ['page'], 'injectScript() needs code as a string'],
    ['injectRoute', [{ entrypoint: 'x' }], 'injectRoute() needs a `pattern`'],
    ['injectRoute', [{ pattern: '/x' }], 'needs an `entrypoint` for the route /x'],
    ['injectRoute', [{ pattern: '/../x', entrypoint: 'x' }], 'needs a path as its `pattern`'],
    ['injectRoute', [{ pattern: 'a?b', entrypoint: 'x' }], 'needs a path as its `pattern`'],
    ['addMiddleware', [{ entrypoint: 'x' }], 'addMiddleware() needs an `order`'],
    ['addClientDirective', [{ name: 'load', entrypoint: 'x' }], 'client:load already exists'],
    ['addClientDirective', [], 'addClientDirective() needs an object (saw undefined)'],
  ])('%s(%j) is an error that names the integration', async (helper, args, message) => {
    const failing = setUp({
      integrations: [integration((options) => options[helper]?.(...args))],
    })
    await expect(failing).rejects.toThrow(message)
    await expect(failing).rejects.toThrow('The integration "acme"')
  })

  test('injectRoute() finds modules by path, URL and package, and names a missing one', async () => {
    const root = createProject({
      'routes/a.ts': '',
      'node_modules/acme/package.json': '{ "name": "acme", "exports": { "./b": "./b.js" } }',
      'node_modules/acme/b.js': '',
    })
    const inject = (entrypoint: unknown) =>
      integration(({ injectRoute }) => injectRoute?.({ pattern: '//x/', entrypoint }))
    const inRoot = pathToFileURL(join(root, 'routes/a.ts'))
    const { site } = await setUp(
      { integrations: ['./routes/a.ts', inRoot, 'acme/b'].map(inject) },
      root,
    )
    expect(site.integrations.routes).toEqual(
      ['routes/a.ts', 'routes/a.ts', 'node_modules/acme/b.js'].map((file) => ({
        pattern: '/x',
        entrypoint: join(root, file),
        owner: 'acme',
      })),
    )
    await expect(setUp({ integrations: [inject('acme/c')] }, root)).rejects.toThrow(
      'The integration "acme" adds the route //x/ with the module acme/c, which does not exist',
    )
  })

  test('of a hidden kind is not listed, as in Astro', async () => {
    let names: string[] = []
    await setUp({ integrations: [integration((options) => (names = Object.keys(options)))] })
    expect(names.filter(isHidden)).toEqual([])
    expect(names).toContain('addRenderer')
  })

  test('injectTypes() returns the URL of its file, and createCodegenDir() that of its folder', async () => {
    const root = createProject({})
    const urls: unknown[] = []
    const { site } = await setUp(
      {
        integrations: [
          {
            name: '@acme/x',
            hooks: {
              'astro:config:setup': ({ createCodegenDir }: Options) => {
                urls.push(createCodegenDir?.())
              },
              'astro:config:done': ({ injectTypes }: Options) => {
                urls.push(injectTypes?.({ filename: 'a b.d.ts', content: 'x' }))
              },
            },
          },
        ],
      },
      root,
    )
    const folder = join(root, '.astro/integrations/_acme_x')
    expect(urls.map(String)).toEqual([
      `${pathToFileURL(folder).href}/`,
      pathToFileURL(join(folder, 'a_b.d.ts')).href,
    ])
    expect(site.integrations.types).toEqual([{ file: join(folder, 'a_b.d.ts'), content: 'x' }])
  })

  test('that this package does not have is accepted with one warning', async () => {
    const { warnings } = await setUp({
      integrations: [
        {
          name: 'acme',
          hooks: {
            'astro:config:setup'({ addDevToolbarApp }: Options) {
              addDevToolbarApp?.({})
              addDevToolbarApp?.({})
            },
            'astro:config:done'({ setAdapter }: Options) {
              setAdapter?.({ name: 'cloud' })
            },
          },
        },
      ],
    })
    expect(warnings).toEqual([
      'The integration "acme" adds an app to the development toolbar, which does not exist here; the app is ignored',
      expect.stringContaining('The integration "acme" sets the adapter "cloud", which is ignored'),
    ])
  })
})

test('the configuration has folders as URLs that end in a slash', async () => {
  const root = createProject({})
  const { site } = await setUp({ integrations: [integration(() => {})] }, root)
  const { config } = site.integrations
  const { build } = config
  const href = (path: string) => `${pathToFileURL(join(root, path)).href.replace(/\/$/, '')}/`
  expect(String(config['root'])).toBe(href(''))
  expect(String(config['srcDir'])).toBe(href('src'))
  expect(String(config['publicDir'])).toBe(href('public'))
  expect(String(config['outDir'])).toBe(href('dist'))
  expect(isObject(build) && String(build['client'])).toBe(href('dist/client'))
  expect(isObject(build) && String(build['server'])).toBe(href('dist/pages'))
  expect(isObject(build) && build['assets']).toBe('_assets')
})

function pushNothing({ config }: { config: { integrations: unknown[] } }): void {
  config.integrations.push({ hooks: {} })
}

function isHidden(name: string): boolean {
  return ['addPageExtension', 'addContentEntryType', 'addDataEntryType'].includes(name)
}

describe('the framework of a renderer', () => {
  const framework = (version: string) =>
    createProject({
      'package-lock.json': '{}',
      'node_modules/@acme/astro/package.json':
        '{"version":"9.0.0","peerDependencies":{"acme":"^5.2.0 || ^6.0.0","astro":"^7.0.0","vite":"^9.0.0"}}',
      'node_modules/acme/package.json': `{"version":"${version}"}`,
      'node_modules/vite/package.json': '{"version":"8.0.0"}',
    })
  const renderer = { name: '@acme/astro', serverEntrypoint: '@acme/astro/server.js' }
  const adding = integration(({ addRenderer }) => addRenderer?.(renderer), '@acme/astro')

  test.each(['5.2.0', '6.1.3', '6.1.0-rc.1'])('may be of version %s', async (version) => {
    const { site } = await setUp({ integrations: [adding] }, framework(version))
    expect(site.integrations.renderers).toHaveLength(1)
  })

  test.each(['4.9.9', '7.0.0'])(
    'is refused in version %s, which it is not made for',
    async (version) => {
      const refused = setUp({ integrations: [adding] }, framework(version))
      await expect(refused).rejects.toMatchObject({
        code: 'SSR_PAGES_INTEGRATION_FAILED',
        message: expect.stringContaining(
          `@acme/astro needs acme ^5.2.0 || ^6.0.0, but ${version} is installed.`,
        ),
        hint: expect.stringContaining('Run `npm install "acme@^5.2.0 || ^6.0.0"`'),
      })
    },
  )

  test('is not looked for where its renderer is a file of the project', async () => {
    const own = { name: 'own', serverEntrypoint: new URL('file:///somewhere/server.js') }
    const { site } = await setUp({
      integrations: [integration(({ addRenderer }) => addRenderer?.(own))],
    })
    expect(site.integrations.renderers).toHaveLength(1)
  })
})
