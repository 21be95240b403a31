import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { request } from 'undici'
import { type Server, startUserServer } from '../support/servers.ts'
import { type Project, createProject } from './project.ts'

const SERVED = `app.get('/own', (_req, res) => res.send('own'))
app.use(ssrPages({ dev: true, root: ROOT, dir: ROOT + '/dist/pages', log: false }))
app.listen(process.env.PORT)`

const LATE = `const express = require('express')
const { ssrPages } = require('ssr-pages')
require('./lib/load.cjs')
require('./lib/gone.cjs')
require('node:fs').rmSync(require.resolve('./lib/gone.cjs'))
const ROOT = __dirname
const app = express()
app.get('/late', (_req, res) => res.send(typeof require('./lib/store.mjs').store))
${SERVED}`

const WITH_VIEWS = `const express = require('express')
const { ssrPages } = require('ssr-pages')
const ROOT = __dirname
const app = express()
const pages = ssrPages({ dev: true, root: ROOT, dir: ROOT + '/dist/pages', log: false })
app.use(pages.views)
app.get('/view', require('./lib/router.cjs'))
app.listen(process.env.PORT)`

const FILES = {
  'server.mjs': `import express from 'express'
import { ssrPages } from 'ssr-pages'
import { pool } from './lib/db.js'
import { sum } from './lib/sum.js'
const ROOT = import.meta.dirname ?? new URL('.', import.meta.url).pathname.slice(0, -1)
const app = express()
pool.add(sum(1, 1))
await import('./lib/lazy.js')
${SERVED}`,
  'server.cjs': `const express = require('express')
const { ssrPages } = require('ssr-pages')
const { store } = require('./lib/store.mjs')
const ROOT = __dirname
const app = express()
store.a = 1
${SERVED}`,
  'lib/db.js': "export { pool } from './pool.js'",
  'lib/pool.js': 'export const pool = new Set()',
  'lib/lazy.js': 'export let count = 0\nexport const add = () => (count += 1)',
  'lib/sum.js':
    'export const NAME = "sum"\nexport const sum = (a, b) => a + b\nexport class Sum {}',
  'lib/store.mjs': 'export const store = {}',
  'lib/own.js': 'export const own = new Map()',
  'src/pages/index.astro':
    "---\nimport Deep from '../Deep.astro'\nimport { sum } from '../../lib/sum.js'\nimport { own } from '../../lib/own.js'\n---\n<p>{sum(1, own.size)}<Deep /></p>",
  'src/Deep.astro':
    "---\nimport { pool } from '../lib/db.js'\nimport { count } from '../lib/lazy.js'\n---\n{pool.size}{count}",
}

let project: Project

beforeAll(async () => {
  project = await createProject(FILES)
})

afterAll(() => project.remove())

async function visit(server: Server): Promise<string> {
  for (let time = 0; time < 2; time++) {
    const { body, statusCode } = await request(`http://127.0.0.1:${server.port}/`)
    await body.text()
    expect(statusCode).toBe(200)
  }
  return server.output()
}

describe('a module with state that the server and a page import', () => {
  let printed: string

  beforeAll(async () => {
    const server = await startUserServer(join(project.root, 'server.mjs'))
    printed = await visit(server)
    await server.stop()
  })

  test.each([
    ['lib/pool.js', 'lib/db.js', 'lib/db.js'],
    ['lib/lazy.js', 'server.mjs', 'src/Deep.astro'],
  ])('%s is named once, with its importers', (file, byServer, byPage) => {
    expect(printed.split(`${file} is loaded twice`)).toHaveLength(2)
    expect(printed).toContain(
      `${file} is loaded twice, and each copy has its own variables: ${byServer} imports it`,
    )
    expect(printed).toMatch(
      new RegExp(`${file} is loaded twice.*, ${byPage.replace('.', '\\.')} for the pages`),
    )
    expect(printed).toContain('docs/hosts.md')
  })

  test.each(['lib/sum.js', 'lib/own.js', 'lib/db.js'])('no other module is named: %s', (file) => {
    expect(printed).not.toContain(`${file} is loaded twice`)
  })
})

test('a server that is started by `node .` serves its pages', async () => {
  await project.write('package.json', '{"type":"module","main":"server.cjs"}')
  const server = await startUserServer(join(project.root, '.'))
  expect(await visit(server)).not.toContain('trouble')
  await server.stop()
})

test('a module that the server requires and a page imports is named, too', async () => {
  const page = "---\nimport { store } from '../../lib/store.mjs'\n---\n{typeof store}"
  await project.write('src/pages/index.astro', page)
  const server = await startUserServer(join(project.root, 'server.cjs'))
  await request(`http://127.0.0.1:${server.port}/`).then(({ body }) => body.text())
  const printed = server.output()
  await server.stop()
  expect(printed).toContain(
    'lib/store.mjs is loaded twice, and each copy has its own variables: server.cjs imports it',
  )
})

test('a module that a router requires and a view imports is named, too', async () => {
  await project.write('server.cjs', WITH_VIEWS)
  await project.write(
    'lib/router.cjs',
    "const { store } = require('./store.mjs')\nmodule.exports = (_req, res) => res.render('shop/list', { store })",
  )
  await project.write(
    'src/views/shop/list.astro',
    "---\nimport { store } from '../../../lib/store.mjs'\n---\n<p>{String(store === Astro.props.store)}</p>",
  )
  const server = await startUserServer(join(project.root, 'server.cjs'))
  const { body } = await request(`http://127.0.0.1:${server.port}/view`)
  expect(await body.text()).toContain('<p>false</p>')
  const printed = server.output()
  await server.stop()
  expect(printed).toContain(
    'lib/store.mjs is loaded twice, and each copy has its own variables: lib/router.cjs imports it for the server, src/views/shop/list.astro for the pages',
  )
})

test('modules that the server requires later, or imports in a required module, are named, too', async () => {
  await project.write('lib/load.cjs', "exports.load = () => import('./pool.js')")
  await project.write('lib/gone.cjs', '')
  await project.write('server.cjs', LATE)
  await project.write('src/pages/other.astro', '<p>Other</p>')
  await project.write(
    'src/pages/index.astro',
    "---\nimport Deep from '../Deep.astro'\nimport { store } from '../../lib/store.mjs'\n---\n{typeof store}<Deep />",
  )
  const server = await startUserServer(join(project.root, 'server.cjs'))
  for (const path of ['/', '/late', '/other', '/']) {
    const { body, statusCode } = await request(`http://127.0.0.1:${server.port}${path}`)
    await body.text()
    expect([path, statusCode]).toEqual([path, 200])
  }
  const printed = server.output()
  await server.stop()
  expect(printed.split('lib/store.mjs is loaded twice')).toHaveLength(2)
  expect(printed).toContain('lib/load.cjs imports it for the server, lib/db.js for the pages')
})
