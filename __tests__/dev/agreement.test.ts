import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Server, runCLI, startServer } from '../conformance/start.ts'
import { type Project, copyShop } from './project.ts'

const paths = [
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

let project: Project
let development: Server
let production: Server

beforeAll(async () => {
  project = await copyShop()
  const { code, printed } = await runCLI('build', project.root)
  expect([code, printed]).toEqual([0, printed])
  production = await startServer('dev.mjs', project.root, 'built')
  development = await startServer('dev.mjs', project.root, 'http')
})

afterAll(async () => {
  await production?.stop()
  await development?.stop()
  await project?.remove()
})

test.each(paths)('%s is the same in development as in production', async (path) => {
  const [built, live] = [await ask(production, path), await ask(development, path)]
  expect(live).toEqual(built)
})

/** Of files and of connections, not of pages. */
const OTHER =
  /^(?:date|etag|content-length|last-modified|accept-ranges|cache-control|connection|keep-alive|transfer-encoding)$/

async function ask(server: Server, path: string) {
  const response = await fetch(`http://localhost:${server.port}${path}`, {
    redirect: 'manual',
    headers: { 'accept-encoding': 'identity', accept: 'text/html' },
  })
  const headers = [...response.headers].filter(([name]) => !OTHER.test(name))
  const text = await response.text()
  return {
    status: response.status,
    headers: headers.map(([name, value]) => [name, name === 'set-cookie' ? '' : value]),
    text: text.replaceAll(
      /<link rel="stylesheet"[^>]*>|<script type="module"[^>]*><\/script>/g,
      '',
    ),
  }
}
