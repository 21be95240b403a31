import { existsSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Server, startServer } from '../support/servers.ts'
import { until } from '../support/until.ts'
import { type Project, createProject } from './project.ts'

const GO = `import { existsSync } from 'node:fs'
export const go = async () => {
  while (!existsSync('ROOT/go')) await new Promise((done) => setTimeout(done, 10))
}`

const CONFIG = `${GO}
export default { vite: { plugins: [{
  name: 'slow-modules',
  async load(id) { if (/slow\\.\\w+$/.test(id)) await go() },
}] } }`

const FILES = {
  'ssr-pages.config.mjs': CONFIG,
  '.env': 'PUBLIC_WORD=first',
  'src/go.mjs': GO,
  'src/slow.ts': "export const word = 'slow'",
  'src/slow.css': 'p { color: red }',
  'src/late.ts': "export const word = 'late'",
  'src/pages/env.astro': '{import.meta.env.PUBLIC_WORD}',
  'src/pages/imports.astro': "---\nimport { word } from '../slow.ts'\n---\n<p>{word}</p>",
  'src/pages/style.astro': "---\nimport '../slow.css'\n---\n<p>style</p>",
  'src/pages/runs.astro': `---
import { go } from '../go.mjs'
await go()
const { word } = await import('../late.ts')
---
<p>{word}</p>`,
  'src/pages/streams.astro': `---
import { go } from '../go.mjs'
const late = async () => { await go(); return (await import('../late.ts')).word }
---
<p>begun {late()}</p>`,
}

const asked = [
  ['imports a module', '/imports', 'slow'],
  ['imports a style', '/style', 'style'],
  ['imports a module while it runs', '/runs', 'late'],
  ['imports a module while it is sent', '/streams', 'late'],
  ['is rendered without a socket and imports a module', '/render/imports', 'slow'],
  ['is rendered without a socket and imports a module while it runs', '/render/runs', 'late'],
  ['is fetched without a socket and imports a module while it runs', '/fetch/runs', 'late'],
] as const

describe('a page is answered normally when .env is saved while it', () => {
  let project: Project
  let servers: Record<'plain' | 'alone', Server>
  let saves = 0

  beforeAll(async () => {
    project = await createProject(FILES)
    for (const file of ['ssr-pages.config.mjs', 'src/go.mjs']) {
      await project.edit(file, 'ROOT', project.root)
    }
    const [plain, alone] = await Promise.all([
      startServer('dev-plain.mjs', project.root, 'express'),
      startServer('dev-fetch.mjs', project.root, 'live'),
    ])
    servers = { plain, alone }
  })

  afterAll(async () => {
    await servers?.plain.stop()
    await servers?.alone.stop()
    await project?.remove()
  })

  test.each(asked)('%s', async (_what, path, text) => {
    const isAlone = /^\/(?:render|fetch)/.test(path)
    const { port, output } = isAlone ? servers.alone : servers.plain
    const envPath = isAlone ? '/pages/env' : '/env'
    const get = (asked: string) => fetch(`http://localhost:${port}${asked}`)
    const word = `word${++saves}`
    await project.write('.env', 'PUBLIC_WORD=none')
    await until(async () => (await (await get(envPath)).text()).includes('none'))
    const pending = get(path)
    // The page is being imported or runs.
    await wait(150)
    await project.write('.env', `PUBLIC_WORD=${word}`)
    await until(async () => (await (await get(envPath)).text()).includes(word))
    await project.write('go', '')
    const answer = await pending
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining(text)])
    expect(output()).not.toContain('transport was disconnected')
    await project.remove('go')
  })

  test('keeps nothing open after close()', async () => {
    const server = await startServer('dev-plain.mjs', project.root, 'close')
    const get = (path: string) => fetch(`http://localhost:${server.port}${path}`)
    await get('/env')
    const pending = get('/runs').then((answer) => answer.text(), String)
    await project.write('.env', 'PUBLIC_WORD=closing')
    await until(async () => (await (await get('/env')).text()).includes('closing'))
    server.signal('SIGUSR2')
    await project.write('go', '')
    await pending
    expect(await server.ended()).toBe(0)
    await project.remove('go')
  })
})

// Delays the first save, like a busy machine.
const HOLDING = `${GO}
import { writeFileSync } from 'node:fs'
export default { vite: { plugins: [{
  name: 'held-modules',
  async transform(code) {
    if (!code.includes('FIRST')) return
    writeFileSync('ROOT/held', '')
    await go()
  },
}] } }`

const PARTS = {
  page: 'src/pages/page.astro',
  component: 'src/parts/Component.astro',
  late: 'src/parts/Late.astro',
  module: 'src/parts/module.ts',
}

