import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
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
      'src/pages/index.astro': '<p>index</p>',
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
})
