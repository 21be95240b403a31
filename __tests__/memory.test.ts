import { execFile } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { runCli } from './support/cli.ts'
import { createProjectInRepository } from './support/project.ts'
import { ROOT } from './support/root.ts'

/** Bytes a request. What a request leaves behind has 1,000 and more; without leaks, it is below 30. */
const TOLERATED = 100

/** Without optimising compilers, which allocate memory of their own, every run gives the same figures. */
const FLAGS = [
  '--expose-gc',
  '--no-opt',
  '--no-maglev',
  '--no-sparkplug',
  '--no-flush-bytecode',
  '--single-threaded-gc',
]

const BOTH = ['server', 'netlify']
const JSON_TYPE = { 'content-type': 'application/json' }
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

/** Everything that a request can be, by the name of what it must not leave behind. */
const VISITS = [
  { name: 'a page with slots', path: '/slots', hosts: BOTH },
  { name: 'a page with async components', path: '/waits', hosts: BOTH },
  { name: 'a page with promises and generators', path: '/promises', hosts: BOTH },
  { name: 'a long page that streams', path: '/streams', hosts: BOTH },
  { name: 'a stream that the visitor leaves', path: '/endless', leaves: true, hosts: BOTH },
  { name: 'a page that fails', path: '/fails', hosts: BOTH },
  { name: 'a page that fails while it streams', path: '/fails-late', hosts: ['netlify'] },
  { name: 'a session', path: '/session' },
  { name: 'a cookie', path: '/cookie', hosts: BOTH },
  { name: 'a redirect', path: '/redirect', hosts: BOTH },
  { name: 'a rewrite', path: '/rewrite', hosts: BOTH },
  { name: 'an answer in text', path: '/api/text', hosts: BOTH },
  { name: 'an answer in JSON', path: '/api/json', hosts: BOTH },
  { name: 'an answer to HEAD', path: '/api/text', method: 'HEAD', hosts: BOTH },
  { name: 'an answer that is a stream', path: '/api/stream', hosts: BOTH },
  {
    name: 'an endless answer that the visitor leaves',
    path: '/api/endless',
    leaves: true,
    hosts: BOTH,
  },
  {
    name: 'a post that is read',
    path: '/api/json',
    method: 'POST',
    headers: JSON_TYPE,
    body: '[1]',
    hosts: BOTH,
  },
  {
    name: 'a post whose request is passed on',
    path: '/api/passed',
    method: 'POST',
    headers: JSON_TYPE,
    body: '[1]',
    hosts: BOTH,
  },
  {
    name: 'a malformed post',
    path: '/api/json',
    method: 'POST',
    headers: JSON_TYPE,
    body: '[',
    hosts: BOTH,
  },
  {
    name: 'a form',
    path: '/api/form',
    method: 'POST',
    headers: { ...FORM, origin: 'null' },
    body: 'a=1',
  },
  {
    name: 'a post that nobody reads',
    path: '/api/unread',
    method: 'POST',
    headers: JSON_TYPE,
    body: '[1]',
    hosts: BOTH,
  },
  {
    name: 'a post over the limit',
    path: '/api/json',
    method: 'POST',
    headers: JSON_TYPE,
    body: JSON.stringify('x'.repeat(2000)),
  },
  {
    name: 'an upload that the visitor leaves',
    path: '/api/json',
    method: 'POST',
    headers: JSON_TYPE,
    body: '[',
    length: 900,
    leaves: true,
  },
  { name: 'a path without a page', path: '/nothing', hosts: ['netlify'] },
]

const LEAK = { name: 'a page that keeps its request', path: '/leaks', hosts: BOTH }

