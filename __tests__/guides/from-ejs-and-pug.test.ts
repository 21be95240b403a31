import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { build } from '../support/cli.ts'
import { type Section, fileOf, sectionsOf, writeFiles } from '../support/guide.ts'
import { createProjectInRepository } from '../support/project.ts'
import { ROOT } from '../support/root.ts'
import { type Server, startUserServer } from '../support/servers.ts'
import { DOCTYPE, type Part, toTree } from './html-tree.ts'

const guide = readFileSync(join(ROOT, 'docs/from-ejs-and-pug.md'), 'utf8')
const [, constructs = ''] = guide.split(/^## Construct by construct$/m)
const [app, ...inserted] = constructs
  .split(/^```js\n(?=\/\/ app\.js)/m)
  .slice(1)
  .map((text) => text.slice(0, text.indexOf('\n```') + 1))
const sections = sectionsOf(constructs, 3)

interface Pair {
  readonly heading: string
  readonly view: string
  /** The engine, by the extension of its views. */
  readonly engine: string
}

/** The view of ours in each section, with those of the engines that have the same name. */
const pairs = sections.flatMap(({ heading, blocks }: Section): Pair[] => {
  const files = blocks.flatMap((block) => fileOf(block) ?? [])
  const views = files.flatMap((file) => /^src\/views\/(.+)\.astro$/.exec(file)?.[1] ?? [])
  return views.flatMap((view) =>
    ['ejs', 'pug', 'hbs']
      .filter((engine) => files.includes(`views/${view}.${engine}`))
      .map((engine) => ({ heading, view, engine })),
  )
})

// What a reader has in another way: an engine for Handlebars.
const HANDLEBARS = `import { readFileSync as readTemplate } from 'node:fs'
import Handlebars from 'handlebars'
app.engine('hbs', (file, data, done) => done(null, Handlebars.compile(readTemplate(file, 'utf8'))(data)))
`

/** Where the routes of single sections are. */
const FOLDERS: Readonly<Record<string, string>> = {
  'express-ejs-layouts': 'layouts/',
  'res.render with a callback': 'callback/',
}

// What the guide warns of: the layouts come after `pages.views`.
const WRONG_ORDER = `import express from 'express'
import expressLayouts from 'express-ejs-layouts'
import { ssrPages } from 'ssr-pages'
const app = express()
app.set('view engine', 'ejs')
app.use(ssrPages({ dir: 'dist/pages' }).views)
app.use(expressLayouts)
app.get('/', (req, res) => res.render('ejs-layouts', { title: 'Tools', tools: [] }))
app.listen(process.env.PORT)
`

let root: string
let server: Server
/** One session for all views: they print the same token. */
let cookie = ''

beforeAll(async () => {
  root = createProjectInRepository({})
  writeFiles(
    root,
    sections.flatMap(({ blocks }) => blocks),
  )
  const [start = '', end = ''] = (app ?? '').split(/(?=^app\.listen)/m)
  const routes = start.indexOf("app.get('/:view'")
  const code = [start.slice(0, routes), HANDLEBARS, ...inserted, start.slice(routes), end]
  writeFileSync(join(root, 'app.js'), code.join('\n'))
  build(root)
  server = await startUserServer(join(root, 'app.js'))
  cookie = (await ask('/borrow')).headers.get('set-cookie')?.split(';')[0] ?? ''
}, 60_000)

afterAll(async () => {
  await server?.stop()
  rmSync(root, { recursive: true, force: true })
})

describe('a construct of the guide gives the same HTML in', () => {
  test.each(pairs)('.$engine and .astro: $heading ($view)', async ({ heading, view, engine }) => {
    const theirs = await visit(`${view}.${engine}`, heading)
    expect(theirs).not.toEqual({ status: 200, tree: toTree('') })
    expect(theirs.status).toBe(200)
    const ours = await visit(view, heading)
    // A page without a doctype gets one: the guide says so.
    const tree = theirs.tree.includes(DOCTYPE)
      ? ours.tree
      : ours.tree.filter((one) => one !== DOCTYPE)
    expect({ ...ours, tree }).toEqual(theirs)
  })

  test('express-ejs-layouts after pages.views prints its layout around views, as the guide warns', async () => {
    writeFileSync(join(root, 'wrong-order.js'), WRONG_ORDER)
    const wrong = await startUserServer(join(root, 'wrong-order.js'))
    const html = await fetch(`http://127.0.0.1:${wrong.port}/`).then((answer) => answer.text())
    await wrong.stop()
    const right = await ask('/layouts/ejs-layouts').then((answer) => answer.text())
    expect([html, right].map((text) => text.match(/<main>/g)?.length)).toEqual([2, 1])
  })

  test('every section has a pair, except for that of error views', () => {
    const without = sections.filter(({ heading }) => pairs.every((one) => one.heading !== heading))
    expect(without.map(({ heading }) => heading)).toEqual(['Error views'])
    expect(pairs.length).toBeGreaterThan(35)
  })
})

interface Answer {
  readonly status: number
  readonly tree: readonly Part[]
}

/** Requests a view as its section says. */
async function visit(view: string, heading: string): Promise<Answer> {
  if (heading === 'Flash messages') await borrow()
  const path =
    heading === 'Emails' ? view.replace('/welcome', '') : `${FOLDERS[heading] ?? ''}${view}`
  const response = await ask(`/${path}`)
  return { status: response.status, tree: toTree(await response.text()) }
}

async function borrow(): Promise<void> {
  const [, token = ''] = /value="(\w{32,})"/.exec(await (await ask('/borrow')).text()) ?? []
  const { status, headers } = await ask('/borrow', new URLSearchParams({ _csrf: token }))
  expect([status, headers.get('location')]).toEqual([303, '/messages'])
}

function ask(path: string, body?: URLSearchParams): Promise<Response> {
  const method = body === undefined ? 'GET' : 'POST'
  const url = `http://127.0.0.1:${server.port}${path}`
  return fetch(url, { method, headers: { cookie }, body: body ?? null, redirect: 'manual' })
}

test('an app whose own middleware is in src names another folder', () => {
  const [section] = sectionsOf(guide, 2).filter(({ heading }) => heading.startsWith('If `src`'))
  const project = createProjectInRepository({
    'package.json': '{}',
    'src/middleware/index.js': 'module.exports = (req, res, next) => next()',
    'web/views/index.astro': '<p>A view</p>',
  })
  expect(writeFiles(project, section?.blocks ?? [])).toEqual(['ssr-pages.config.js'])
  build(project)
  expect(readdirSync(join(project, 'dist/pages/_views'))).toEqual(['index.mjs'])
  rmSync(project, { recursive: true })
})
