import { describe, expect, test } from '@jest/globals'
import { checkConfig } from '../../src/config/check-config.ts'

const done = (): void => {}

describe('a configuration is accepted', () => {
  const cases = [
    {},
    { srcDir: 'app', outDir: '../out', publicDir: 'static' },
    { base: '/' },
    { base: '/docs', site: 'https://example.com' },
    { scopedStyleStrategy: 'class', vite: {}, adapter: { name: 'x', done } },
    { site: undefined },
    { output: 'static' },
    { output: 'server' },
    { fetchFile: null },
  ]
  test.each(cases)('%j', (config) => {
    expect(checkConfig(config, 'ssr-pages.config.ts')).toBe(config)
  })
})

describe('a wrong configuration is refused with its key and what was seen', () => {
  const cases: [unknown, string][] = [
    [undefined, "'default' must be an object (saw undefined)"],
    [[], "'default' must be an object (saw [])"],
    [{ outdir: 'x' }, "'outdir' is not an option; did you mean outDir? (saw 'x')"],
    [
      { dir: 'x' },
      "'dir' is not an option; the options are srcDir, viewsDir, outDir, publicDir, output,",
    ],
    [{ fetchFile: 'gate' }, "'fetchFile' must be null or undefined: request pipelines of Astro 7"],
    [{ integrations: {} }, "'integrations' must be a list of integrations (saw {})"],
    [{ i18n: {} }, "'i18n' is an option of Astro. Routing by locale is not supported"],
    [{ compressHTML: true }, "'compressHTML' is an option of Astro. Set `compact: 'html'`"],
    [{ security: true }, "'security' must be an object (saw true)"],
    [{ security: { checkOrigin: true } }, "'security.checkOrigin' is an option of Astro. Set `che"],
    [{ security: { cps: true } }, "'security.cps' is not an option; did you mean csp? (saw true)"],
    [{ security: { csp: 'yes' } }, "'security.csp' must be true, false or an object (saw 'yes')"],
    [
      { security: { csp: { directive: [] } } },
      "'security.csp.directive' is not an option; did you mean directives?",
    ],
    [
      { security: { csp: { algorithm: 'SHA-1' } } },
      "'security.csp.algorithm' must be 'SHA-256', 'SHA-384' or 'SHA-512' (saw 'SHA-1')",
    ],
    [
      { security: { csp: { directives: ["img-src 'self'; font-src 'self'"] } } },
      "'security.csp.directives' has an item that must be one directive of ASCII characters",
    ],
    [
      { security: { csp: { directives: ["script-src 'self'"] } } },
      "'security.csp.directives' has an item that must not be script-src: use `scriptDirective`",
    ],
    [
      { security: { csp: { styleDirective: { resources: ['self'] } } } },
      `'security.csp.styleDirective.resources' has an item that must be in quotes of its own: "'self'"`,
    ],
    [
      { security: { csp: { scriptDirective: { hashes: ['sha1-YQ=='] } } } },
      "'security.csp.scriptDirective.hashes' has an item that must be sha256-, sha384- or sha512-",
    ],
    [
      { security: { csp: { styleDirective: { strictDynamic: true } } } },
      "'security.csp.styleDirective.strictDynamic' is not an option",
    ],
    [
      { security: { csp: { scriptDirective: { strictDynamic: 1 } } } },
      "'security.csp.scriptDirective.strictDynamic' must be true or false (saw 1)",
    ],
    [{ build: { format: 'file' } }, "'build.format' is an option of Astro. Prerendered pages"],
    [{ build: {} }, "'build' is an option of Astro. A build writes"],
    [{ server: { port: 1 } }, "'server.port' is an option of Astro. The server is your own"],
    [{ session: {} }, "'session' is an option of Astro. Set `session` where ssrPages() is called"],
    [
      { redirects: { '/a': { destination: '/b', permanent: true } } },
      "'redirects['/a'].permanent' is not an option; the options are status and destination",
    ],
    [
      { adapter: { name: '@astrojs/node', hooks: {} } },
      'this is an adapter for Astro: your own server needs no adapter',
    ],
    [{ outDir: 1 }, "'outDir' must be a path (saw 1)"],
    [{ srcDir: '' }, "'srcDir' must be a path (saw '')"],
    [{ output: 'hybrid' }, "'output' must be 'server' or 'static' (saw 'hybrid')"],
    [{ base: 'docs' }, "'base' must be a path that starts with '/' (saw 'docs')"],
    [{ base: '/a?b' }, "'base' must be a path that starts with '/' (saw '/a?b')"],
    [{ site: 'example.com' }, "'site' must be an http(s) URL (saw 'example.com')"],
    [{ scopedStyleStrategy: 'id' }, "must be 'where', 'class' or 'attribute' (saw 'id')"],
    [{ adapter: { name: 'x' } }, "'adapter' must be an object with a name and a function done()"],
    [{ vite: [] }, "'vite' must be an object (saw [])"],
    [{ toString: 1 }, "'toString' is not an option"],
  ]
  test.each(cases)('%j', (config, expected) => {
    expect(() => checkConfig(config, 'ssr-pages.config.ts')).toThrow(expected)
  })
})

describe('the place of a mistake is shown', () => {
  test.each([
    ['a key', 'export default {\n  outdir: 1,\n}', 'c.ts:2:3: '],
    ['a key in quotes', 'export default { "outdir": 1 }', 'c.ts:1:18: '],
    ['a short key', 'const outdir = 1\nexport default { outdir }', 'c.ts:2:18: '],
    [
      'a key after a comment that names it',
      '// outdir: 1\nexport default { outdir: 1 }',
      'c.ts:2:18: ',
    ],
    ['a computed key', 'export default { ["out" + "dir"]: 1 }', 'c.ts: '],
  ])('%s', (_name, source, place) => {
    expect(() => checkConfig({ outdir: 1 }, 'c.ts', source)).toThrow(`${place}'outdir'`)
  })
})

// The options of astro@7: packages/astro/src/core/config/schemas/base.ts
const OF_ASTRO =
  'root srcDir publicDir outDir cacheDir site compressHTML base trailingSlash output scopedStyleStrategy adapter integrations build server redirects prefetch image devToolbar markdown vite i18n security env session prerenderConflictBehavior fetchFile logger fonts cache routeRules experimental legacy'

test.each(OF_ASTRO.split(' '))("Astro's option %s is known, or said to be Astro's", (key) => {
  const check = () => checkConfig({ [key]: 0 }, 'c.ts')
  expect(check).toThrow(/must be|is an option of Astro/)
})
