/** A project that uses a feature of Astro that does not exist here. */
export interface AbsentCase {
  readonly name: string
  /** Files besides an ordinary page. */
  readonly files: Readonly<Record<string, string>>
  /** `file:line:column`, or only the file. */
  readonly place: string
  readonly text: string
}

const gate = 'export default { fetch: (request) => Response.redirect("/login") }\n'
const page = (code: string) => ({ 'src/pages/a.astro': `---\n${code}\n---\n<p>a</p>\n` })
const script = (code: string) => ({
  'src/pages/a.astro': `<p>a</p>\n<script>\n${code}\n</script>\n`,
})

const astro = {
  'node_modules/astro/package.json': '{"name":"astro","type":"module","exports":{"./*":"./m.js"}}',
  'node_modules/astro/m.js': 'throw new Error("astro was loaded")\nexport const b = () => 1\n',
}

const onRequest = 'export const onRequest = (context, next) => next()\n'
const gatePackage = {
  'node_modules/gate/package.json': '{"name":"gate","type":"module","exports":"./index.js"}',
  'node_modules/gate/index.js': `${onRequest}export const GET = () => new Response("a")\n`,
}

const pipelines = [
  'fetch.ts',
  'fetch.js',
  'fetch.mjs',
  'fetch.mts',
  'fetch/index.ts',
  'fetch.tsx',
].map((file) => ({
  name: `a request pipeline in src/${file}`,
  files: { [`src/${file}`]: `const a = 1\n${gate}` },
  place: `src/${file}:2:1`,
  text: 'A request pipeline of Astro 7',
}))

const pages = ['mdx', 'MDX'].map((extension) => ({
  name: `a page in .${extension}`,
  files: { [`src/pages/b/c.${extension}`]: '# Hello\n' },
  place: `src/pages/b/c.${extension}`,
  text: 'No integration of the site compiles MDX',
}))

const modules = [
  ['astro:actions', 'Actions'],
  ['astro:container', 'The container API'],
  ['astro:env/setup', 'This module of Astro does not exist here'],
  ['astro:i18n', 'Routing by locale'],
  ['astro:schema', 'Zod does not come'],
  ['astro:something', 'This module of Astro does not exist here'],
  ['astro/zod', 'Zod does not come'],
  ['astro/app/node', 'This module of Astro does not exist here'],
  ['astro/components/ViewTransitions.astro', '<ViewTransitions /> does not exist any more'],
  ['astro/components/Code.astro', "The files of Astro's own components"],
  ['astro/runtime/server/render/index.js', "This part of Astro's rendering engine"],
].map(([specifier = '', text = '']) => ({
  name: `an import of ${specifier}`,
  files: page(`\nimport { a } from '${specifier}'\na()`),
  place: 'src/pages/a.astro:3:19',
  text: `'${specifier}': ${text}`,
}))

const names = [
  ['ViewTransitions', 'astro:transitions', '<ViewTransitions /> does not exist any more'],
  ['build as make', 'astro', "This export of Astro's module does not exist here"],
  ['validateConfig', 'astro/config', "This export of Astro's module does not exist here"],
  ['renderToString', 'astro/runtime/server/index.js', "This part of Astro's rendering engine"],
].map(([name = '', specifier = '', text = '']) => ({
  name: `an import of ${name} from ${specifier}`,
  files: page(`import { ${name} } from '${specifier}'\n${name.split(' ').at(-1)}()`),
  place: `src/pages/a.astro:2:${18 + name.length}`,
  text: `'${specifier}': ${name.split(' ')[0]}: ${text}`,
}))

