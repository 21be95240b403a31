import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Case } from './conformance/cases.ts'
import { expectAnswer } from './conformance/checks.ts'
import { type Client, type Protocol, createClient } from './support/client.ts'
import { ROOT } from './support/root.ts'
import { type Server, type Servers, startAll, startUserServer } from './support/servers.ts'

const blocks = readFileSync(join(ROOT, 'docs/hosts.md'), 'utf8').matchAll(
  /^```js\n\/\/ (\S+)\n(.*?)^```$/gms,
)
const snippets = new Map([...blocks].map(([, file = '', code = '']) => [file, code]))

const PAGE = `import { html } from 'ssr-pages'
export default ({ url, locals, clientAddress }) =>
  html\`<p>\${url.href} \${locals.user} \${clientAddress}</p>\``

const ECHO = `export const POST = async ({ request }) => new Response(await request.text())`

const VIEW = `import { html } from 'ssr-pages'
export default ({ props, locals, url }) => {
  if (props.name === 'Product 13') throw new Error('on purpose')
  return html\`<p>\${props.name} \${locals.user} \${url.href}</p>\`
}`

const errorPage = (status: number) => `import { html } from 'ssr-pages'
export default () => html\`<p>${status} page</p>\``

const NO_FILES = { styles: [], scripts: {}, hasHead: false }

const MANIFEST = JSON.stringify({
  version: 1,
  base: '/',
  client: '../client',
  routes: ['hello', 'echo', '404', '500'].map((name) => {
    const kind = name === 'echo' ? 'endpoint' : 'page'
    return { pattern: `/${name}`, file: `${name}.mjs`, kind, ...NO_FILES }
  }),
  views: [{ name: 'products/show', file: '_views/products/show.mjs', ...NO_FILES }],
})

const KOA_PARSER = `import { json } from 'node:stream/consumers'
app.use(async (ctx, next) => {
  ctx.request.body = await json(ctx.req)
  await next()
})
`

interface Variant {
  readonly name: string
  readonly file: string
  /** What is put in place of what, for a second way to use the same server. */
  readonly edit?: readonly [from: string, to: string]
  readonly protocol: Protocol
  readonly cases: readonly Case[]
}

const variants: readonly Variant[] = [
  { name: 'Express 5', file: 'express.js', protocol: 'http', cases: answers('http', '/docs') },
  {
    name: 'Express 4',
    file: 'express.js',
    edit: [`from 'express'`, `from 'express4'`],
    protocol: 'http',
    cases: answers('http', '/docs'),
  },
  {
    name: 'Express with pages.errors',
    file: 'errors.js',
    protocol: 'http',
    cases: [
      {
        name: 'answers an error with 500.astro',
        path: '/orders/7',
        status: 403,
        answer: '<!DOCTYPE html><p>500 page</p>',
      },
      {
        name: 'answers a client that prefers JSON with the message for it',
        path: '/orders/7',
        headers: { accept: 'application/json' },
        status: 403,
        answer: '{"error":{"status":403,"message":"This order belongs to somebody else."}}',
      },
      {
        name: 'answers a path without a route with 404.astro',
        path: '/nowhere',
        status: 404,
        answer: '<!DOCTYPE html><p>404 page</p>',
      },
    ],
  },
  { name: 'Connect', file: 'connect.js', protocol: 'http', cases: answers('http', '/docs') },
  { name: 'http', file: 'http.js', protocol: 'http', cases: answers('http', '') },
  { name: 'https', file: 'https.js', protocol: 'https', cases: answers('https', '') },
  { name: 'HTTP/2', file: 'http2.js', protocol: 'h2', cases: answers('https', '') },
  {
    name: 'HTTP/1 to an HTTP/2 server',
    file: 'http2.js',
    protocol: 'https',
    cases: answers('https', ''),
  },
  {
    name: 'Fastify',
    file: 'fastify.js',
    protocol: 'http',
    cases: [
      ...answers('http', '/docs'),
      {
        name: 'sends the headers of hooks with pages',
        path: '/docs/hello',
        status: 200,
        has: { 'x-host': 'Fastify' },
      },
      ...['/admin/hello', '/admin', '/admin/', '/%61dmin/hello', '/admin/nope'].map((path) => ({
        name: `guards the pages of a plugin at ${path}`,
        path,
        status: 401,
      })),
      {
        name: 'finds no pages of a plugin by a method that its routes do not have',
        path: '/admin/hello',
        method: 'PROPFIND',
        status: 404,
      },
      {
        name: 'lets in whom the guard lets in',
        path: '/admin/hello',
        headers: { authorization: 'Basic x' },
        status: 200,
        answer: /\/admin\/hello Ada/,
      },
    ],
  },
  {
    name: 'Fastify behind a proxy',
    file: 'fastify.js',
    edit: ['Fastify()', `Fastify({ trustProxy: '127.0.0.1' })`],
    protocol: 'http',
    cases: behindProxy('/docs'),
  },
  { name: 'Koa', file: 'koa.js', protocol: 'http', cases: answers('http', '') },
  {
    name: 'Fastify with views',
    file: 'fastify-views.js',
    protocol: 'http',
    cases: views('Fastify'),
  },
  { name: 'Koa with views', file: 'koa-views.js', protocol: 'http', cases: views('Koa') },
  {
    name: 'Koa behind a proxy',
    file: 'koa.js',
    edit: ['new Koa()', 'new Koa({ proxy: true })'],
    protocol: 'http',
    cases: behindProxy(''),
  },
  {
    name: 'Koa with a body parser',
    file: 'koa.js',
    edit: ['app.use(toKoa', `${KOA_PARSER}app.use(toKoa`],
    protocol: 'http',
    cases: [
      {
        name: 'hands on a body that was parsed before',
        path: '/echo',
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{ "a": 1 }',
        status: 200,
        answer: '{"a":1}',
      },
    ],
  },
]