const write = (file: string, word: string): string =>
  file.endsWith('.ts') ? `export const word = '${word}'` : `<p>${word}</p>`

describe('a page shows the second of two saves, while the first is still imported, of', () => {
  let project: Project
  let server: Server

  beforeAll(async () => {
    project = await createProject({
      'ssr-pages.config.mjs': HOLDING,
      'src/pages/other.astro': '<p>other</p>',
      'src/pages/component.astro':
        "---\nimport Component from '../parts/Component.astro'\n---\n<Component />",
      'src/pages/late.astro':
        "---\nconst Late = (await import('../parts/Late.astro')).default\n---\n<Late />",
      'src/pages/module.astro':
        "---\nimport { word } from '../parts/module.ts'\n---\n<p>{word}</p>",
      ...Object.fromEntries(Object.values(PARTS).map((file) => [file, write(file, 'old')])),
    })
    await project.edit('ssr-pages.config.mjs', "'ROOT/go'", `'${project.root}/go'`)
    await project.edit('ssr-pages.config.mjs', "'ROOT/held'", `'${project.root}/held'`)
    server = await startServer('dev-plain.mjs', project.root, 'express')
  })

  afterAll(async () => {
    await server?.stop()
    await project?.remove()
  })

  const get = async (path: string) => (await fetch(`http://localhost:${server.port}${path}`)).text()
  // The version changes when the server has seen a change.
  const readVersion = async () => /client\.js\?v=[\d-]+/.exec(await get('/other'))?.[0]
  const isThere = (file: string) => existsSync(`${project.root}/${file}`)

  test.each(Object.entries(PARTS))('its %s', async (page, file) => {
    expect(await get(`/${page}`)).toContain('old')
    const before = await readVersion()
    await project.write(file, write(file, 'FIRST'))
    await until(async () => (await readVersion()) !== before)
    const first = get(`/${page}`)
    await until(() => isThere('held'))
    const between = await readVersion()
    await project.write(file, write(file, 'second'))
    await until(async () => (await readVersion()) !== between)
    const second = get(`/${page}`)
    // Until the second save is imported: requests are handled in order.
    for (let count = 0; count < 5; count++) await get('/other')
    await project.write('go', '')
    await first
    expect(await second).toContain('second')
    expect(await get(`/${page}`)).toContain('second')
    await project.remove('go')
    await project.remove('held')
  })
})

const CYCLE = {
  'ssr-pages.config.mjs': `import { existsSync, writeFileSync } from 'node:fs'
export default { vite: { plugins: [{
  name: 'held-part',
  async transform(code) {
    if (!code.includes('SECOND')) return
    writeFileSync('ROOT/held', '')
    while (!existsSync('ROOT/compile')) await new Promise((done) => setTimeout(done, 10))
  },
}] } }`,
  'src/pages/index.astro': "---\nimport { word } from '../first.ts'\n---\n<p>{word()}</p>",
  'src/pages/other.astro': '<p>other</p>',
  'src/first.ts': `import { existsSync, writeFileSync } from 'node:fs'
import { text } from './second.ts'
export const word = () => text
writeFileSync('ROOT/runs', '')
while (!existsSync('ROOT/run')) await new Promise((done) => setTimeout(done, 10))
writeFileSync('ROOT/ran', '')`,
  'src/second.ts': "import { word } from './first.ts'\nexport const text = 'old' + typeof word",
}

test('a page is answered when a module that imports itself is saved while it runs', async () => {
  const project = await createProject(CYCLE)
  for (const file of ['ssr-pages.config.mjs', 'src/first.ts']) {
    await project.write(file, (await project.read(file)).replaceAll('ROOT', project.root))
  }
  const server = await startServer('dev-plain.mjs', project.root, 'express')
  const get = async (path: string) => (await fetch(`http://localhost:${server.port}${path}`)).text()
  const readVersion = async () => /client\.js\?v=[\d-]+/.exec(await get('/other'))?.[0]
  try {
    const before = await readVersion()
    const first = get('/')
    await until(() => existsSync(`${project.root}/runs`))
    await project.edit('src/second.ts', "'old'", "'SECOND'")
    await until(async () => (await readVersion()) !== before)
    const second = get('/')
    await until(() => existsSync(`${project.root}/held`))
    await project.write('run', '')
    await until(() => existsSync(`${project.root}/ran`))
    // Until the end of the old version is noted: requests are handled in order.
    for (let count = 0; count < 5; count++) await get('/other')
    await project.write('compile', '')
    expect(await second).toContain('SECOND')
    await first
  } finally {
    await server.stop()
    await project.remove()
  }
})
