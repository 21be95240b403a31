/** Files of a project with a secret that no client may read, by path below the root. */
export const SECRETS: Readonly<Record<string, string>> = {
  'server.js': '// CANARY',
  'package.json': '{ "type": "module", "description": "CANARY" }',
  '.env': 'SECRET=CANARY',
  '.git/config': 'CANARY',
  'data.db': 'CANARY',
  'private.svg': '<svg>CANARY</svg>',
  'src/secret.ts': "export const secret = 'CANARY'",
  ...Object.fromEntries(
    ['svg', 'png', 'woff2', 'pdf', 'css', 'scss', 'json', 'wasm', 'html', 'txt', 'map'].map(
      (extension) => [`src/unused.${extension}`, 'CANARY'],
    ),
  ),
  'src/.env': 'SECRET=CANARY',
  'src/pages/later.astro': '---\nconst secret = "CANARY"\n---\n{secret.length}',
  'src/img/unused.svg': '<svg>CANARY</svg>',
  'node_modules/acme/unused.svg': '<svg>CANARY</svg>',
  'src/content.config.ts': `import { defineCollection } from 'astro:content'
import { glob } from 'astro/loaders'
export const collections = { notes: defineCollection({ loader: glob({ pattern: '*.md', base: 'src/content' }) }) } // CANARY`,
  'src/content/a.md': '---\nsecret: CANARY\n---\nCANARY',
  'src/part.md': '---\nsecret: CANARY\n---\nCANARY',
  'src/pages/unseen.md': '---\nsecret: CANARY\n---\n',
  'node_modules/.ssr-pages/content/dev.jsonl': '"CANARY"',
  'src/pages/index.astro': `---
import '../site.css'
import { getCollection } from 'astro:content'
import { frontmatter } from '../part.md'
const [note] = await getCollection('notes')
const length = note.body.length + frontmatter.secret.length
import shown from '../img/shown.svg'
const secret = 'CANARY'
---
<h1>{secret.length} {length}</h1><img src="/src/img/unused.svg"><img src={shown}>
<script>import '../menu.ts'</script>
<style>h1 { color: red }</style>`,
  'node_modules/acme/secret.js': 'CANARY',
}

/** The files that a page uses. */
export const PUBLISHED: Readonly<Record<string, string>> = {
  'src/site.css':
    'body { margin: 0; background: url(./img/ground.svg) } /* url(/private.svg) url(./unused.svg) */',
  'src/img/ground.svg': '<svg>ground</svg>',
  'src/img/shown.svg': '<svg>shown</svg>',
  'src/menu.ts':
    "import acme from 'acme'\nimport mark from './img/mark.svg'\nconsole.log(acme, mark)",
  'src/img/mark.svg': '<svg>mark</svg>',
  'node_modules/acme/package.json': '{ "name": "acme", "version": "1.0.0", "main": "index.js" }',
  'node_modules/acme/index.js': 'module.exports = 42',
}

/** Links among the sources, and the secret file that each points to. */
export const LINKS: Readonly<Record<string, string>> = {
  'src/img/passwd.svg': '/etc/passwd',
  'src/img/private.svg': '../../private.svg',
  'src/img/outside.svg': '../../server.js',
  'public/database.txt': '../data.db',
}

