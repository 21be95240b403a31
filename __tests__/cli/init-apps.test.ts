import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { buildWarm, runWarmCli } from '../support/warm-cli.ts'
import { findPort } from '../support/free-port.ts'
import { createProjectInRepository } from '../support/project.ts'
import { type Published, publish } from '../support/published.ts'

const LISTEN = "listen(process.env.PORT, () => console.log('listens'))"
const TOP = '// at its top\n'
const EARLY = '// before your routes\n'
const ROUTES = '// among your routes\n'
const LATE = '// after your own routes, before the answer of 404s\n'

/** Apps as users have them. Comments mark the places that the command names. */
const apps: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'Express in CommonJS': {
    'package.json': '{ "scripts": { "start": "node app.js" } }',
    'app.js': `${TOP}const express = require('express')
const app = express()
${EARLY}app.get('/', (req, res) => res.send('my home'))
${ROUTES}${LATE}app.use((req, res) => res.status(404).send('mine'))
if (require.main === module) app.${LISTEN}`,
  },
  'Express of ES modules': {
    'package.json': '{ "type": "module", "scripts": { "start": "node src/server.js" } }',
    'src/server.js': `${TOP}import express from 'express'
const app = express()
${EARLY}app.get('/', (req, res) => res.send('my home'))
${ROUTES}${LATE}app.use((req, res) => res.status(404).send('mine'))
app.${LISTEN}`,
  },
  Connect: {
    'package.json': '{ "main": "index.mjs" }',
    'index.mjs': `${TOP}import connect from 'connect'
const app = connect()
app.use((req, res, next) => req.url === '/' ? res.end('my home') : next())
${ROUTES}${LATE}app.use((req, res) => res.writeHead(404).end('mine'))
app.${LISTEN}`,
  },
  "Node's own server": {
    'package.json': '{ "main": "index.js" }',
    'index.js': `${TOP}require('node:http').createServer((req, res) => {
  if (req.url === '/') return res.end('my home')
  if (req.url === '/nothing') return res.writeHead(404).end('mine')
${ROUTES}${LATE}}).${LISTEN}`,
  },
  Fastify: {
    'package.json': '{ "type": "module", "main": "app.js" }',
    'app.js': `${TOP}import Fastify from 'fastify'
const app = Fastify()
app.get('/', async () => 'my home')
app.setNotFoundHandler((request, reply) => reply.code(404).send('mine'))
${ROUTES}${LATE}await app.listen({ port: Number(process.env.PORT) })
console.log('listens')`,
  },
  'Fastify in CommonJS': {
    'package.json': '{ "main": "app.js" }',
    'app.js': `${TOP}const app = require('fastify')()
app.get('/', async () => 'my home')
app.setNotFoundHandler((request, reply) => reply.code(404).send('mine'))
${ROUTES}${LATE}app.listen({ port: Number(process.env.PORT) }, () => console.log('listens'))`,
  },
  'Koa in CommonJS': {
    'package.json': '{ "scripts": { "start": "node src/app.js" } }',
    'src/app.js': `${TOP}const Koa = require('koa')
const app = new Koa()
app.use(async (ctx, next) => { if (ctx.path !== '/') return next(); ctx.body = 'my home' })
${ROUTES}${LATE}app.use((ctx) => { ctx.status = 404; ctx.body = 'mine' })
app.${LISTEN}`,
  },
}

const roots: string[] = []
const servers: ChildProcess[] = []

afterAll(() => {
  for (const server of servers) server.kill()
  for (const root of roots) rmSync(root, { recursive: true, force: true })
})

// The lines for the others are those for views, too.
const expressApps = Object.entries(apps).filter(([name]) => name.startsWith('Express'))

describe.each(expressApps)('what ssr-pages init says of an app with %s', (_, files) => {
  let root: string

  beforeAll(async () => {
    root = createProjectInRepository(files)
    roots.push(root)
    await follow(root, [])
  })

  test('works with a build', async () => {
    await buildWarm(root)
    await expectAnswers(await start(root, scriptOf(root, 'start')))
  })

  test('has a script for development that starts the same server', async () => {
    const script = scriptOf(root, 'dev').replace('--watch ', '')
    await expectAnswers(await start(root, script))
  })
})

let built: string | undefined

