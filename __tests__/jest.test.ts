import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { write } from './support/project.ts'
import { ROOT } from './support/root.ts'

/** What Jest and Express print of promises and handles that pages leave. */
const COMPLAINTS = /deprecated|did not exit|open handle|force exited/i

const FILES = {
  'package.json': '{}',
  'app.js': `const express = require('express')
const { ssrPages, SsrPagesError } = require('ssr-pages')
const pages = ssrPages({ dir: __dirname + '/pages', session: 'memory' })
module.exports = { SsrPagesError, app: express().use((req, res, next) => ((res.locals.name = 'Ada'), next()), pages) }
`,
  'pages/index.mjs': `import { html } from 'ssr-pages'
export default (Astro) => html\`<h1>\${Astro.locals.name}</h1>\``,
  'pages/echo.mjs': `export const POST = async ({ request, session }) => {
  session.set('seen', new Map([[1, new Date(0)]]))
  return Response.json({ ...(await request.json()), seen: await session.get('seen') instanceof Map })
}`,
  'app.test.js': `const request = require('supertest')
const { app, SsrPagesError } = require('./app.js')
test('a page', async () => {
  const { text } = await request(app).get('/').expect(200)
  expect(text).toBe('<!DOCTYPE html><h1>Ada</h1>')
})
test('an API route', async () => {
  await request(app).post('/echo').set('sec-fetch-site', 'same-origin').send({ a: 1 }).expect(200, { a: 1, seen: true })
})
test('an error', () => {
  const { ssrPages } = require('ssr-pages')
  expect(() => ssrPages({ dir: 'nowhere' })).toThrow('nowhere')
  expect(() => ssrPages({ dir: 'nowhere' })).toThrow(SsrPagesError)
})
`,
  'forms.test.js': `const express = require('express')
const request = require('supertest')
const { z } = require('zod')
const { addFlash, readFlash, readForm } = require('ssr-pages/forms')
test('a form, and a message', async () => {
  const app = express().post('/', express.urlencoded(), async (req, res) => {
    req.session = {}
    addFlash(req, 'done', 'Saved.')
    const promise = readForm(z.object({ a: z.object({ b: z.string().min(2, 'Short.') }) }), req)
    expect(promise).toBeInstanceOf(Promise)
    const form = await promise
    res.json([form.errors, form.values, await readFlash(req)])
  })
  const errors = { 'a.b': ['Short.'] }
  const messages = [{ type: 'done', message: 'Saved.' }]
  await request(app).post('/').type('form').send('a.b=1').expect(200, [errors, { 'a.b': '1' }, messages])
})
`,
  'src/pages/index.astro': '<h1>Hello {Astro.locals.name}</h1>',
  'src/pages/parsed.ts': `export const POST = async ({ request }) =>
  request.headers.get('content-type') === 'application/json'
    ? Response.json({ json: await request.json() })
    : Response.json({ form: [...await request.formData()] })`,
  'src/views/values.astro': `---
const { date, list, set, later, html } = Astro.props
---
<p class:list={[list, set]}>{date?.getUTCFullYear()}{list}{set}{later}<Fragment set:html={html} /></p>`,
  'dev.test.js': `const express = require('express')
const request = require('supertest')
const { ssrPages } = require('ssr-pages')
${inDevelopment('__dirname')}`,
  // Nothing closes its pages.
  'open.test.js': `const express = require('express')
const request = require('supertest')
const { ssrPages } = require('ssr-pages')
const app = express().use(ssrPages({ dev: true, root: __dirname, dir: __dirname + '/dist/pages', log: false }))
test('a page', () => request(app).get('/').expect(200, /Hello/))`,
  'esm/dev.test.mjs': `import express from 'express'
import { dirname } from 'node:path'
import request from 'supertest'
import { ssrPages } from 'ssr-pages'
${inDevelopment('dirname(dirname(new URL(import.meta.url).pathname))')}`,
}

/** A test of pages from their sources. */
function inDevelopment(folder: string): string {
  return `const root = ${folder}
const pages = ssrPages({ dev: true, root, dir: root + '/dist/pages', log: false })
const app = express().use(pages.views, (req, res, next) => ((res.locals.name = 'Ada'), next()))
app.get('/values', (req, res) => res.render('values', {
  date: new Date(0), list: ['a', ['b']], set: new Set(['c']), later: Promise.resolve('d'), html: Promise.resolve('<i>e</i>'),
}))
app.get('/string', (req, res) => res.render('values', { html: '' }, (error, html) => res.json({ html })))
app.post('/parsed', express.json(), express.urlencoded({ extended: false }))
app.use(pages)
afterAll(() => pages.close())
test('a page', () => request(app).get('/').expect(200, /Hello Ada/))
test('fetch()', async () => {
  const response = await pages.fetch(new Request('http://localhost/'), { locals: { name: 'Bob' } })
  expect(await response.text()).toContain('Hello Bob')
})
test('render()', async () => {
  expect(await pages.render('/', { locals: { name: 'Cy' } })).toContain('Hello Cy')
})
test('values of the sandbox in a view', () => request(app).get('/values').expect(200, /<p class="a b c">1970abcd<i>e<\\/i><\\/p>/))
test('a view as a string', () => request(app).get('/string').expect(200, /"html":"<!DOCTYPE html>/))
test('a body that the host has read', async () => {
  const post = () => request(app).post('/parsed').set('sec-fetch-site', 'same-origin')
  await post().send({ a: [1] }).expect(200, { json: { a: [1] } })
  await post().type('form').send({ a: 1 }).expect(200, { form: [['a', '1']] })
})
test('members', () => {
  const names = Object.keys(pages)
  expect(names).toEqual(expect.arrayContaining(['fetch', 'render', 'send', 'views', 'errors', 'close', 'routes']))
  expect(names.filter((name) => pages[name] === undefined || pages[name] !== pages[name])).toEqual([])
  expect([pages.length, pages.views.length, pages.errors.length]).toEqual([3, 3, 4])
})
test('routes', () => expect(pages.routes.map(({ pattern }) => pattern)).toEqual(['/parsed', '/']))
`
}

let root: string

beforeAll(async () => {
  root = await mkdtemp(`${ROOT}/__tests__/fixtures/dist-jest-`)
  for (const [file, text] of Object.entries(FILES)) write(`${root}/${file}`, text)
})

afterAll(() => rm(root, { recursive: true }))

test('a CommonJS app can be tested in Jest without configuration', async () => {
  const printed = await runJest([], '**/*.test.js')
  expect(printed).toContain('13 passed')
  expect(printed).not.toMatch(COMPLAINTS)
})

test('an app of ES modules can be tested in Jest without a build', async () => {
  const printed = await runJest(['--experimental-vm-modules'], '**/esm/*.test.mjs')
  expect(printed).toContain('8 passed')
  expect(printed).not.toMatch(COMPLAINTS)
})

async function runJest(flags: readonly string[], pattern: string): Promise<string> {
  const jest = createRequire(import.meta.url).resolve('jest/bin/jest')
  const args = [
    ...flags,
    jest,
    '--rootDir',
    root,
    '--ci',
    '--testTimeout',
    '60000',
    '--testMatch',
    pattern,
  ]
  const env = { ...process.env, NODE_OPTIONS: '' }
  const { stderr } = await promisify(execFile)(process.execPath, args, { cwd: root, env })
  return stderr
}

test('require() and import load the same package, not two', async () => {
  const code = `import('ssr-pages').then((one) => console.log(one.ssrPages === require('ssr-pages').ssrPages))`
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', code], { cwd: root })
  expect(stdout).toBe('true\n')
})