let folder: string
let servers: Servers<Variant>

beforeAll(async () => {
  folder = createFolder()
  servers = await startAll(variants, (variant) => startUserServer(writeServer(variant)))
}, 60_000)

afterAll(async () => {
  await servers?.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe.each(variants)('$name as in docs/hosts.md', (variant) => {
  let server: Server
  let client: Client

  beforeAll(async () => {
    server = await servers.get(variant)
    client = createClient(variant.protocol, server.port)
  })
  afterAll(() => client?.close())

  test.each(variant.cases)('$name', async (given) => {
    expectAnswer(await client.send(given), given)
    expect(server.troubles()).toEqual([])
  })
})

test('every server of docs/hosts.md is run', () => {
  const run = new Set(variants.map(({ file }) => file))
  expect([...snippets.keys()].filter((file) => !run.has(file))).toEqual(['to-koa.js'])
})

test('the adapted lines replace lines of docs/hosts.md', () => {
  const edits = variants.flatMap(({ file, edit }) => (edit ? [[file, edit[0]] as const] : []))
  expect(edits.filter(([file, from]) => !snippets.get(file)?.includes(from))).toEqual([])
})

test('the recipe for Koa is the one that the conformance cases use', () => {
  const recipe = readFileSync(join(ROOT, '__tests__/fixtures/servers/to-koa.mjs'), 'utf8')
  expect(snippets.get('to-koa.js')).toBe(recipe)
})

function answers(scheme: string, mount: string): Case[] {
  const url = `${scheme}://shop.test:8080${mount}/hello`
  return [
    {
      name: 'answers with the page, which knows its URL, its locals and who asks',
      path: `${mount}/hello`,
      host: 'shop.test:8080',
      status: 200,
      answer: new RegExp(`<p>${url} Ada \\S*127\\.0\\.0\\.1</p>`),
    },
    { name: 'has nothing elsewhere', path: `${mount}/nope`, status: 404 },
  ]
}

function views(host: string): Case[] {
  const json = { accept: 'application/json' }
  return [
    {
      name: 'answers with a view, its props, its locals, and the status and headers of the handler',
      path: '/products/7?a=1',
      host: 'shop.test:8080',
      status: 201,
      has: { 'x-host': host, 'content-type': 'text/html; charset=utf-8' },
      answer: '<!DOCTYPE html><p>Product 7 Ada http://shop.test:8080/products/7?a=1</p>',
    },
    { name: 'answers HEAD', path: '/products/7', method: 'HEAD', status: 201, answer: '' },
    {
      name: 'serves the styles of views',
      path: '/_assets/view.css',
      status: 200,
      answer: 'p { color: teal }',
    },
    {
      name: 'answers the error of a handler with 500.astro',
      path: '/products/0',
      status: 500,
      answer: '<!DOCTYPE html><p>500 page</p>',
    },
    {
      name: 'answers the error of a view with 500.astro',
      path: '/products/13',
      status: 500,
      answer: '<!DOCTYPE html><p>500 page</p>',
    },
    {
      name: 'answers a path without a route with 404.astro',
      path: '/nowhere',
      status: 404,
      answer: '<!DOCTYPE html><p>404 page</p>',
    },
    {
      name: 'answers a client that prefers JSON with JSON',
      path: '/products/0',
      headers: json,
      status: 500,
      answer: '{"error":{"status":500,"message":"Internal Server Error"}}',
    },
  ]
}

function behindProxy(mount: string): Case[] {
  const headers = {
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'public.test',
    'x-forwarded-for': '192.0.2.1',
  }
  const name = 'believes its proxy when it is told to'
  const answer = new RegExp(`<p>https://public.test${mount}/hello Ada 192\\.0\\.2\\.1</p>`)
  return [{ name, path: `${mount}/hello`, headers, status: 200, answer }]
}

function writeServer(variant: Variant): string {
  const { file, edit } = variant
  const path = join(folder, `${variants.indexOf(variant)}-${file}`)
  const code = snippets.get(file) ?? ''
  writeFileSync(path, edit === undefined ? code : code.replace(...edit))
  return path
}

/** What the servers find around them: packages, built pages and a certificate. */
function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hosts '))
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'dir')
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  mkdirSync(join(folder, 'dist/pages'), { recursive: true })
  writeFileSync(join(folder, 'dist/pages/hello.mjs'), PAGE)
  writeFileSync(join(folder, 'dist/pages/echo.mjs'), ECHO)
  for (const status of [404, 500])
    writeFileSync(join(folder, `dist/pages/${status}.mjs`), errorPage(status))
  mkdirSync(join(folder, 'dist/pages/_views/products'), { recursive: true })
  writeFileSync(join(folder, 'dist/pages/_views/products/show.mjs'), VIEW)
  writeFileSync(join(folder, 'dist/pages/manifest.json'), MANIFEST)
  mkdirSync(join(folder, 'dist/client/_assets'), { recursive: true })
  writeFileSync(join(folder, 'dist/client/_assets/view.css'), 'p { color: teal }')
  cpSync(join(ROOT, '__tests__/fixtures/tls'), folder, { recursive: true })
  writeFileSync(join(folder, 'to-koa.js'), snippets.get('to-koa.js') ?? '')
  return folder
}