/** Ways to request a file: FILE is its path below the root, ROOT the absolute path of the root. */
export const ATTACKS: readonly string[] = [
  ...withQueries('/FILE'),
  ...withQueries('/@fsROOT/FILE'),
  ...[
    '/@idROOT/FILE',
    '/@id/FILE',
    '/@id/__x00__ROOT/FILE',
    '/@fs//ROOT/FILE',
    '/@fs/./ROOT/FILE',
    '/@fs/../..ROOT/FILE',
    '/@fs/%2e%2e/%2e%2eROOT/FILE',
    '/@fsROOT/src/../FILE',
    '/@fsROOT/src/%2e%2e/FILE',
    '/@fsROOT/src/..%2fFILE',
    '/@fs/C:ROOT/FILE',
    '/%40fsROOT/FILE',
    '/%40%66sROOT/FILE',
    '/@FSROOT/FILE',
    '/src/../FILE',
    '/src/%2e%2e/FILE',
    '/src/..%2fFILE',
    '/src/%252e%252e/FILE',
    '/src/%252e%252e%252fFILE',
    '/src/..%5cFILE',
    '/src/..\\FILE',
    '/src/%00/../FILE',
    '/src/%ff/../FILE',
    '/src/img/mark.svg/../../../FILE',
    '/src/img/mark.svg%2f..%2f..%2f..%2fFILE',
    '/src/img/mark.svg/FILE',
    '/src/menu.ts/../../FILE',
    '/src/menu.ts?/../../FILE',
    '/node_modules/.vite/deps/../../../FILE',
    '/node_modules/.vite/deps/%2e%2e/%2e%2e/%2e%2e/FILE',
    '/node_modules/.vite/deps/%252e%252e/%252e%252e/%252e%252e/FILE',
    '/node_modules/.vite/deps/..%2f..%2f..%2fFILE',
    '/node_modules/.vite/deps/..%252f..%252f..%252fFILE',
    '/node_modules/.vite/deps/acme.js/../../../../FILE',
    '/@vite/client/../../FILE',
    '/@vite/client/..%2f..%2fFILE',
    '/@vite/client?/../../FILE',
    '/@ssr-pages/client.js/../../FILE',
    '//FILE',
    '/.//FILE',
    '/%2fFILE',
    '/%5cFILE',
    '/\\FILE',
  ].flatMap((path) => [path, `${path}?import&raw??`]),
  '/FILE/.',
  '/FILE.',
  '/FILE..',
  '/FILE/',
  '/FILE/..',
  '/FILE%2e',
  '/FILE;x',
  '/FILE%09',
  '/FILE%3fimport',
  '/FILE#x',
  '/%00FILE',
  '/FILE?%00import',
  '/src/img/mark.svg?/../../../FILE',
  '/src/img/mark.svg?import&/../../../FILE',
  '/@fs/@fsROOT/FILE',
  '/@id/@fsROOT/FILE',
  '/@id/@id/FILE',
  '/@id/__x00__/FILE',
  '/@vite/env/../../FILE',
  '/FILE%00.svg',
  '/FILE%20',
  '/FILE::$DATA',
  '/FILE%23.svg',
  '/FILE.svg?FILE',
  '/FILE?.svg',
  '/src/menu.ts?raw&FILE',
  '/__open-in-editor?file=FILE',
  '/__open-in-editor?file=ROOT/FILE',
]

/** Paths of Vite's own files, and of its answers that are not modules. */
export const NOT_SERVED: readonly string[] = [
  '/@fs/etc/passwd',
  '/@fs/etc/passwd?raw??',
  '/@fs/etc/',
  '/@fs/',
  '/etc/passwd',
  '/src/',
  '/node_modules/.vite/',
  '/node_modules/.vite/deps/',
  '/node_modules/.vite/deps/_metadata.json',
  '/node_modules/.vite/deps/package.json',
  '/node_modules/.vite/deps/_metadata.json?import',
  '/node_modules/.vite/deps/acme.js?raw',
  '/node_modules/.vite/deps/acme.js?url&inline',
  '/@sizes/none',
  '/src/menu.ts?raw',
  '/src/menu.ts?url&inline',
  '/src/menu.ts.map',
  '/src/pages/index.astro.map',
  '/@id/acme',
  ...['', '/zod', '/data/notes', '/images/notes'].flatMap((module) => {
    return [`/@id/__x00__ssr-pages:content${module}`, `/@id/ssr-pages:content${module}?import`]
  }),
  '/@id/astro:content',
  '/__inspect/',
  '/__vite_ping',
  '/@vite/client/',
  '/src/img/mark.svg/x.svg',
  `/src/${'x'.repeat(300)}.svg`,
]

function withQueries(path: string): string[] {
  const queries = [
    '',
    '?',
    '?raw',
    '?raw??',
    '?import&raw??',
    '?raw&import',
    '?raw&t=1',
    '?t=1&raw',
    '?t=1?raw',
    '?url',
    '?url&inline',
    '?import&url',
    '?inline',
    '?import',
    '?t=1',
    '?direct',
    '?worker',
    '?worker&url',
    '?sharedworker',
    '?worker_file&type=module',
    '?init',
    '?wasm&init',
    '?.svg?.wasm?init',
    '?html-proxy&index=0.js',
    '?commonjs-proxy',
    '?astro&type=script&index=0&lang.ts&raw',
    '?astro&type=style&index=0&lang.css',
    '?/@vite/client',
    '?%00',
  ]
  return queries.map((query) => path + query)
}