/** The view is the same in all apps. */
async function buildOnce(root: string): Promise<void> {
  const dist = join(root, 'dist')
  if (built === undefined) await buildWarm(root)
  else cpSync(built, dist, { recursive: true })
  built ??= dist
}

describe.each(Object.entries(apps))(
  'what ssr-pages init --views says of an app with %s',
  (_, files) => {
    test('renders a view with its props and styles', async () => {
      const root = createProjectInRepository(files)
      roots.push(root)
      await follow(root, ['--views'])
      await buildOnce(root)
      const url = await start(root, scriptOf(root, 'start'))
      await expectAnswers(url, '/welcome', /^200 [^]*<h1[^>]*>Welcome, Ada<\/h1>/)
    })
  },
)

describe('ssr-pages init in an empty folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'init '))
  const root = join(folder, 'my site')
  let published: Published

  beforeAll(async () => {
    roots.push(folder)
    published = await publish(folder)
    const { stdout } = await runWarmCli(['init', 'my site', '--views'], folder)
    const commands = stdout.split('\n').filter((line) => line.startsWith('  npm install'))
    expect(commands).toHaveLength(2)
    for (const command of commands) await published.run(root, 'bash', '-c', command)
    await published.run(root, 'npm', 'run', 'build')
  }, 180_000)

  afterAll(() => published?.close())

  test('leads to a server that shows its home page after the printed commands', async () => {
    const url = await start(root, scriptOf(root, 'start'))
    const response = await fetch(url)
    expect([response.status, await response.text()]).toEqual([
      200,
      expect.stringMatching(/<h1[^>]*>Hello<\/h1>/),
    ])
  })

  test('leads to a home page and a view in development', async () => {
    const url = await start(root, scriptOf(root, 'dev').replace('--watch ', ''))
    expect(await (await fetch(url)).text()).toMatch(/<h1[^>]*>Hello<\/h1>/)
    expect(await (await fetch(`${url}/welcome`)).text()).toMatch(/<h1[^>]*>Welcome, Ada<\/h1>/)
  })
})

/** Runs the command, and adds the printed lines at the printed places. */
async function follow(root: string, args: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await runWarmCli(['init', ...args], root)
  expect([code, stderr]).toEqual([0, ''])
  for (const block of stdout.split(/^Add to /m).slice(1)) {
    const [, path = '', place = '', text = ''] =
      /^([^,\n]+)(?:, (.+))?:\n((?:(?: {2}.*)?\n)*)/.exec(block) ?? []
    const file = join(root, path)
    const lines = text.replaceAll(/^ {2}/gm, '').trim()
    if (path === 'package.json') addScripts(file, lines)
    else {
      const before = readFileSync(file, 'utf8')
      expect(before).toContain(`// ${place}\n`)
      writeFileSync(file, before.replace(`// ${place}\n`, `${lines}\n`))
    }
  }
}

function addScripts(file: string, lines: string): void {
  const manifest = JSON.parse(readFileSync(file, 'utf8'))
  const added = JSON.parse(`{${lines.split('\n').join(',')}}`)
  writeFileSync(file, JSON.stringify({ ...manifest, scripts: { ...manifest.scripts, ...added } }))
}

function scriptOf(root: string, name: string): string {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts[name]
}

/** Starts a server by its script; returns its URL. */
async function start(root: string, script: string): Promise<string> {
  const port = await findPort()
  const env = { PATH: process.env['PATH'], PORT: String(port) }
  const server = spawn('bash', ['-c', `exec ${script}`], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  servers.push(server)
  const ended = once(server, 'close').then(() => {
    throw new Error(`${script} ended`)
  })
  await Promise.race([once(server.stdout, 'data'), ended])
  return `http://localhost:${port}`
}

/** Asks for what the app answers itself, and for the new page or view. */
async function expectAnswers(
  url: string,
  path = '/hello',
  expected = /^200 [^]*<h1[^>]*>Hello<\/h1>/,
): Promise<void> {
  const answers = ['/', path, '/nothing'].map(async (asked) => {
    const response = await fetch(url + asked)
    return `${response.status} ${await response.text()}`
  })
  expect(await Promise.all(answers)).toEqual([
    '200 my home',
    expect.stringMatching(expected),
    '404 mine',
  ])
}
