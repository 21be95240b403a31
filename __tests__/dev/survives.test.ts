import { EventEmitter } from 'node:events'
import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { reportLateWrites } from '../../src/dev/vite/late-writes.ts'
import { type Server, startServer } from '../support/servers.ts'
import { until } from '../support/until.ts'
import { type Project, createProject } from './project.ts'

// Vite hands the errors of these hooks to its logger as they are, or fails to read them.
const CONFIG = `const fail = (file, name, error) => {
  if (!file.endsWith(name + '.astro')) return
  console.log('seen ' + name)
  throw error
}
export default { vite: { plugins: [{
  name: 'fails',
  watchChange(file) {
    fail(file, 'watched', new Error('watchChange is broken'))
    fail(file, 'nothing', undefined)
  },
  closeBundle() {
    console.log('seen closing')
    throw new Error('closeBundle is broken')
  },
  hotUpdate({ file }) {
    fail(file, 'hot', new Error('hotUpdate is broken'))
    fail(file, 'null', null)
    fail(file, 'text', 'hotUpdate is broken')
  },
}] } }`

const saves = [
  ['watchChange() of a plugin throws an error', 'watched', 'watchChange is broken'],
  ['watchChange() of a plugin throws undefined', 'nothing', 'undefined'],
  ['hotUpdate() of a plugin throws an error', 'hot', ''],
  ['hotUpdate() of a plugin throws null', 'null', ''],
  ['hotUpdate() of a plugin throws a string', 'text', 'TypeError'],
] as const

const changes = [
  ['saved', (project: Project, file: string) => project.write(file, '<p>new</p>')],
  ['removed', (project: Project, file: string) => project.remove(file)],
] as const

describe('a development server goes on when a file is', () => {
  let project: Project
  let server: Server

  beforeAll(async () => {
    project = await createProject({
      'ssr-pages.config.mjs': CONFIG,
      '.env': 'PUBLIC_WORD=first',
      'src/pages/index.astro': '<p>index</p>',
      'src/pages/word.astro': '<p>{import.meta.env.PUBLIC_WORD}</p>',
      ...Object.fromEntries(saves.map(([, name]) => [`src/pages/${name}.astro`, '<p>old</p>'])),
    })
    server = await startServer('dev-plain.mjs', project.root, 'express')
  })

  afterAll(async () => {
    await server?.stop()
    await project?.remove()
  })

  const cases = changes.flatMap(([how, change]) =>
    saves.map(([what, name, shown]) => [how, what, { name, shown, change }] as const),
  )

  test.each(cases)('%s and %s', async (_how, _what, { name, shown, change }) => {
    const get = (page: string) => fetch(`http://localhost:${server.port}/${page}`)
    expect((await get(name)).status).toBe(200)
    const seen = server.output().length
    await change(project, `src/pages/${name}.astro`)
    await until(() => server.output().slice(seen).includes(`seen ${name}`))
    await until(() => server.output().slice(seen).includes(shown))
    for (let count = 0; count < 5; count++) expect((await get('')).status).toBe(200)
    expect(server.troubles()).toEqual([])
  })

  test('saved, is a setting, and closeBundle() of a plugin throws an error', async () => {
    const get = async () => (await fetch(`http://localhost:${server.port}/word`)).text()
    for (const word of ['second', 'third']) {
      const seen = server.output().length
      await project.write('.env', `PUBLIC_WORD=${word}`)
      await until(() => server.output().slice(seen).includes('seen closing'))
      await until(async () => (await get()).includes(word))
    }
    expect(server.troubles()).toEqual([])
  })
})

/** Paths that cannot be read, in other ways than a file that is missing. */
const unreadable = [
  ['below a file', 'public/mark.svg/child.svg'],
  ['below a link to itself', 'public/loop/child.svg'],
  ['with a long name', `public/${'long'.repeat(100)}.svg`],
]

describe('a development server goes on for a path', () => {
  let project: Project

  beforeAll(async () => {
    project = await createProject({
      'public/mark.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
      'src/pages/index.astro': '<p>index</p>',
    })
    await symlink('loop', join(project.root, 'public/loop'))
  })

  afterAll(() => project?.remove())

  test.each(unreadable)('%s that the watcher reports', (_what, path) => {
    const watcher = new EventEmitter()
    reportLateWrites(watcher)
    expect(watcher.emit('change', join(project.root, path))).toBe(true)
  })

  test('that cannot be read and is requested: there is no such file', async () => {
    const server = await startServer('dev-plain.mjs', project.root, 'express')
    try {
      for (const [, path = ''] of unreadable) {
        const url = `http://localhost:${server.port}/${path.replace('public/', '')}`
        expect([path, (await fetch(url)).status]).toEqual([path, 404])
      }
    } finally {
      await server.stop()
    }
  })
})