const compiled: AbsentCase[] = [
  {
    name: 'an import of MDX',
    files: { ...page("import b from '../b.mdx'\nb()"), 'src/b.mdx': '# b\n' },
    place: 'src/pages/a.astro:2:15',
    text: "'../b.mdx': No integration of the site compiles MDX",
  },
  {
    name: 'a glob of MDX',
    files: {
      ...page("const b = import.meta.glob('../*.mdx', { eager: true })\nb()"),
      'src/b.mdx': '# b\n',
    },
    place: 'src/pages/a.astro:2:11',
    text: "'../b.mdx': No integration of the site compiles MDX",
  },
  {
    name: 'the second of two globs, which is of MDX',
    files: {
      ...page(
        "const a = import.meta.glob('../*.txt')\nconst b = import.meta.glob(['../*.mdx'], { eager: true })\nb(a)",
      ),
      'src/b.mdx': '# b\n',
    },
    place: 'src/pages/a.astro:3:11',
    text: "'../b.mdx': No integration of the site compiles MDX",
  },
  {
    name: 'an import of MDX whose path is a template',
    files: {
      ...page(
        "const n = 'b' // import(`../no/${n}.mdx`)\nconst b = await import(`../posts/${n}.mdx`)\nb()",
      ),
      'src/posts/b.mdx': '# b\n',
    },
    place: 'src/pages/a.astro:3:24',
    text: "'../posts/b.mdx': No integration of the site compiles MDX",
  },
  ...['vue', 'svelte'].map((extension) => ({
    name: `an import of .${extension}`,
    files: {
      ...page(`import B from '../B.${extension}'\nB()`),
      [`src/B.${extension}`]: '<template><b /></template>\n',
    },
    place: 'src/pages/a.astro:2:15',
    text: `'../B.${extension}': this is a component of`,
  })),
  ...['jsx', 'tsx'].map((extension) => ({
    name: `a tag of a component in .${extension}`,
    files: {
      'src/pages/a.astro': "---\nimport B from '../B'\n---\n<main>\n  <B />\n</main>\n",
      [`src/B.${extension}`]: 'export default () => <b>x</b>\n',
    },
    place: 'src/pages/a.astro:5:3',
    text: "'../B': this is a component of React, and no integration",
  })),
  {
    name: 'an island',
    files: {
      'src/pages/a.astro': "---\nimport B from '../B.tsx'\n---\n<B client:load />\n",
      'src/B.tsx': 'export default () => <b>x</b>\n',
    },
    place: 'src/pages/a.astro:4:1',
    text: "'../B.tsx': this is a component of React, and no integration",
  },
  {
    name: 'a server island',
    files: {
      'src/pages/a.astro': "---\nimport B from '../B.astro'\n---\n<B server:defer />\n",
      'src/B.astro': '<p>b</p>\n',
    },
    place: 'src/pages/a.astro:4:4',
    text: 'Server islands (`server:defer`) are not supported',
  },
  {
    name: 'a page whose frontmatter has no end',
    files: { 'src/pages/a.astro': '---\nconst key = "secret"\n<p>a</p>\n' },
    place: 'src/pages/a.astro:1:1',
    text: 'The frontmatter is not closed',
  },
  {
    name: 'an import of a script',
    files: script("import { isEnabled } from 'astro:something/client'\nisEnabled('/')"),
    place: 'src/pages/a.astro:3:27',
    text: "'astro:something/client': This module of Astro does not exist here",
  },
]

/** Features that would be ignored, or fail at each request: of the page at `/a`, or of the whole site. */
export const absentCases: readonly AbsentCase[] = [
  {
    name: 'a module that Astro has, where it is installed',
    files: { ...page("import { b } from 'astro/app'\nb()"), ...astro },
    place: 'src/pages/a.astro:2:19',
    text: "'astro/app': This module of Astro does not exist here. docs/astro-modules.md lists",
  },
  {
    name: "a package that imports a part of Astro's engine",
    files: {
      ...page("import { Icon } from 'icons'\nIcon()"),
      'node_modules/icons/package.json':
        '{"name":"icons","type":"module","exports":"./index.ts","peerDependencies":{"astro":"*"}}',
      'node_modules/icons/index.ts':
        "import { renderToString } from 'astro/runtime/server/index.js'\nexport const Icon = renderToString\n",
    },
    place: 'node_modules/icons/index.ts:1:32',
    text: "'astro/runtime/server/index.js': renderToString: This part of Astro's rendering engine",
  },
  {
    name: 'an import of a server module in a script',
    files: script("import { sequence } from 'astro:middleware'\nsequence()"),
    place: 'src/pages/a.astro:3:26',
    text: "'astro:middleware': This module is for code on the server",
  },
  {
    name: 'an import of collections in code for browsers',
    files: script("import { getCollection } from 'astro:content'\ngetCollection('blog')"),
    place: 'src/pages/a.astro:3:31',
    text: "'astro:content': This module is for code on the server",
  },
  ...pipelines,
  {
    name: 'a request pipeline that cannot be read',
    files: { 'src/fetch.ts': 'const = ;\n' },
    place: 'src/fetch.ts:1:1',
    text: 'A request pipeline of Astro 7',
  },
  ...['actions.ts', 'actions/index.ts', 'actions.mjs'].map((file) => ({
    name: `actions in src/${file}`,
    files: { [`src/${file}`]: 'const a = 1\nexport const server = { a }\n' },
    place: `src/${file}:2:1`,
    text: 'Actions are not supported',
  })),
  {
    name: 'two files of page middleware',
    files: {
      'src/middleware.ts': 'export const onRequest = (context, next) => next()',
      'src/middleware.js': 'export const onRequest = (context, next) => next()',
    },
    place: 'Two files are the page middleware',
    text: 'src/middleware.js and src/middleware.ts',
  },
  {
    name: 'page middleware in a file and in a folder',
    files: {
      'src/middleware.ts': 'export const onRequest = (context, next) => next()',
      'src/middleware/index.ts': 'export const onRequest = (context, next) => next()',
    },
    place: 'Two files are the page middleware',
    text: 'src/middleware.ts and src/middleware/index.ts',
  },
  {
    name: 'two files of page middleware in a folder',
    files: {
      'src/middleware/index.js': 'export const onRequest = (context, next) => next()',
      'src/middleware/index.ts': 'export const onRequest = (context, next) => next()',
    },
    place: 'Two files are the page middleware',
    text: 'src/middleware/index.js and src/middleware/index.ts',
  },
  ...modules,
  ...names,
  ...compiled,
]

