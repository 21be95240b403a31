import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { build } from '../support/cli.ts'
import { blocksOf, writeFiles } from '../support/guide.ts'
import { createProjectInRepository } from '../support/project.ts'
import { ROOT } from '../support/root.ts'
import { type Server, startUserServer } from '../support/servers.ts'

const guide = readFileSync(join(ROOT, 'docs/views.md'), 'utf8')
const blocks = blocksOf(guide)

describe('docs/views.md, followed to the letter', () => {
  let root: string
  const servers = new Map<string, Server>()

  beforeAll(async () => {
    root = createProjectInRepository({ 'package.json': '{"type":"module"}' })
    writeFiles(root, blocks)
    writeEngineApp(root)
    build(root)
    for (const file of ['server.js', 'http.js', 'engines.js']) {
      servers.set(file, await startUserServer(join(root, file)))
    }
  })

  afterAll(async () => {
    for (const server of servers.values()) await server.stop()
    rmSync(root, { recursive: true, force: true })
  })

  test.each([
    [
      'server.js',
      '/products/7',
      200,
      /<h1>Tea &amp; cup<\/h1> *<b class="price [^"]*">12\.00 EUR<\/b>/,
    ],
    ['server.js', '/products/7', 200, /<p>Product 7 for Ada<\/p>/],
    ['server.js', '/products/8', 404, /<h1>There is no such product\.<\/h1>/],
    ['http.js', '/any', 404, /<h1>There is no such thing\.<\/h1>/],
    ['engines.js', '/old', 200, /^<p>views\/old\.ejs<\/p>$/],
    ['engines.js', '/new', 200, /<p>src\/views\/new\.astro<\/p>/],
    ['engines.js', '/text', 200, /<h1>Tea<\/h1>/],
    ['engines.js', '/mail', 200, /<p>Dear Ada<\/p>/],
  ])('%s answers %s', async (file, path, status, text) => {
    const answer = await fetch(`http://127.0.0.1:${servers.get(file)?.port}${path}`)
    expect([answer.status, (await answer.text()).replaceAll(/\s*\n\s*/g, ' ').trim()]).toEqual([
      status,
      expect.stringMatching(text),
    ])
  })

  test.each(['server.js', 'http.js'])('%s serves the files of views', async (file) => {
    const origin = (name: string) => `http://127.0.0.1:${servers.get(name)?.port}`
    const html = await (await fetch(`${origin('server.js')}/products/7`)).text()
    const [, href = ''] = /<link rel="stylesheet" href="([^"]+)"/.exec(html) ?? []
    expect(await (await fetch(origin(file) + href)).text()).toContain('green')
  })
})

/** Puts the blocks that are a part of a server into one. */
function writeEngineApp(root: string): void {
  const [engines, callback, mail] = [
    "app.set('view engine'",
    "res.render('products/show', { product }, (",
    'const mail =',
  ].map(
    (start) => blocks.find(({ code }) => code.startsWith(start))?.code ?? 'throw new Error("gone")',
  )
  mkdirSync(join(root, 'views'))
  mkdirSync(join(root, 'src/views/mail'))
  writeFileSync(join(root, 'views/old.ejs'), '<p><%= text %></p>')
  writeFileSync(join(root, 'src/views/new.astro'), '<p>{Astro.props.text}</p>')
  writeFileSync(join(root, 'src/views/mail/welcome.astro'), '<p>Dear {Astro.props.name}</p>')
  writeFileSync(
    join(root, 'engines.js'),
    `import express from 'express'
import { ssrPages } from 'ssr-pages'
const app = express()
const pages = ssrPages({ dir: 'dist/pages' })
app.use((req, res, next) => { res.locals.user = 'Ada'; next() })
${engines}
app.get('/text', (req, res, next) => {
  const product = { name: 'Tea', price: 1 }
  ${callback}
})
app.get('/mail', async (req, res) => {
  ${mail}
  res.send(mail)
})
app.listen(process.env.PORT)`,
  )
}