const SOURCES: Readonly<Record<string, string>> = {
  'package.json': '{ "type": "module" }',
  'src/wait.ts': `export const wait = () => new Promise((resolve) => setImmediate(resolve))
export async function* numbers(count) { for (let i = 0; i < count; i++) { if (i % 50 === 9) await wait(); yield i } }`,
  'src/Box.astro':
    '<section><slot name="head">none</slot><slot /><slot name="rest" {...Astro.props} /></section>',
  'src/Late.astro':
    "---\nimport { wait } from './wait.ts'\nawait wait()\n---\n<b><slot />{Astro.request.headers.get('host')}</b>",
  'src/pages/slots.astro': `---
import Box from '../Box.astro'
const html = await Astro.slots.render('default')
---
<html><head><title>Slots</title></head><body>{[1, 2, 3].map((n) => <Box {n}><i slot="head">{n}</i>{n}{html}</Box>)}</body></html>`,
  'src/pages/waits.astro':
    "---\nimport Late from '../Late.astro'\n---\n<p>{[1, 2, 3].map((n) => <Late>{n}</Late>)}</p>",
  'src/pages/promises.astro':
    "---\nimport { numbers, wait } from '../wait.ts'\n---\n<p>{wait().then(() => 'late')}{numbers(60)}{[wait(), 1]}</p>",
  'src/pages/streams.astro':
    "---\nimport { numbers } from '../wait.ts'\n---\n<ul>{numbers(900)}</ul>{'x'.repeat(90_000)}",
  'src/pages/endless.astro':
    "---\nimport { numbers } from '../wait.ts'\n---\n<p>{numbers(Infinity)}</p>",
  'src/pages/fails.astro': "---\nthrow new Error('meant')\n---\n",
  'src/pages/fails-late.astro':
    "---\nimport { wait } from '../wait.ts'\nconst fail = async () => { for (let i = 0; i < 9; i++) await wait(); throw new Error('meant') }\n---\n<p>start</p>{fail()}",
  'src/pages/session.astro':
    "---\nAstro.session?.set('n', 1 + ((await Astro.session.get('n')) ?? 0))\n---\n<p>session</p>",
  'src/pages/cookie.astro':
    "---\nAstro.cookies.set('a', 'b')\nAstro.response.headers.set('x-a', '1')\n---\n<p>{Astro.cookies.get('a')?.value}</p>",
  'src/pages/redirect.astro': "---\nreturn Astro.redirect('/cookie')\n---\n",
  'src/pages/rewrite.astro': "---\nreturn Astro.rewrite('/cookie')\n---\n",
  'src/pages/leaks.astro': '---\n;(globalThis.kept ??= []).push(Astro.request)\n---\n',
  'src/pages/api/text.ts': "export const GET = () => new Response('text')",
  'src/pages/api/json.ts':
    'export const GET = () => Response.json([1])\nexport const POST = async ({ request }) => Response.json(await request.json())',
  'src/pages/api/passed.ts':
    'const read = (request) => request.json()\nexport const POST = async ({ request }) => Response.json(await read(request))',
  'src/pages/api/form.ts':
    "export const POST = async ({ request }) => new Response((await request.formData()).get('a'))",
  'src/pages/api/unread.ts': "export const POST = () => new Response('no')",
  'src/pages/api/stream.ts':
    'import { toStream } from "../../stream.ts"\nexport const GET = () => new Response(toStream(20))',
  'src/pages/api/endless.ts':
    'import { toStream } from "../../stream.ts"\nexport const GET = () => new Response(toStream(Infinity))',
  'src/stream.ts':
    'const piece = new Uint8Array(1000)\nexport function toStream(count) { return new ReadableStream({ pull(controller) { if (count-- > 0) controller.enqueue(piece)\nelse controller.close() } }) }',
}

const ASKED = [...VISITS, LEAK].map(({ hosts = ['server'], ...visit }) => ({ ...visit, hosts }))
const NAMES = ASKED.flatMap(({ name, hosts }) => hosts.map((host) => `${name}, ${host}`))

let root: string
let growth: Readonly<Record<string, number>>

beforeAll(async () => {
  root = createProjectInRepository(SOURCES)
  const { code, printed } = await runCli('build', root)
  expect([code, printed]).toEqual([0, printed])
  await writeFile(`${root}/dist/pages/visits.mjs`, `export const VISITS = ${JSON.stringify(ASKED)}`)
  const script = `${ROOT}/__tests__/fixtures/servers/memory.mjs`
  const args = [...FLAGS, script, `${root}/dist/pages`]
  growth = JSON.parse((await promisify(execFile)(process.execPath, args)).stdout)
}, 180_000)

afterAll(() => rm(root, { recursive: true }))

test.each(NAMES.filter((name) => !isLeak(name)))('%s, leaves nothing in memory', (name) => {
  expect(growth[name]).toBeLessThan(TOLERATED)
})

test.each(NAMES.filter(isLeak))('%s, is noticed', (name) => {
  expect(growth[name]).toBeGreaterThan(TOLERATED)
})

function isLeak(name: string): boolean {
  return name.startsWith(LEAK.name)
}
