import { cp, mkdtemp, rename, symlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { createProjectInRepository } from '../support/project.ts'
import { type Case, FORM, endpoints, pages } from '../conformance/cases.ts'
import type { Question } from '../support/client.ts'
import { inApp } from '../conformance/host-cases.ts'
import { ROOT } from '../support/root.ts'
import { LANGUAGE, PATHS } from './language.ts'
import { copyShop } from './project.ts'

const FIXTURES = `${ROOT}/__tests__/fixtures`

/** A project, and the requests to it in development and in production. */
export interface ComparedSite {
  readonly name: string
  /** The app: the shop's own, one with routes around the pages, or a server with pages only. */
  readonly host: 'shop' | 'app' | 'alone'
  /** Writes the project and returns its root. */
  create(): Promise<string>
  readonly questions: readonly Question[]
}

/** All kinds of pages: with middleware, redirects, error pages, sessions, prerendered, below a base. */
const SITE = {
  'ssr-pages.config.ts': `export default {
  base: '/shop',
  site: 'https://shop.example',
  trailingSlash: 'always',
  redirects: { '/old/[id]': '/items/[id]/', '/away': { status: 302, destination: 'https://example.com' } },
}`,
  'public/robots.txt': 'User-agent: *',
  'src/middleware.ts': `import { defineMiddleware } from 'astro:middleware'
export const onRequest = defineMiddleware(async (context, next) => {
  Object.assign(context.locals, { greeting: 'Hello ' + context.url.pathname })
  if (context.url.searchParams.has('closed')) return new Response('closed', { status: 503 })
  const response = await next()
  response.headers.set('x-route', context.routePattern)
  return response
})`,
  'src/layouts/Page.astro': `<html><head><title>{Astro.props.title}</title></head><body><slot /></body></html>
<style is:global>body { margin: 0 }</style>
<script>console.log('page')</script>`,
  'src/pages/index.astro': `---
import Page from '../layouts/Page.astro'
import Box from '../components/Box.astro'
---
<Page title="Home"><Box>{Astro.locals.greeting}</Box><p>{String(Astro.site)} {Astro.url.pathname}
{import.meta.env.BASE_URL} {import.meta.env.SITE} {String(Astro.isPrerendered)}</p></Page>
<style>p { color: red }</style>`,
  'src/components/Box.astro': `---
import styles from './box.module.css'
---
<div class:list={['box', { open: true }]} data-has={typeof styles.box}><slot /></div>
<style define:vars={{ size: '1px' }}>.box { margin: var(--size) }</style>`,
  'src/components/box.module.css': '.box { color: blue }',
  'src/pages/items/[id].astro': '<p>{Astro.locals.greeting} {Astro.params.id}</p>',
  'src/pages/items/[id]/[...rest].astro': '<p>{JSON.stringify(Astro.params)}</p>',
  'src/pages/rewritten.astro': "---\nreturn Astro.rewrite('/items/7/')\n---\n",
  'src/pages/missing.astro': '---\nreturn new Response(null, { status: 404 })\n---\n',
  'src/pages/throws.astro': "---\nthrow new Error('broken')\n---\n",
  'src/pages/slow.astro':
    '<p>first</p>{new Promise((done) => setTimeout(done, 20, "second"))}<p>third</p>',
  'src/pages/count.astro': `---
const count = ((await Astro.session.get('count')) ?? 0) + 1
Astro.session.set('count', count)
---
<p>{count}</p>`,
  'src/pages/form.astro': `---
const form = Astro.request.method === 'POST' ? await Astro.request.formData() : undefined
---
<p>{form?.get('name')}</p>`,
  'src/pages/feed.xml.ts': "export const GET = () => new Response('<rss/>')",
  'src/pages/api/wrong.ts': 'export const GET = () => 42',
  'src/pages/api/data.ts': `export const prerender = true
export const GET = () => Response.json({ a: 1 }, { headers: { 'x-a': '1' } })`,
  'src/pages/about.astro': `---
import Page from '../layouts/Page.astro'
export const prerender = true
---
<Page title="About"><p>{Astro.url.pathname} {String(Astro.isPrerendered)}</p></Page>`,
  'src/pages/moved.astro':
    "---\nexport const prerender = true\nreturn Astro.redirect('/shop/about/', 301)\n---\n",
  'src/pages/tags/[tag].astro': `---
export const prerender = true
export const getStaticPaths = () => ['c++', 'ü', 'a b'].map((tag) => ({ params: { tag } }))
---
<p>tag {Astro.params.tag}</p>`,
  'src/pages/404.astro': '<h1>{Astro.locals.greeting}, there is no {Astro.url.pathname}</h1>',
  'src/pages/500.astro': '<h1>Sorry: {Astro.props.error.message}</h1>',
}

const ASKED = [
  '/shop/',
  '/shop',
  '/',
  '/shopping/',
  '/shopabout/',
  'http://localhost/shop/items/1/',
  'http://localhost/shop/about/',
  '/shop/?closed',
  '/shop/items/1/',
  '/shop/items/1',
  '/shop/items/1/2/3/',
  '/shop/items/a%20b%2Fc/',
  '/shop/items/%ff/',
  '/shop/old/1',
  '/shop/old/a%20b/',
  '/shop/away',
  '/shop/away/',
  '/shop/rewritten/',
  '/shop/missing/',
  '/shop/throws/',
  '/shop/slow/',
  '/shop/form/',
  '/shop/feed.xml',
  '/shop/feed.xml/',
  '/shop/api/wrong/',
  '/shop/api/data/',
  '/shop/api/data',
  '/shop/about/',
  '/shop/about',
  '/shop/moved/',
  '/shop/tags/c++/',
  '/shop/tags/%C3%BC/',
  '/shop/tags/a%20b/',
  '/shop/tags/none/',
  '/shop/404/',
  '/shop/500/',
  '/shop/nope',
  '/shop/robots.txt',
  '/shop//items/1/',
  '//shop/items/1/',
]

/** Prerendered pages, and pages that answer the paths which those do not list. */
const STATIC = {
  'ssr-pages.config.ts': `export default {
  base: '/docs',
  output: 'static',
  redirects: { '/old': '/docs/notes/1', '/notes/[...rest]': '/docs/' },
}`,
  '.env': 'A_SECRET=private',
  'tsconfig.json':
    '{ "extends": "astro/tsconfigs/strict", "compilerOptions": { "paths": { "@lib/*": ["./lib/*"] } } }',
  'lib/name.ts': 'export const name: string = "aliased"',
  'src/name.js': 'export { name } from "@lib/name"',
  'src/empty.wasm': '\0asm\u0001\0\0\0',
  'src/pages/wasm.ts': `import init from '../empty.wasm?init'
import { name } from '../name.js'
export const prerender = false
export const GET = async () => Response.json([typeof (await init()).exports, name])`,
  'src/pages/wasm-file.ts': `import init from '../empty.wasm?init'
export const GET = async () => Response.json(typeof (await init()).exports)`,
  'src/pages/secret.astro': '<p>{import.meta.env.A_SECRET} {process.env.A_SECRET}</p>',
  'src/pages/secret-live.ts': `export const prerender = false
export const GET = () => new Response(String(import.meta.env.A_SECRET))`,
  'public/robots.txt': 'public',
  'public/about/index.html': '<p>public</p>',
  'public/plain.txt': 'plain',
  'shared/deep/x.astro': '<p>linked {Astro.url.pathname}</p><style>p { color: red }</style>',
  'src/pages/index.astro': '<p>home</p>',
  'src/pages/about.astro': '<p>page</p>',
  'src/pages/robots.txt.ts': "export const GET = () => new Response('endpoint')",
  'src/pages/notes/[...page].astro': `---
export const getStaticPaths = () => ['1', '/a/b/', undefined].map((page) => ({ params: { page } }))
---
<p>listed {Astro.params.page} {Astro.url.pathname}</p>`,
  'src/pages/tags/[tag].astro': `---
export const getStaticPaths = () => [1, 2, 1].map((tag, index) => ({ params: { tag }, props: { index } }))
---
<p>{Astro.params.tag} {Astro.props.index}</p>`,
  'src/pages/tags/[name].ts': `export const prerender = false
export const GET = ({ params }) => new Response('live ' + params.name)
export const POST = GET`,
  'src/pages/[a]-[b].astro': `---
export const getStaticPaths = () => [{ params: { a: 'x-y', b: 'z' } }]
---
<p>{JSON.stringify(Astro.params)}</p>`,
  'src/pages/post.ts': "export const POST = () => new Response('posted')",
  'src/pages/gone.astro': '---\nAstro.response.status = 410\n---\n<p>gone</p>',
  'src/pages/missing/[id].astro': `---
export const getStaticPaths = () => [{ params: { id: 1 } }]
return new Response(null, { status: 404 })
---`,
  'src/pages/missing/[...rest].ts': `export const prerender = false
export const GET = ({ params }) => new Response('rest ' + params.rest)`,
}

const ASKED_STATIC = [
  '/docs/',
  '/docs/old',
  '/docs/notes',
  '/docs/notes/1',
  '/docs/notes/a/b',
  '/docs/notes/2',
  '/docs/tags/1',
  '/docs/tags/2',
  '/docs/tags/3',
  '/docs/x-y-z',
  '/docs/robots.txt',
  '/docs/plain.txt',
  '/docs/about',
  '/docs/secret',
  '/docs/secret-live',
  '/docs/wasm',
  '/docs/wasm-file',
  '/docs/gone',
  '/docs/linked/deep/x',
  '/docs/missing/1',
  '/docs/missing/2',
]

/** Requests to the shop. */
const SHOP = [
  '/',
  '/?q=mug',
  '/products/1',
  '/products/none',
  '/delivery',
  '/cart',
  '/login',
  '/account',
  '/care',
  '/api/products',
  '/api/products/1',
  '/api/stock',
  '/favicon.svg',
  '/nowhere',
]

/** Requests to `fixtures/build-site`. */
const BUILD_SITE = [
  '/docs/',
  '/docs/products',
  '/docs/products/1',
  '/docs/about%20us',
  '/docs/feed.xml',
  '/docs/_private/hidden',
  '/docs/_hidden',
  '/docs/anything',
  '/docs/img/logo.svg',
  '/docs/robots.txt',
]

const sent = { method: 'POST', body: 'name=Ada' }

/** The sites whose answers are compared. */
export const sites: readonly ComparedSite[] = [
  {
    name: 'the shop',
    host: 'shop',
    create: async () => (await copyShop()).root,
    questions: toQuestions(SHOP),
  },
  {
    name: 'the site of all servers',
    host: 'app',
    create: () => copy('site'),
    questions: [...pages, ...endpoints, ...inApp.filter(isNotGuarded)],
  },
  {
    name: 'a site with every feature, below a base',
    host: 'alone',
    create: async () => createProjectInRepository({ 'package.json': '{"type":"module"}', ...SITE }),
    questions: [
      ...toQuestions(ASKED),
      { path: '/shop/', method: 'HEAD' },
      { path: '/shop/about/', method: 'HEAD' },
      { path: '/shop/', method: 'PROPFIND' },
      { path: '/shop/about/', method: 'POST' },
      { path: '/shop/api/data/', method: 'DELETE' },
      { path: '/shop/form/', headers: FORM, ...sent },
      { path: '/shop/form/', headers: { ...FORM, origin: 'https://evil.example' }, ...sent },
    ],
  },
  {
    name: 'a static site, with routes of one form',
    host: 'alone',
    async create() {
      const root = createProjectInRepository({ 'package.json': '{"type":"module"}', ...STATIC })
      await symlink('../../shared', join(root, 'src/pages/linked'))
      return root
    },
    questions: [
      ...toQuestions(ASKED_STATIC),
      { path: '/docs/robots.txt', method: 'HEAD' },
      { path: '/docs/tags/3', method: 'POST' },
      // In development, browsers receive more details.
      ...[
        { path: '/docs/x-z' },
        { path: '/docs/post' },
        { path: '/docs/post', method: 'POST' },
        { path: '/docs/robots.txt', method: 'POST' },
        { path: '/docs/tags/1', method: 'POST' },
      ].map((question) => ({ ...question, headers: { accept: '*/*' } })),
    ],
  },
  {
    name: 'the site of the build, with packages of its own',
    host: 'alone',
    create: () => copy('build-site'),
    questions: [
      ...toQuestions(BUILD_SITE),
      { path: '/docs/anything', method: 'POST' },
      { path: '/docs/feed.xml', method: 'POST' },
    ],
  },
  {
    name: 'every fixture of the language',
    host: 'app',
    create: async () =>
      createProjectInRepository({ 'package.json': '{"type":"module"}', ...LANGUAGE }),
    questions: toQuestions(PATHS),
  },
]

function toQuestions(paths: readonly string[]): Question[] {
  return paths.map((path) => ({ path }))
}

// Answers of the host itself do not depend on the pages.
function isNotGuarded({ answer }: Case): boolean {
  return !String(answer).startsWith('host guard')
}

/** Inside the repository, so that pages can import the package by its name. */
async function copy(name: string): Promise<string> {
  const root = await mkdtemp(`${FIXTURES}/dist-`)
  await cp(join(FIXTURES, name), root, {
    recursive: true,
    filter: (path) => basename(path) !== 'dist',
  })
  await rename(join(root, 'packages'), join(root, 'node_modules')).catch(() => {})
  // The same values in both modes.
  await rename(join(root, '.env.production'), join(root, '.env')).catch(() => {})
  return root
}