/** Features that a page works without. */
export const warnedCases: readonly AbsentCase[] = [
  ...pages,
  ...['tsx', 'jsx', 'vue', 'svelte', 'mts', 'cts', 'cjs'].map((extension) => ({
    name: `a page in .${extension}`,
    files: { [`src/pages/b.${extension}`]: 'export default 1\n' },
    place: `src/pages/b.${extension}`,
    text: 'Only .astro, .html and Markdown files can be pages',
  })),
  {
    name: 'getStaticPaths() of a page that runs for each request',
    files: { 'src/pages/a.astro': '---\nexport function getStaticPaths() {}\n---\n<p>a</p>\n' },
    place: 'src/pages/a.astro:2:17',
    text: 'getStaticPaths() is not called',
  },
  {
    name: 'a misspelt export of a page',
    files: { 'src/pages/a.astro': '---\nexport const preRender = true\n---\n<p>a</p>\n' },
    place: 'src/pages/a.astro:2:14',
    text: "The export 'preRender' has no effect. Did you mean 'prerender'?",
  },
  {
    name: 'fragments of a page with a URL',
    files: { 'src/pages/a.astro': '---\nexport const fragments = { a: 1 }\n---\n<p>a</p>\n' },
    place: 'src/pages/a.astro:2:14',
    text: "The export 'fragments' has no effect: a page has one answer",
  },
  {
    name: 'a misspelt export of a view',
    files: { 'src/views/a.astro': '---\nexport const fragment = { a: 1 }\n---\n<p>a</p>\n' },
    place: 'src/views/a.astro:2:14',
    text: "The export 'fragment' has no effect. Did you mean 'fragments'?",
  },
  {
    name: 'a handler in a page',
    files: { 'src/pages/a.astro': '---\nexport function POST() {}\n---\n<p>a</p>\n' },
    place: 'src/pages/a.astro:2:17',
    text: 'The handler POST never runs',
  },
  ...[
    ['GTE', 'GET'],
    ['Get', 'GET'],
    ['PSOT', 'POST'],
    ['DELTE', 'DELETE'],
    ['PATTCH', 'PATCH'],
    ['getStaticPath', 'getStaticPaths'],
  ].map(([name = '', meant = '']) => ({
    name: `a handler called ${name}`,
    files: {
      'src/pages/a.ts':
        `export const GET = () => new Response('a')\n// ${name}\nexport const ${name} = GET\n`.replace(
          "export const GET = () => new Response('a')",
          "const GET = () => new Response('a')\nexport const ALL = GET",
        ),
    },
    place: 'src/pages/a.ts:4:14',
    text: `The export '${name}' has no effect. Did you mean '${meant}'?`,
  })),
]

