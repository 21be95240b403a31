import { pathToFileURL } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { type FromAstro, fromAstroConfig } from '../../src/config/astro-config.ts'

const ROOT = '/projects/site'

function read(value: unknown, source = ''): FromAstro {
  const file = { file: 'astro.config.mjs', source, root: ROOT, command: 'build' } as const
  return fromAstroConfig(value, file)
}

/** What an import of an adapter gives to a configuration. */
function adapter(entry: string, options: object = {}): unknown {
  const name = entry.split('/').slice(0, 2).join('/')
  return { name, entry, options, hooks: {} }
}

// What Astro 7.3.5 uses for a configuration without options.
const DEFAULTS = { output: 'static', compact: 'jsx', scopedStyleStrategy: 'attribute' }

describe("a configuration of Astro gives ours, with Astro's defaults, for", () => {
  const cases: [name: string, astro: unknown, expected: object][] = [
    ['nothing', {}, {}],
    ['no default export', undefined, {}],
    ['output: server', { output: 'server' }, { output: 'server' }],
    ['output: hybrid, which Astro 5 made the same as static', { output: 'hybrid' }, {}],
    ['compressHTML: true', { compressHTML: true }, { compact: 'html' }],
    ['compressHTML: jsx', { compressHTML: 'jsx' }, { compact: 'jsx' }],
    ['compressHTML: false', { compressHTML: false }, { compact: undefined }],
    ['a style strategy', { scopedStyleStrategy: 'where' }, { scopedStyleStrategy: 'where' }],
    ['an option that is undefined', { output: undefined, base: undefined }, {}],
    ['a base without a slash', { base: 'docs' }, { base: '/docs' }],
    ['a base', { base: '/docs/' }, { base: '/docs/' }],
    [
      'the folders, the site and its paths',
      {
        srcDir: './app',
        publicDir: './static',
        outDir: './out',
        site: 'https://a.test',
        trailingSlash: 'never',
        redirects: { '/a': '/b' },
      },
      {
        srcDir: './app',
        publicDir: './static',
        outDir: './out',
        site: 'https://a.test',
        trailingSlash: 'never',
        redirects: { '/a': '/b' },
      },
    ],
    ['its own folder as root', { root: ROOT }, {}],
    ['its own folder as a root in dots', { root: './' }, {}],
    ['its own folder as a URL', { root: pathToFileURL(`${ROOT}/`) }, {}],
    [
      'host names of the development server',
      { server: { allowedHosts: ['a.test'] }, vite: { build: { minify: false } } },
      { vite: { build: { minify: false }, server: { allowedHosts: ['a.test'] } } },
    ],
    ['the adapter for Node', { adapter: adapter('@astrojs/node', { mode: 'middleware' }) }, {}],
    [
      'the adapter for Netlify',
      { adapter: adapter('@astrojs/netlify') },
      { adapter: { name: 'Netlify' } },
    ],
    [
      'the oldest adapter for Netlify, with which pages were rendered on request',
      { adapter: adapter('@astrojs/netlify/functions') },
      { adapter: { name: 'Netlify' }, output: 'server' },
    ],
    [
      'the oldest adapter for Netlify with output: static',
      { adapter: adapter('@astrojs/netlify/functions'), output: 'static' },
      { adapter: { name: 'Netlify' }, output: 'static' },
    ],
    [
      'an adapter that was loaded by a package',
      { adapter: { name: '@astrojs/netlify', hooks: {} } },
      { adapter: { name: 'Netlify' } },
    ],
  ]
  test.each(cases)('%s', (_name, value, expected) => {
    const { config, warning } = read(value)
    expect(config).toMatchObject({ ...DEFAULTS, ...expected })
    expect(warning).toBeUndefined()
  })
})

describe('development and preview listen where the configuration of Astro says, for', () => {
  const cases: [name: string, server: unknown, expected: object][] = [
    ['nothing', undefined, { port: 4321 }],
    ['a port', { port: 8080 }, { port: 8080 }],
    ['every address', { host: true }, { host: '0.0.0.0', port: 4321 }],
    ['this machine', { host: false }, { port: 4321 }],
    ['a host', { host: 'a.test' }, { host: 'a.test', port: 4321 }],
    ['a function', ({ command }: { command: string }) => ({ host: command }), { host: 'preview' }],
  ]
  test.each(cases)('%s', (_name, server, expected) => {
    expect(read({ server }).server).toMatchObject(expected)
  })
})

