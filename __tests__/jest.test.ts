import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { write } from './support/project.ts'
import { ROOT } from './support/root.ts'

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
}

let root: string

beforeAll(async () => {
  root = await mkdtemp(`${ROOT}/__tests__/fixtures/dist-jest-`)
  for (const [file, text] of Object.entries(FILES)) write(`${root}/${file}`, text)
})

afterAll(() => rm(root, { recursive: true }))

test('a CommonJS app can be tested in Jest without configuration', async () => {
  const jest = createRequire(import.meta.url).resolve('jest/bin/jest')
  const args = [jest, '--rootDir', root, '--ci', '--testMatch', '**/app.test.js']
  const env = { ...process.env, NODE_OPTIONS: '' }
  const { stderr } = await promisify(execFile)(process.execPath, args, { cwd: root, env })
  expect(stderr).toContain('3 passed')
})

test('require() and import load the same package, not two', async () => {
  const code = `import('ssr-pages').then((one) => console.log(one.ssrPages === require('ssr-pages').ssrPages))`
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', code], { cwd: root })
  expect(stdout).toBe('true\n')
})