/** Ordinary files that look like some of these. */
export const ordinaryCases: readonly Pick<AbsentCase, 'name' | 'files'>[] = [
  { name: 'a module called fetch', files: { 'src/fetch.ts': 'export const fetchJson = 1\n' } },
  { name: 'types called fetch', files: { 'src/fetch.ts': 'export type fetch = 1\n' } },
  {
    name: 'a fetch module that the configuration allows',
    files: {
      'src/fetch.ts': gate,
      'ssr-pages.config.mjs': 'export default { fetchFile: null }',
    },
  },
  { name: 'a module called actions', files: { 'src/actions.ts': 'export const a = 1\n' } },
  { name: 'a folder called fetch', files: { 'src/fetch/json.ts': 'export default 1\n' } },
  { name: 'Markdown that is not a page', files: { 'src/pages/_a.md': '# a', 'src/b.md': '# b' } },
  {
    name: 'Markdown as text',
    files: { ...page("import b from '../b.md?raw'\nb.trim()"), 'src/b.md': '# b' },
  },
  {
    name: 'a helper in .tsx',
    files: {
      ...page("import { b } from '../b'\nb()"),
      'src/b.tsx': 'export const b = (): number => 1\n',
    },
  },
  {
    name: 'a glob of names of Markdown',
    files: { ...page("Object.keys(import.meta.glob('../*.md'))"), 'src/b.md': '# b' },
  },
  {
    name: 'a lazy glob of Markdown as text',
    files: {
      ...page(
        "const b = import.meta.glob('../*.md', { query: '?raw' })\nObject.keys(b).map(String)",
      ),
      'src/b.md': '# b',
    },
  },
  { name: 'types of Astro', files: page("import type { APIRoute } from 'astro'\nlet a: APIRoute") },
  {
    name: 'middleware in a folder',
    files: {
      'src/middleware/index.ts': 'export const onRequest = (context, next) => next()',
      'src/middleware/log.ts': '',
    },
  },
  {
    name: 'middleware that imports from a folder',
    files: {
      'src/middleware.ts': "export { onRequest } from './middleware/index'",
      'src/middleware/index.ts': 'export const onRequest = (context, next) => next()',
    },
  },
  {
    name: 'a folder of helpers beside the middleware',
    files: {
      'src/middleware.ts': 'export const onRequest = (context, next) => next()',
      'src/middleware/index.ts': 'export const log = () => {}',
    },
  },
  ...[
    ['re-exported by name from another file', "export { onRequest } from './gate'", onRequest],
    ['re-exported with * from another file', "export * from './gate'", onRequest],
    [
      'of a default export',
      "export { default as onRequest } from './gate'",
      'export default (c, n) => n()',
    ],
    [
      'exported under another name than its own',
      "import { a } from './gate'\nexport { a as onRequest }",
      'export const a = (c, n) => n()',
    ],
    ['re-exported by name from a package', "export { onRequest } from 'gate'", ''],
    ['re-exported with * from a package', "export * from 'gate'", ''],
    [
      're-exported from a file that re-exports a package',
      "export * from './gate'",
      "export * from 'gate'",
    ],
  ].map(([name = '', code = '', gate = '']) => ({
    name: `middleware ${name}`,
    files: { 'src/middleware.ts': code, 'src/gate.ts': gate, ...gatePackage },
  })),
  ...[
    ['re-exported with * from another file', "export * from './_b'"],
    ['re-exported by name', "export { GET } from './_b'"],
    ['re-exported with * from a package', "export * from 'gate'"],
    ['in a list', 'const a = () => new Response("a")\nexport { a as GET }'],
    ['in lower case', 'export const get = () => ({ body: "a" })'],
    ['of a rare method', 'export const PROPFIND = () => new Response("a")'],
  ].map(([name = '', code = '']) => ({
    name: `handlers ${name}`,
    files: {
      'src/pages/b.ts': code,
      'src/pages/_b.ts': 'export const GET = () => new Response("a")',
      ...gatePackage,
    },
  })),
  { name: 'a declaration beside pages', files: { 'src/pages/a.d.ts': 'export {}' } },
  {
    name: 'handlers of all kinds',
    files: {
      'src/pages/a.ts':
        'export const get = () => new Response("a")\nexport { get as GET, get as del, get as DELETE, get as all, get as PROPFIND }\nexport const TTL = 1, API_KEY = 2, POSTS = [], prerender = false',
    },
  },
  {
    name: 'a folder of the project that is called astro',
    files: {
      ...page("import { b } from 'astro/b'\nb()"),
      'tsconfig.json': '{"compilerOptions":{"paths":{"astro/*":["./src/astro/*"]}}}',
      'src/astro/b.ts': 'export const b = () => 1\n',
    },
  },
  {
    name: 'Markdown that a plugin compiles',
    files: {
      ...page("import b from '../b.md'\nb.trim()"),
      'src/b.md': '# b',
      'ssr-pages.config.mjs':
        'export default { vite: { plugins: [{ name: "md", enforce: "pre", load: (id) => id.endsWith(".md") ? `export default "# b"` : undefined }] } }',
    },
  },
  {
    name: 'a lazy glob of Markdown that a plugin compiles',
    files: {
      ...page("const b = import.meta.glob('../*.md')\nObject.keys(b).map(String)"),
      'src/b.md': '# b',
      'ssr-pages.config.mjs':
        'export default { vite: { plugins: [{ name: "md", enforce: "pre", load: (id) => id.endsWith(".md") ? `export default "# b"` : undefined }] } }',
    },
  },
  {
    name: 'a module of Astro that a plugin resolves',
    files: {
      ...page("import b from 'astro:i18n'\nb.trim()"),
      'ssr-pages.config.mjs':
        'export default { vite: { plugins: [{ name: "env", resolveId: (id) => id === "astro:i18n" ? "\\0env" : undefined, load: (id) => id === "\\0env" ? "export default `x`" : undefined }] } }',
    },
  },
]
