/** Files of a project whose configuration is `{ site: 'https://a.test', outDir: 'out' }`. */
export type Form = readonly [name: string, files: Readonly<Record<string, string>>]

const value = `{ site: 'https://a.test', outDir: 'out' }`
const module = '{"type":"module"}'
const packages = {
  'node_modules/is-ts/package.json': '{"name":"is-ts","type":"module","exports":"./index.ts"}',
  'node_modules/is-ts/index.ts': "export const site: string = 'https://a.test'",
  'node_modules/is-cjs/package.json': '{"name":"is-cjs"}',
  'node_modules/is-cjs/index.js': "exports.site = 'https://a.test'",
}
/** All forms that a configuration may have. */
export const configForms: readonly Form[] = [
  ['.ts', { 'ssr-pages.config.ts': `const c: object = ${value}\nexport default c` }],
  ['.mts', { 'ssr-pages.config.mts': `const c: object = ${value}\nexport default c` }],
  ['.cts', { 'ssr-pages.config.cts': `const c: object = ${value}\nmodule.exports = c` }],
  ['.cts with export default', { 'ssr-pages.config.cts': `export default ${value} as object` }],
  ['.mjs', { 'ssr-pages.config.mjs': `export default ${value}` }],
  ['.cjs', { 'ssr-pages.config.cjs': `module.exports = ${value}` }],
  [
    '.cjs that was compiled',
    { 'ssr-pages.config.cjs': `exports.__esModule = true; exports.default = ${value}` },
  ],
  [
    '.js in a package of modules',
    { 'package.json': module, 'ssr-pages.config.js': `export default ${value}` },
  ],
  ['.js in a package without a type', { 'ssr-pages.config.js': `module.exports = ${value}` }],
  [
    '.js in a package with the type commonjs',
    { 'package.json': '{"type":"commonjs"}', 'ssr-pages.config.js': `module.exports = ${value}` },
  ],
  ['a byte order mark', { 'ssr-pages.config.mjs': `\ufeffexport default ${value}` }],
  ['a function', { 'ssr-pages.config.mjs': `export default () => (${value})` }],
  ['an async function', { 'ssr-pages.config.mjs': `export default async () => (${value})` }],
  ['a function of CommonJS', { 'ssr-pages.config.cjs': `module.exports = () => (${value})` }],
  ['a promise', { 'ssr-pages.config.mjs': `export default Promise.resolve(${value})` }],
  [
    'await',
    { 'ssr-pages.config.mjs': `const c = await Promise.resolve(${value})\nexport default c` },
  ],
  [
    'an import of TypeScript',
    {
      'ssr-pages.config.mjs': "export { default } from './c.ts'",
      'c.ts': `export default ${value} as object`,
    },
  ],
  [
    'an import without an extension',
    {
      'ssr-pages.config.ts': "export { default } from './c'",
      'c.ts': `export default ${value} as object`,
    },
  ],
  [
    'require of a file',
    {
      'ssr-pages.config.cjs': "module.exports = require('./c.cjs')",
      'c.cjs': `module.exports = ${value}`,
    },
  ],
  [
    'JSON',
    {
      'ssr-pages.config.mjs': "import c from './c.json'\nexport default c",
      'c.json': '{"site":"https://a.test","outDir":"out"}',
    },
  ],
  [
    'a package of TypeScript',
    {
      ...packages,
      'ssr-pages.config.mjs':
        "import { site } from 'is-ts'\nexport default { site, outDir: 'out' }",
    },
  ],
  [
    'a package of CommonJS',
    {
      ...packages,
      'ssr-pages.config.mjs':
        "import { site } from 'is-cjs'\nexport default { site, outDir: 'out' }",
    },
  ],
  [
    'require of a package',
    {
      ...packages,
      'ssr-pages.config.cjs': "module.exports = { site: require('is-cjs').site, outDir: 'out' }",
    },
  ],
  [
    'a module of Node',
    {
      'ssr-pages.config.mjs':
        "import { posix } from 'path'\nimport 'node:fs'\nexport default { site: 'https://a.test', outDir: posix.normalize('./x/../out') }",
    },
  ],
  [
    'its own path',
    {
      'ssr-pages.config.mjs':
        "import { basename } from 'node:path'\nimport { existsSync } from 'node:fs'\nexport default { site: 'https://a.test', outDir: existsSync(new URL('./src', import.meta.url)) && existsSync(`${import.meta.dirname}/src`) && existsSync(`${__dirname}/src`) && basename(__filename) === 'ssr-pages.config.mjs' ? 'out' : 'lost' }",
    },
  ],
]
