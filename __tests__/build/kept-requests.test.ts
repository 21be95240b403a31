import { execFileSync } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { runCli } from '../support/cli.ts'
import { createProjectInRepository } from '../support/project.ts'
import { ROOT } from '../support/root.ts'

const FILES = {
  'src/middleware.ts': `import { defineMiddleware, sequence } from 'astro:middleware'
const log = defineMiddleware(({ request, locals }, next) => {
  Object.assign(locals, { agent: request.headers.get('user-agent') })
  return next()
})
export const onRequest = sequence(log, (_context, next) => next())`,
  'src/pages/api/kept.ts': `import type { APIContext } from 'ssr-pages'
export async function POST({ request }: APIContext): Promise<Response> {
  return Response.json([request.headers.get('x-a'), await request.json()])
}`,
  'src/pages/api/passed.ts': `import type { APIRoute } from 'ssr-pages'
const read = (request: Request) => request.json()
export const POST: APIRoute = async (context) => {
  return Response.json([context.request.headers.get('x-a'), await read(context.request)])
}`,
  'src/pages/kept.astro': `---
const { request } = Astro
const body = request.method === 'POST' ? await request.text() : ''
---
{[request.headers.get('x-a'), body].join()}`,
  'src/pages/passed.astro': `---
const body = await new Response(Astro.request.body).text()
---
{[Astro.request.headers.get('x-a'), body].join()}`,
}

/** Counts the requests of the platform that the server creates. */
const SCRIPT = `
  let count = 0
  globalThis.Request = class extends Request {
    constructor(...init) {
      super(...init)
      count++
    }
  }
  const { createServer } = await import('node:http')
  const { ssrPages } = await import('ssr-pages')
  const server = createServer(ssrPages({ dir: process.argv[1] })).listen(0)
  const seen = {}
  for (const path of ['/api/kept', '/api/passed', '/kept', '/passed']) {
    count = 0
    const init = { method: 'POST', body: '{"a":1}', headers: { 'x-a': 'x', 'content-type': 'application/json' } }
    const text = await (await fetch('http://localhost:' + server.address().port + path, init)).text()
    seen[path] = [text, count]
  }
  console.log(JSON.stringify(seen))
  process.exit()
`

let root: string

beforeAll(async () => {
  root = createProjectInRepository(FILES)
  const { code, printed } = await runCli('build', root)
  expect([code, printed]).toEqual([0, printed])
})

afterAll(() => rm(root, { recursive: true }))

test('a built site creates a Request for code that keeps it, or none for code that does not', () => {
  const flags = ['--input-type=module', '--eval', SCRIPT]
  const printed = execFileSync(process.execPath, [...flags, `${root}/dist/pages`], { cwd: ROOT })
  expect(JSON.parse(printed.toString())).toEqual({
    '/api/kept': ['["x",{"a":1}]', 0],
    '/api/passed': ['["x",{"a":1}]', 1],
    '/kept': ['<!DOCTYPE html>x,{&quot;a&quot;:1}', 0],
    '/passed': ['<!DOCTYPE html>x,{&quot;a&quot;:1}', 1],
  })
})
