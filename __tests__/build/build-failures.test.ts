import { existsSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { runWarmCli, buildWarm } from '../support/warm-cli.ts'
import { createProject, linkOwnPackage, readTree, write } from '../support/project.ts'

const SOURCE_HINT = 'Correct what is named above; the last build is untouched.'
const PRERENDER_HINT =
  'Correct the page, or let it run for each request: `export const prerender = false`. [SSR_PAGES_PRERENDER_FAILED]'
const COMPILE_HINT = 'Correct the source at the place shown. [SSR_PAGES_COMPILE_FAILED]'

/** A mistake: files to add, and the exact text on the terminal. */
const cases: [string, Readonly<Record<string, string>>, string][] = [
  [
    'a syntax error in a page',
    { 'src/pages/a.astro': '---\n\tconst a = ;\n---\n<p/>\n' },
    `src/pages/a.astro:2:12: Unexpected token\n  2 | \tconst a = ;\n    | \t          ^\n${COMPILE_HINT}`,
  ],
  [
    'a syntax error in TypeScript',
    { 'src/pages/a.ts': 'export const a = 1\nexport const b: = 2\n' },
    `src/pages/a.ts:2:17: Unexpected token\n  2 | export const b: = 2\n    |                 ^\n${built()}`,
  ],
  [
    'an import of a missing file',
    { 'src/pages/a.astro': '---\nimport X from "./X.astro"\n---\n<X/>\n' },
    `src/pages/a.astro:2:15: Could not resolve './X.astro'\n` +
      `  2 | import X from "./X.astro"\n    |               ^\n${built()}`,
  ],
  [
    'an import of a component in another case',
    { 'src/pages/a.astro': importing('../parts/card.astro'), 'src/parts/Card.astro': '<p/>' },
    missing('../parts/card.astro', `Did you mean '../parts/Card.astro'?`),
  ],
  [
    'an import of a component without its extension',
    { 'src/pages/a.astro': importing('../parts/Card'), 'src/parts/Card.astro': '<p/>' },
    missing('../parts/Card', `Did you mean '../parts/Card.astro'?`),
  ],
  [
    'an import of a component with two letters swapped',
    { 'src/pages/a.astro': importing('../parts/Crad.astro'), 'src/parts/Card.astro': '<p/>' },
    missing('../parts/Crad.astro', `Did you mean '../parts/Card.astro'?`),
  ],
  [
    'an import from a misspelt folder',
    { 'src/pages/a.astro': importing('../prats/Card.astro'), 'src/parts/Card.astro': '<p/>' },
    missing('../prats/Card.astro', `Did you mean '../parts/Card.astro'?`),
  ],
  [
    'an import of a layout by a path that is right in another folder',
    { 'src/pages/a.astro': importing('./layouts/Base.astro'), 'src/layouts/Base.astro': '<p/>' },
    missing('./layouts/Base.astro', `Did you mean '../layouts/Base.astro'?`),
  ],
  [
    'an import of a file whose path lacks its dot',
    { 'src/pages/a.astro': importing('_part.ts'), 'src/pages/_part.ts': 'export default 1' },
    missing('_part.ts', `Did you mean './_part.ts'? The path of a file begins with a dot.`),
  ],
  [
    'an import of a package in a stylesheet',
    {
      'src/pages/a.astro': importing('../a.css'),
      'src/a.css': '/* c */\n@import "tailwindcss";\n',
      'package.json': '{ "dependencies": { "tailwindcss": "4" } }',
    },
    `src/a.css:2:9: Could not resolve 'tailwindcss'\n  2 | @import "tailwindcss";\n    |         ^\n` +
      'Run `npm install`: package.json has it, node_modules does not. [SSR_PAGES_BUILD_FAILED]',
  ],
  [
    'an import of a file in a stylesheet',
    {
      'src/pages/a.astro': importing('../a.css'),
      'src/a.css': "@import './parts/rest.css';",
      'src/parts/reset.css': '',
    },
    `src/a.css:1:9: Could not resolve './parts/rest.css'\n  1 | @import './parts/rest.css';\n    |         ^\n` +
      `Did you mean './parts/reset.css'? [SSR_PAGES_BUILD_FAILED]`,
  ],
  [
    'an import in a style of a page',
    { 'src/pages/a.astro': '<p/>\n<style>\n@import "../rest.css";\n</style>', 'src/reset.css': '' },
    `src/pages/a.astro:3:9: Could not resolve '../rest.css'\n  3 | @import "../rest.css";\n    |         ^\n` +
      `Did you mean '../reset.css'? [SSR_PAGES_COMPILE_FAILED]`,
  ],
  [
    'an import of a package in a project of pnpm',
    { 'src/pages/a.astro': importing('@acme/ui/button'), 'pnpm-lock.yaml': '' },
    missing('@acme/ui/button', 'Run `pnpm add @acme/ui`.'),
  ],
  [
    'an import of a misspelt package',
    {
      'src/pages/a.astro': importing('lodahs-es/chunk'),
      'package.json': '{ "dependencies": { "lodash-es": "4" } }',
    },
    missing('lodahs-es/chunk', `Did you mean 'lodash-es/chunk'?`),
  ],
  [
    'an import of a package that is listed, but not installed',
    {
      'src/pages/a.astro': importing('lodash-es'),
      'package.json': '{ "dependencies": { "lodash-es": "4" } }',
    },
    missing('lodash-es', 'Run `npm install`: package.json has it, node_modules does not.'),
  ],
  [
    'an import by an alias that is not configured',
    { 'src/pages/a.astro': importing('@/parts/Card.astro'), 'src/parts/Card.astro': '<p/>' },
    missing(
      '@/parts/Card.astro',
      'Set `compilerOptions.paths` in tsconfig.json, or import by a relative path.',
    ),
  ],
  [
    'an import of a misspelt name',
    {
      'src/pages/a.astro': '---\nimport { chnuk } from "./_x.ts"\n---\n<p>{chnuk}</p>',
      'src/pages/_x.ts': 'export const chunk = 1',
    },
    `src/pages/a.astro:2:10: "chnuk" is not exported by "src/pages/_x.ts".\n` +
      `  2 | import { chnuk } from "./_x.ts"\n    |          ^\n` +
      'Did you mean chunk? [SSR_PAGES_BUILD_FAILED]',
  ],
  [
    'an import whose file a comment names before',
    { 'src/pages/a.astro': '---\n// not "./X.astro"\nimport X from "./X.astro"\n---\n<X/>\n' },
    `src/pages/a.astro:3:15: Could not resolve './X.astro'\n` +
      `  3 | import X from "./X.astro"\n    |               ^\n${built()}`,
  ],
  [
    'an import of a name that is not exported',
    {
      'src/pages/a.astro': '---\n// nope\nimport { nope } from "./_x.ts"\n---\n<p>{nope}</p>',
      'src/pages/_x.ts': 'export const a = 1',
    },
    `src/pages/a.astro:3:10: "nope" is not exported by "src/pages/_x.ts".\n` +
      `  3 | import { nope } from "./_x.ts"\n    |          ^\n` +
      'Export it from src/pages/_x.ts, which exports a. [SSR_PAGES_BUILD_FAILED]',
  ],
  [
    'an import of a name that astro:content does not export',
    {
      'src/pages/a.astro': `---\nimport { getPosts } from "astro:content"\n---\n<p>{getPosts()}</p>`,
    },
    `src/pages/a.astro:2:10: "getPosts" is not exported by "astro:content".\n` +
      `  2 | import { getPosts } from "astro:content"\n    |          ^\n` +
      'It exports defineCollection, defineLiveCollection, getCollection, getDataEntryById, getEntries, getEntry, getEntryBySlug, getLiveCollection, getLiveEntry, render, reference, z. [SSR_PAGES_BUILD_FAILED]',
  ],
  [
    'a name that is declared twice',
    { 'src/pages/a.astro': '---\nconst b = 1\n\nconst a = 1\nconst a = 2\n---\n<p/>\n' },
    `src/pages/a.astro:4:7: Identifier \`a\` has already been declared\n` +
      `  4 | const a = 1\n    |       ^\n${built()}`,
  ],
  [
    'an import of a missing package',
    { 'src/pages/a.ts': "import x from 'no-such'\nexport const GET = () => x\n" },
    `src/pages/a.ts:1:15: Could not resolve 'no-such'\n` +
      `  1 | import x from 'no-such'\n    |               ^\n` +
      'Run `npm install no-such`. [SSR_PAGES_BUILD_FAILED]',
  ],
  [
    'a script that imports a missing file',
    { 'src/pages/a.astro': '<p/>\n<script src="./no.ts"></script>\n' },
    `src/pages/a.astro:2:13: Could not resolve './no.ts'\n` +
      `  2 | <script src="./no.ts"></script>\n    |             ^\n${built()}`,
  ],
  [
    'an import in TypeScript, after types and comments',
    {
      'src/pages/a.ts':
        '// ./no.ts\ninterface X {\n  a: string\n}\n  import "./no.ts"\nexport const GET = 1',
    },
    `src/pages/a.ts:5:10: Could not resolve './no.ts'\n` +
      `  5 |   import "./no.ts"\n    |          ^\n${built()}`,
  ],
  [
    'a constant that a script changes',
    { 'src/pages/a.astro': '<p>a</p>\n<script>\n  const a = 1; a = 2\n</script>' },
    `src/pages/a.astro:3:16: Unexpected re-assignment of const variable \`a\`\n` +
      `  3 |   const a = 1; a = 2\n    |                ^\n${built()}`,
  ],
  [
    'a second script that imports a missing file, after comments that name it',
    {
      'src/pages/a.astro':
        '<p>./no.ts</p>\n<script>alert()</script>\n<script>\n  // ./no.ts\n  import "./no.ts"\n</script>\n',
    },
    `src/pages/a.astro:5:10: Could not resolve './no.ts'\n` +
      `  5 |   import "./no.ts"\n    |          ^\n${built()}`,
  ],
  [
    'broken JSON',
    {
      'src/pages/a.ts': 'import x from "./_x.json"\nexport const GET = () => x',
      'src/pages/_x.json': '{\n}}',
    },
    `src/pages/_x.json:2:2: Unexpected non-whitespace character after JSON at position 3\n` +
      `  2 | }}\n    |  ^\n${built()}`,
  ],
  [
    'a broken package.json',
    { 'package.json': '{ "name"' },
    `package.json:1:8: EOF while parsing an object\n  1 | { "name"\n    |        ^\n${built()}`,
  ],
  [
    'a tsconfig.json that extends a missing file',
    { 'src/pages/a.ts': 'export const GET = 1', 'tsconfig.json': '{ "extends": "no/such" }' },
    `tsconfig.json: Tsconfig not found no/such\n${built()}`,
  ],
  [
    'a broken stylesheet',
    {
      'src/pages/a.ts': 'import "./_a.css"\nexport const GET = 1',
      'src/pages/_a.css': 'a { b {{ ',
    },
    `src/pages/_a.css:1:8: Unclosed block\n` + `  1 | a { b {{ \n    |        ^\n${built()}`,
  ],
  [
    'a broken stylesheet among others',
    {
      'src/pages/a.ts': 'import "./_a.css"\nimport "./_b.css"\nexport const GET = 1',
      'src/pages/_a.css': 'a {\n  color: red;\n}\n',
      'src/pages/_b.css': 'b {\n  color: red;\n}\na { b {{ ',
    },
    `src/pages/_b.css:4:8: Unclosed block\n` + `  4 | a { b {{ \n    |        ^\n${built()}`,
  ],
  [
    'a broken stylesheet that PostCSS reads',
    {
      'src/pages/a.ts': 'import "./_a.css"\nexport const GET = 1',
      'src/pages/_a.css': 'a { b: url(#x) {{ ',
    },
    `src/pages/_a.css:1:17: Unclosed block\n  1 | a { b: url(#x) {{ \n    |                 ^\n${built()}`,
  ],
  [
    'an error of Sass in a style',
    { 'src/pages/a.astro': '<p/>\n<style lang="scss">\np { color: $no }\n</style>' },
    `src/pages/a.astro:3:12: Undefined variable.\n  3 | p { color: $no }\n    |            ^\n${COMPILE_HINT}`,
  ],
  [
    'an error of Sass on the first line of a style',
    { 'src/pages/a.astro': '<p/>\n<style lang="scss">p { color: $no }</style>' },
    `src/pages/a.astro:2:31: Undefined variable.\n` +
      `  2 | <style lang="scss">p { color: $no }</style>\n    |                               ^\n${COMPILE_HINT}`,
  ],
  [
    'an error of Sass in a file that a style uses',
    {
      'src/pages/a.astro': '<style lang="scss">\n@use "./part"\n</style>',
      'src/pages/_part.scss': '$a: 1;\np { color: $no }',
    },
    `src/pages/_part.scss:2:12: Undefined variable.\n` +
      `  2 | p { color: $no }\n    |            ^\n${COMPILE_HINT}`,
  ],
  [
    'a style in an unknown language',
    { 'src/pages/a.astro': '<style lang="foo">p {}</style>' },
    `src/pages/a.astro:1:19: <style lang="foo"> has an unknown language; the known ones are scss, sass, less, styl, stylus, pcss, postcss, sss\n` +
      `  1 | <style lang="foo">p {}</style>\n    |                   ^\n${COMPILE_HINT}`,
  ],
  [
    'a preprocessor that is not installed',
    { 'src/pages/a.astro': '<style lang="less">p { a: b }</style>' },
    `src/pages/a.astro:1:20: <style lang="less"> needs the package less, which is not installed\n` +
      `  1 | <style lang="less">p { a: b }</style>\n    |                    ^\n` +
      'Run `npm install --save-dev less`. [SSR_PAGES_COMPILE_FAILED]',
  ],
  [
    'two files for one route',
    { 'src/pages/a.astro': '<p/>', 'src/pages/a/index.ts': 'export const GET = 1' },
    'Two files answer /a: a.astro and a/index.ts\n' +
      'Rename or remove one of the two. [SSR_PAGES_ROUTE_CONFLICT]',
  ],
  [
    'a file name that is not a valid route',
    { 'src/pages/[a.astro': '<p/>' },
    "The file name [a.astro is not a route: a bracket has no partner (saw '[a')\n" +
      'Rename the file. [SSR_PAGES_ROUTE_NAME_INVALID]',
  ],
  [
    'a file name with a character that modules cannot have',
    { 'src/pages/a?.astro': '<p/>' },
    'The file src/pages/a?.astro cannot be built: its path has a "?" in it\n' +
      'Rename the file. [SSR_PAGES_ROUTE_NAME_INVALID]',
  ],
  [
    'a syntax error in the configuration',
    { 'ssr-pages.config.ts': 'export default {\n  base: ,\n}' },
    `ssr-pages.config.ts:2:9: Unexpected token\n  2 |   base: ,\n    |         ^\n` +
      'Correct the configuration. [SSR_PAGES_CONFIG_INVALID]',
  ],
  [
    'a wrong configuration',
    { 'ssr-pages.config.mjs': 'export default { outdir: 1 }' },
    "ssr-pages.config.mjs:1:18: 'outdir' is not an option; did you mean outDir? (saw 1)\n" +
      '  1 | export default { outdir: 1 }\n    |                  ^\n' +
      'Correct the configuration. [SSR_PAGES_CONFIG_INVALID]',
  ],
  [
    'a redirect that lets a client choose the host',
    { 'ssr-pages.config.mjs': 'export default { redirects: { "/[h]": "https://[h].test" } }' },
    "ssr-pages.config.mjs:1:18: 'redirects' must be an object that maps paths to destinations (saw { '/[h]': 'https://[h].test' })\n" +
      '  1 | export default { redirects: { "/[h]": "https://[h].test" } }\n    |                  ^\n' +
      'Correct the configuration. [SSR_PAGES_CONFIG_INVALID]',
  ],
  [
    'a redirect with a param that its path does not have',
    { 'ssr-pages.config.mjs': 'export default { redirects: { "/a/[id]": "/b/[slug]" } }' },
    'The redirect from /a/[id] to /b/[slug] uses [slug], which is not a param of /a/[id]\n' +
      'Use params of /a/[id] only, in `redirects` of the configuration. [SSR_PAGES_ROUTE_NAME_INVALID]',
  ],
  [
    'a redirect whose path is not a valid route',
    { 'ssr-pages.config.mjs': 'export default { redirects: { "/a/[id": "/b" } }' },
    "A path in the redirects of the configuration is not a route: a bracket has no partner (saw '[id')\n" +
      'Correct the path in `redirects` of the configuration. [SSR_PAGES_ROUTE_NAME_INVALID]',
  ],
  [
    'two redirects of the same paths',
    { 'ssr-pages.config.mjs': 'export default { redirects: { "/a/[id]": "/b", "/a/[x]": "/c" } }' },
    'The configuration redirects /a/[x], which another redirect of the same form answers\n' +
      'Remove /a/[x] from `redirects` of the configuration, or rename the other. [SSR_PAGES_ROUTE_CONFLICT]',
  ],
  [
    'a redirect from the path of a page',
    { 'ssr-pages.config.mjs': 'export default { redirects: { "/": "/b" } }' },
    'The configuration redirects /, which index.astro answers\n' +
      'Remove / from `redirects` of the configuration, or rename the other. [SSR_PAGES_ROUTE_CONFLICT]',
  ],
  [
    'a configuration that throws',
    { 'ssr-pages.config.mjs': 'throw new Error("no luck")' },
    'ssr-pages.config.mjs:1:7: This threw: no luck\n' +
      '  1 | throw new Error("no luck")\n    |       ^\n' +
      'Correct the configuration. [SSR_PAGES_CONFIG_INVALID]',
  ],
  [
    'an adapter that fails',
    {
      'ssr-pages.config.mjs':
        'export default { outDir: "other", adapter: { name: "x", done() { throw "no disk" } } }',
    },
    'no disk',
  ],
  ...noHandlers(),
]

// Each request would be an error.
function noHandlers(): typeof cases {
  const middleware = (
    name: string,
    code: string,
    seen: string,
    hint: string,
  ): (typeof cases)[0] => [
    `page middleware ${name}`,
    { 'src/middleware.ts': code },
    `src/middleware.ts: The page middleware exports no onRequest; it exports ${seen}\n${hint} [SSR_PAGES_MIDDLEWARE_EMPTY]`,
  ]
  const export1 = 'Export a function `onRequest` from it.'
  return [
    middleware('that is empty', '', 'nothing', export1),
    middleware('with types only', 'export type onRequest = 1', 'nothing', export1),
    middleware('as a default', 'export default (c, next) => next()', 'default', export1),
    middleware(
      'of a near name',
      'export const onrequest = 1',
      'onrequest',
      'Did you mean onRequest?',
    ),
    middleware('in CommonJS', 'module.exports = { onRequest() {} }', 'default', export1),
  ]
}

let last = new Map<string, string>()
const page = {
  'src/pages/index.astro': '<h1>fine</h1>',
  'public/a.txt': 'a',
  'dist/mine.txt': 'keep me',
}

beforeAll(async () => {
  const root = createProject(page)
  await buildWarm(root)
  last = readTree(join(root, 'dist'))
}, 30_000)

describe('a build that fails says where and why, and the last build stays as it was', () => {
  test.each(cases)('%s', async (_name, files, expected) => {
    const root = createProject(page)
    for (const [name, text] of last) write(join(root, 'dist', name), text)
    for (const [name, text] of Object.entries(files)) write(join(root, name), text)

    const { code, stderr } = await runWarmCli(['build'], root)

    expect({ code, stderr }).toEqual({ code: 1, stderr: `error ${expected}\n` })
    expect(readTree(join(root, 'dist'))).toEqual(last)
    expect(readdirSync(join(root, 'dist')).toSorted()).toEqual(['client', 'mine.txt', 'pages'])
  })
})

describe('a build warns of an API route without a handler', () => {
  test.each([
    ['that is empty', '', 'nothing'],
    ['with helpers only', 'export const b = 1, a = 1', 'a, b'],
    ['that re-exports helpers', "export * from './_b'", 'b'],
  ])('%s', async (_name, code, seen) => {
    const root = createProject(page)
    write(join(root, 'src/pages/api/a.ts'), code)
    write(join(root, 'src/pages/api/_b.ts'), 'export const b = 1\nexport default 1')
    const result = await runWarmCli(['build'], root)
    expect(result.stderr).toContain(
      `warning src/pages/api/a.ts: The API route exports no handler; it exports ${seen}. Export a request method such as GET, or begin`,
    )
    expect(result.code).toBe(0)
  })
})

describe('a prerendered page that fails is shown in its source', () => {
  const prerendered: typeof cases = [
    [
      'a prerendered page that fails in a component',
      {
        'src/pages/a.astro':
          '---\nimport Name from "../Name.astro"\nexport const prerender = true\n---\n<Name />',
        'src/Name.astro': '---\nconst { user } = Astro.props\n---\n<p>\n  {user.name}\n</p>',
      },
      `src/Name.astro:5:9: /a: Cannot read properties of undefined (reading 'name')\n` +
        `  5 |   {user.name}\n    |         ^\n${PRERENDER_HINT}`,
    ],
    [
      'a prerendered page that calls a value that is not a function, by its name in the source',
      {
        'src/pages/a.astro':
          '---\nimport slugify from "../x.ts"\nexport const prerender = true\n---\n<p>{slugify()}</p>',
        'src/x.ts': 'const made = {}\nexport default made',
      },
      `src/pages/a.astro:5:5: /a: slugify is not a function\n` +
        `  5 | <p>{slugify()}</p>\n    |     ^\n${PRERENDER_HINT}`,
    ],
    [
      'getStaticPaths() that throws',
      {
        'src/pages/[a].astro':
          '---\nexport const prerender = true\nexport function getStaticPaths() {\n  throw new Error("no data")\n}\n---\n<p/>',
      },
      `src/pages/[a].astro:4:3: getStaticPaths() failed: no data\n` +
        `  4 |   throw new Error("no data")\n    |   ^\n${PRERENDER_HINT}`,
    ],
    [
      'a prerendered page whose module throws when it loads',
      {
        'src/pages/a.astro':
          '---\nimport x from "../x.ts"\nexport const prerender = true\n---\n<p>{x}</p>',
        'src/x.ts': 'const made = {}\nexport default made.a.b',
      },
      `src/x.ts:2:23: /a: its module could not be loaded: Cannot read properties of undefined (reading 'b')\n` +
        `  2 | export default made.a.b\n    |                       ^\n${PRERENDER_HINT}`,
    ],
  ]
  test.each(prerendered)('%s', async (_name, files, expected) => {
    const root = createProject({ ...page, ...files })
    linkOwnPackage(root)
    const { code, stderr } = await runWarmCli(['build'], root)
    expect({ code, stderr }).toEqual({ code: 1, stderr: `error ${expected}\n` })
    expect(readdirSync(join(root, 'dist'))).toEqual(['mine.txt'])
  })
})

describe('a project without pages is an error, and no file is written', () => {
  const empty: [string, Readonly<Record<string, string>>, string][] = [
    ['no folder', {}, 'There is no folder src/pages in '],
    ['a folder without routes', { 'src/pages/_a.astro': '' }, 'The folder src/pages in '],
  ]
  test.each(empty)('%s', async (_name, files, expected) => {
    const root = createProject(files)
    const { code, stderr } = await runWarmCli(['build'], root)
    expect(code).toBe(1)
    expect(stderr).toContain(`error ${expected}${root}`)
    expect(existsSync(join(root, 'dist'))).toBe(false)
  })
})

test('a build replaces all files of pages and client', async () => {
  const root = createProject(page)
  await buildWarm(root)
  for (const path of ['dist/pages/old.mjs', 'dist/client/old.css']) write(join(root, path), '')
  await buildWarm(root)
  expect([...readTree(join(root, 'dist')).keys()]).toEqual([...last.keys()])
})

describe('an error of the disk is shown with its path and the reason', () => {
  const file = 'Remove or rename the file; a folder is needed in its place.'
  const link = 'Create it, or remove the link that leads there.'
  const cases: [string, (root: string) => void, string, string][] = [
    [
      'dist is a file',
      (root) => write(join(root, 'dist'), ''),
      'dist: not a directory (ENOTDIR)',
      file,
    ],
    [
      'dist is a link to nowhere',
      (root) => symlinkSync('no/such', join(root, 'dist')),
      'dist: no such file or directory (ENOENT)',
      link,
    ],
    [
      'public is a file',
      (root) => write(join(root, 'public'), ''),
      'public: not a directory (ENOTDIR)',
      file,
    ],
    [
      'a public file is a link to nowhere',
      (root) => {
        write(join(root, 'public/a'), '')
        symlinkSync('no/such', join(root, 'public/b'))
      },
      'public/b: no such file or directory (ENOENT)',
      link,
    ],
  ]
  test.each(cases)('%s', async (_name, spoil, expected, hint) => {
    const root = createProject({ 'src/pages/index.astro': '<h1>fine</h1>' })
    spoil(root)
    const { code, stderr } = await runWarmCli(['build'], root)
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `error ${join(root, expected)}\n${hint} The last build is untouched. [SSR_PAGES_BUILD_FAILED]\n`,
    })
  })
})

function importing(specifier: string): string {
  return `---\nimport X from '${specifier}'\n---\n{X}\n`
}

function missing(specifier: string, hint: string): string {
  return (
    `src/pages/a.astro:2:15: Could not resolve '${specifier}'\n` +
    `  2 | import X from '${specifier}'\n    |               ^\n${hint} [SSR_PAGES_BUILD_FAILED]`
  )
}

function built(): string {
  return `${SOURCE_HINT} [SSR_PAGES_BUILD_FAILED]`
}