describe('options that are not used are named in one warning, with advice:', () => {
  const cases: [name: string, astro: unknown, lines: string[]][] = [
    ['a flag of Astro', { experimental: { svgo: true } }, ['experimental.svgo: There are no exp']],
    ['build.format', { build: { format: 'file' } }, ['build.format: Prerendered pages are fold']],
    [
      'options of several kinds',
      {
        i18n: { locales: ['en'] },
        security: { csp: true, checkOrigin: false },
        devToolbar: { enabled: true },
      },
      [
        'i18n: Routing by locale',
        'security.checkOrigin: Set `checkOrigin`',
        'devToolbar.enabled: There is',
      ],
    ],
    [
      'a misspelled one of a group',
      { build: { fromat: 'x' } },
      ['build.fromat: Did you mean build.f'],
    ],
    ['an unknown one of a group', { server: { zap: 1 } }, ['server.zap: There is no such option']],
    ['another root', { root: './web' }, ['root: Name the folder on the command line']],
    ['a session', { session: { ttl: 60 } }, ['session.ttl: Set `session.ttl` where']],
    [
      'a standalone server',
      { adapter: adapter('@astrojs/node', { mode: 'standalone', bodySizeLimit: 1 }) },
      ['node({ mode }): No server is written', 'node({ bodySizeLimit }): Set `bodyLimit`'],
    ],
    [
      'what Netlify does otherwise',
      { adapter: adapter('@astrojs/netlify', { middlewareMode: 'edge', x: 1 }) },
      [
        'netlify({ middlewareMode }): Middleware runs in the function, and not for prerendered',
        'netlify({ x }): There is no such option',
      ],
    ],
  ]
  test.each(cases)('%s', (_name, value, lines) => {
    const [title, ...named] = (read(value).warning ?? '').split('\n')
    expect(title).toBe('astro.config.mjs has options that are not used:')
    expect(named).toEqual(lines.map((line) => expect.stringContaining(`  ${line}`)))
  })
})

describe('there is no warning about options that ask for what happens anyway:', () => {
  const cases: [name: string, astro: unknown][] = [
    ['the format of files', { build: { format: 'directory', inlineStylesheets: 'never' } }],
    ['no toolbar', { devToolbar: { enabled: false } }],
    ['the check of origins', { security: { checkOrigin: true } }],
    ['empty groups', { image: {}, markdown: {}, experimental: {}, fonts: [] }],
    ['flags that are off', { experimental: { clientPrerender: false } }],
    [
      'options of the function at Netlify',
      {
        adapter: adapter('@astrojs/netlify', {
          cacheOnDemandPages: true,
          imageCDN: false,
          edgeMiddleware: false,
          includeFiles: ['./data/*.json'],
        }),
        security: { checkOrigin: false },
        session: { ttl: 60, cookie: 'id' },
      },
    ],
  ]
  test.each(cases)('%s', (_name, value) => {
    expect(read(value).warning).toBeUndefined()
  })
})

describe('a configuration of Astro is refused, with the place, for', () => {
  const source = (key: string) => `import x from 'x'\nexport default {\n  ${key}: x,\n}\n`
  const cases: [key: string, value: unknown, expected: string][] = [
    ['compresHTML', true, 'is not an option; did you mean compressHTML? (saw true)'],
    ['whatever', 1, 'is not an option; Astro has no such option either (saw 1)'],
    ['compressHTML', 'html', "must be true, false or 'jsx' (saw 'html')"],
    ['site', 'a.test', "must be an http(s) URL (saw 'a.test')"],
    ['output', 'edge', "must be 'server' or 'static' (saw 'edge')"],
    ['fetchFile', 'app', 'request pipelines of Astro 7'],
    ['srcDir', 1, 'must be a path (saw 1)'],
    ['vite', [], 'must be an object (saw [])'],
    ['server', 4321, 'must be an object (saw 4321)'],
    ['base', 1, "must be a path that starts with '/' (saw 1)"],
    [
      'adapter',
      adapter('@astrojs/vercel/serverless'),
      "is an adapter that has no counterpart here. Remove it: your own server needs no adapter, nor does a site with `output: 'static'`; for a function at Netlify, import '@astrojs/netlify' (saw '@astrojs/vercel')",
    ],
    ['adapter', { name: 'astro-sst', hooks: {} }, 'has no counterpart here'],
    ['adapter', 'node', "must be an object with a name and a function done() (saw 'node')"],
  ]
  test.each(cases)('%s: %j', (key, value, expected) => {
    const act = () => read({ [key]: value }, source(key))
    expect(act).toThrow(expected)
    expect(act).toThrow(`astro.config.mjs:3:3: '${key}'`)
  })
})
